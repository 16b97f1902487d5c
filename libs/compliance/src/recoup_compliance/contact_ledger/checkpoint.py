"""A signed list of the last line of every customer: from then on, nothing can be dropped or changed unseen."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import ValidationError

from recoup_compliance.attempt import Instant
from recoup_compliance.contact_ledger.line import canonical
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CustomerId, TenantId


class Head(Value):
    """The last line of a customer."""

    customer_id: CustomerId
    sequence: int
    digest: str


class Checkpoint(Value):
    """All heads of a tenant, or those that were asked for, at a moment."""

    tenant: TenantId
    at: Instant
    heads: tuple[Head, ...]


class Signed(Value):
    """A checkpoint, and who vouches for it."""

    checkpoint: Checkpoint
    public_key: str
    """Ed25519, in hexadecimal."""
    signature: str

    @property
    def text(self) -> str:
        return canonical(self.model_dump(mode="json"))


class SigningKey:
    """The Ed25519 key that is made of a secret."""

    def __init__(self, secret: str) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(sha256(secret.encode()).digest())

    @property
    def public(self) -> str:
        """By which others verify; it is no secret."""
        raw = self._private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return raw.hex()

    def sign(self, tenant: TenantId, at: Instant, heads: Sequence[Head]) -> Signed:
        checkpoint = Checkpoint(tenant=tenant, at=at, heads=tuple(heads))
        signature = self._private.sign(_text(checkpoint.model_dump(mode="json")))
        return Signed(checkpoint=checkpoint, public_key=self.public, signature=signature.hex())


def _text(checkpoint: dict[str, Any]) -> bytes:
    return canonical(checkpoint).encode()


def opened(fields: dict[str, Any], public_key: str) -> Checkpoint | None:
    """The checkpoint as it was signed; ``None`` if it is not what the key's owner signed."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        signature = bytes.fromhex(fields["signature"])
        if signature.hex() != fields["signature"]:
            return None  # the same bytes, written otherwise than they were exported
        key.verify(signature, _text(fields["checkpoint"]))
        return Checkpoint.model_validate(fields["checkpoint"])
    except (InvalidSignature, KeyError, TypeError, ValueError, ValidationError):
        return None
