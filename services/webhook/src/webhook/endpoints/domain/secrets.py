"""What signs: made of bytes that are handed in, written as Standard Webhooks 1.0.0 writes it."""

from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from webhook.endpoints.domain.errors import SecretUnacceptable
from webhook.endpoints.domain.wanted import Signature

SYMMETRIC, PRIVATE, PUBLIC = "whsec_", "whsk_", "whpk_"
SHORTEST, LONGEST = 24, 64
BYTES = 32
"""Of a secret that is made here, of either kind."""


@dataclass(frozen=True, slots=True)
class Secret:
    """Never shown in a ``repr``: it ends in logs."""

    signature: Signature
    key: bytes

    def __repr__(self) -> str:
        return f"Secret({self.signature})"

    @property
    def private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.key)

    @property
    def written(self) -> str:
        """What the receiver is given: the secret itself, or the public key."""
        if self.signature is Signature.V1:
            return SYMMETRIC + b64encode(self.key).decode()
        return PUBLIC + b64encode(self.private.public_key().public_bytes_raw()).decode()


def given(text: str, signature: Signature) -> Secret:
    """A secret that the receiver has chosen; raises ``SecretUnacceptable``."""
    prefix = SYMMETRIC if signature is Signature.V1 else PRIVATE
    if not text.startswith(prefix):
        raise _unacceptable(f"A secret for {signature} begins with {prefix}")
    try:
        key = b64decode(text.removeprefix(prefix), validate=True)
    except Base64Error:
        raise _unacceptable(f"What follows {prefix} is no base64") from None
    if signature is Signature.V1 and not SHORTEST <= len(key) <= LONGEST:
        raise _unacceptable(f"A secret has {SHORTEST} to {LONGEST} bytes, not {len(key)}")
    if signature is Signature.V1A and len(key) not in (BYTES, 2 * BYTES):
        raise _unacceptable(f"An ed25519 key has {BYTES} bytes, not {len(key)}")
    return Secret(signature, key if signature is Signature.V1 else key[:BYTES])


def _unacceptable(what: str) -> SecretUnacceptable:
    return SecretUnacceptable(f"{what}. Leave it out to have one made.", pointer="/secret")
