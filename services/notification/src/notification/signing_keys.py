"""The keys by which domains sign their mail, each in a file that is named as DNS names its public half."""

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

_NAME = re.compile(r"(?P<selector>[a-z0-9.-]+)\._domainkey\.(?P<domain>[a-z0-9.-]+)")
_WEAKEST_RSA = 2048


class NoSigningKey(ValueError):
    """A file among the keys holds none that receivers accept."""


class SigningKey(NamedTuple):
    selector: str
    domain: str
    private: RSAPrivateKey | Ed25519PrivateKey

    @property
    def algorithm(self) -> str:
        return "rsa-sha256" if isinstance(self.private, RSAPrivateKey) else "ed25519-sha256"

    def sign(self, data: bytes) -> bytes:
        if isinstance(self.private, RSAPrivateKey):
            return self.private.sign(data, PKCS1v15(), SHA256())
        return self.private.sign(sha256(data).digest())


Keys = Mapping[str, Sequence[SigningKey]]
"""By domain; a mail is signed with each of its domain's."""


def keys_in(folder: Path) -> Keys:
    """A file's name is where DNS has the public half, such as ``r1._domainkey.acme.example``."""
    keys: dict[str, list[SigningKey]] = {}
    for file in sorted(folder.iterdir()):
        if file.is_file() and not file.name.startswith("."):  # a mounted secret has others too
            key = _key(file)
            keys.setdefault(key.domain, []).append(key)
    return keys


def _key(file: Path) -> SigningKey:
    name = _NAME.fullmatch(file.name.removesuffix(".pem"))
    if name is None:
        raise NoSigningKey(
            f"{file.name} does not say whose key it is. Name it <selector>._domainkey.<domain>."
        )
    try:
        private = load_pem_private_key(file.read_bytes(), password=None)
    except (ValueError, TypeError, OSError) as error:
        raise NoSigningKey(
            f"{file.name} holds no private key in PEM that opens without a password."
        ) from error
    if isinstance(private, RSAPrivateKey) and private.key_size >= _WEAKEST_RSA:
        return SigningKey(name["selector"], name["domain"], private)
    if isinstance(private, Ed25519PrivateKey):
        return SigningKey(name["selector"], name["domain"], private)
    raise NoSigningKey(
        f"{file.name} is neither RSA of {_WEAKEST_RSA} bits or more nor Ed25519. Make another."
    )
