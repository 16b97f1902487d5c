"""Secrets at rest: sealed with a key of the deployment's, which can be changed."""

from collections.abc import Mapping
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


class Unsealable(Exception):
    """Sealed with a key that this deployment does not have, or not for this."""


class Vault:
    """AES-256-GCM; the first key seals, each opens what it has sealed."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        self._keys = {id: AESGCM(sha256(text.encode()).digest()) for id, text in keys.items()}
        self.key_id = next(iter(self._keys))

    def seal(self, plain: bytes, of: str, nonce: bytes) -> bytes:
        """``of`` says whose it is, and has to be said again to open it."""
        return nonce + self._keys[self.key_id].encrypt(nonce, plain, of.encode())

    def open(self, sealed: bytes, key_id: str, of: str) -> bytes:
        """Raises ``Unsealable``."""
        try:
            key = self._keys[key_id]
            return key.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], of.encode())
        except (KeyError, InvalidTag) as error:
            raise Unsealable(f"{of} was sealed with the key {key_id!r}") from error
