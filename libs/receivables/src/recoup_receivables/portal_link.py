"""Links to a debtor's own page: what one says, signed, so that nobody else can make or change it.

A link is all that its reader shows: whoever holds it is let in. So it names one customer, one creditor and one
purpose, ends on a day, and can be revoked; where it leads, the portal asks the invoice service each time.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from hmac import compare_digest, new
from struct import Struct

from pydantic import AwareDatetime

from recoup_events.invoice.portal_link import LinkPurpose
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId, CustomerId, PersonId, TenantId


class PortalLink(Value):
    """What a link says."""

    link_id: str
    tenant: TenantId
    customer_id: CustomerId
    creditor_id: CreditorId
    person_id: PersonId | None = None
    """To whom it was given; ``None``: to the customer as a whole."""
    purpose: LinkPurpose = LinkPurpose.ACCOUNT
    issued_at: AwareDatetime
    expires_at: AwareDatetime


_DERIVED = re.compile(r"[a-z]{3}_([0-9a-f]{32})", re.ASCII)
_NOBODY = "per_" + "0" * 32
_PREFIXES = ("lnk", "cus", "crd", "per")
_FIXED = Struct(">BIIB64s")
"""The format, both moments in seconds, the purpose, and four ids without their prefixes."""
_FORMAT, _SIGNATURE = 1, 16
_PURPOSES = tuple(LinkPurpose)
_LONGEST = 400


def link_signer(keys: Sequence[str]) -> "LinkSigner | None":
    """``None`` where no portal is set up."""
    return LinkSigner(keys) if keys else None


class LinkSigner:
    """Writes links and reads them; the first key signs, each reads what it has signed."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = [new(key.encode(), b"links of the portal", sha256).digest() for key in keys]

    def sign(self, link: PortalLink) -> str | None:
        """``None`` for ids of another shape than Recoup's."""
        ids = [link.link_id, link.customer_id, link.creditor_id, link.person_id or _NOBODY]
        found = [_DERIVED.fullmatch(id) for id in ids]
        packed = b"".join(bytes.fromhex(each[1]) for each in found if each is not None)
        if len(packed) != 16 * len(ids):
            return None
        seconds = (int(link.issued_at.timestamp()), int(link.expires_at.timestamp()))
        fixed = _FIXED.pack(_FORMAT, *seconds, _PURPOSES.index(link.purpose), packed)
        content = fixed + link.tenant.encode()
        return urlsafe_b64encode(_mac(self._keys[0], content) + content).decode().rstrip("=")

    def read(self, text: str) -> PortalLink | None:
        """``None`` for whatever was not signed here; each key is tried, whichever fits."""
        try:
            packed = urlsafe_b64decode(text[:_LONGEST] + "=" * (-len(text[:_LONGEST]) % 4))
            signature, content = packed[:_SIGNATURE], packed[_SIGNATURE:]
            written = urlsafe_b64encode(packed).decode().rstrip("=")
        except ValueError:
            return None
        ours = [compare_digest(_mac(key, content), signature) for key in self._keys]
        return _link(content) if any(ours) and written == text else None


def _mac(key: bytes, content: bytes) -> bytes:
    return new(key, content, sha256).digest()[:_SIGNATURE]


def _link(content: bytes) -> PortalLink:
    _, issued, expires, purpose, packed = _FIXED.unpack(content[: _FIXED.size])
    parts = (packed[start : start + 16].hex() for start in range(0, len(packed), 16))
    link, customer, creditor, person = (
        f"{prefix}_{part}" for prefix, part in zip(_PREFIXES, parts, strict=True)
    )
    return PortalLink(
        link_id=link,
        tenant=TenantId(content[_FIXED.size :].decode()),
        customer_id=CustomerId(customer),
        creditor_id=CreditorId(creditor),
        person_id=None if person == _NOBODY else PersonId(person),
        purpose=_PURPOSES[purpose],
        issued_at=datetime.fromtimestamp(issued, UTC),
        expires_at=datetime.fromtimestamp(expires, UTC),
    )
