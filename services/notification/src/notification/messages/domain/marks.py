"""What a mail carries so that its answers find it: signed, so that nobody answers for another's mail.

An answer comes back to the return path, under the Message-ID, or from the link that ends all mails.
Each names the message, for a purpose of its own: a mark of one is none of another.
"""

import re
from base64 import b32decode, b32encode, urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from hmac import compare_digest, new

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId, CustomerId, MessageId, TenantId, derived

RETURN = "b+"
"""Begins the local part of a return path: the mailbox ``b`` may take them all."""
_DERIVED = re.compile(r"msg_([0-9a-f]{32})", re.ASCII)
_MESSAGE_ID = re.compile(r"(msg_[0-9a-f]{32})\.([0-9a-f]{16})", re.ASCII)
_RETURN = re.compile(r"b\+([a-z2-7]{39})", re.ASCII | re.IGNORECASE)
_ID, _SIGNATURE = 16, 8
"""Bytes; a return path has 64 characters at most (RFC 5321, 4.5.3.1), and relays change their case."""


class Thread(Value):
    """All that one creditor writes to one customer; mail programs show it as one conversation."""

    tenant: TenantId
    customer_id: CustomerId
    creditor_id: CreditorId

    @property
    def root(self) -> str:
        """The local part of the Message-ID that all its mails refer to."""
        return derived("thr", self.tenant, self.customer_id, self.creditor_id)


class Marked(Value):
    """Which message is meant, once its mark was found to be ours."""

    tenant: TenantId
    message_id: MessageId


class Marks:
    """Writes them and reads them; what is not ours, or another tenant's, is ``None``."""

    def __init__(self, key: str) -> None:
        self._key = new(key.encode(), b"marks of mails", sha256).digest()

    def message_id(self, marked: Marked) -> str:
        """The local part of the Message-ID: legible, so that whoever searches a log finds it."""
        return f"{marked.message_id}.{self._signed('message-id', marked).hex()}"

    def of_message_id(self, tenant: TenantId, local: str) -> Marked | None:
        found = _MESSAGE_ID.fullmatch(local)
        if found is None:
            return None
        marked = Marked(tenant=tenant, message_id=MessageId(found[1]))
        return marked if self._agrees("message-id", marked, bytes.fromhex(found[2])) else None

    def return_path(self, marked: Marked) -> str | None:
        """The local part to which what cannot be delivered comes back; ``None`` for an id of another shape."""
        id = _DERIVED.fullmatch(marked.message_id)
        if id is None:
            return None
        packed = bytes.fromhex(id[1]) + self._signed("return", marked)
        return RETURN + b32encode(packed).decode().rstrip("=").lower()

    def of_return_path(self, tenant: TenantId, local: str) -> Marked | None:
        found = _RETURN.fullmatch(local)
        if found is None:
            return None
        packed = b32decode(found[1].upper() + "=")
        marked = Marked(tenant=tenant, message_id=MessageId(f"msg_{packed[:_ID].hex()}"))
        return marked if self._agrees("return", marked, packed[_ID:]) else None

    def opt_out(self, marked: Marked) -> str:
        """For a link: it names the tenant too, since whoever follows it has no key."""
        names = f"{marked.tenant}/{marked.message_id}".encode()
        packed = self._signed("opt-out", marked) + names
        return urlsafe_b64encode(packed).decode().rstrip("=")

    def of_opt_out(self, token: str) -> Marked | None:
        try:
            packed = urlsafe_b64decode(token + "=" * (-len(token) % 4))
            tenant, message = packed[_SIGNATURE:].decode().split("/")
        except ValueError:
            return None
        marked = Marked(tenant=TenantId(tenant), message_id=MessageId(message))
        return marked if self._agrees("opt-out", marked, packed[:_SIGNATURE]) else None

    def _signed(self, purpose: str, marked: Marked) -> bytes:
        parts = (purpose, marked.tenant, marked.message_id)
        return new(self._key, "\x1f".join(parts).encode(), sha256).digest()[:_SIGNATURE]

    def _agrees(self, purpose: str, marked: Marked, signature: bytes) -> bool:
        return compare_digest(self._signed(purpose, marked), signature)
