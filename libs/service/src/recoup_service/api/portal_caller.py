"""The portal asks as somebody who followed a link: it signs who that is, for a minute, with a key of its own."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest, new

from recoup_events.kernel.ids import TenantId
from recoup_service.api.principal import NotAuthenticated, Principal

PREFIX = "rp_"
"""Begins a credential of the portal, as ``rk_`` begins a key."""
LIFETIME = timedelta(minutes=1)
LONGEST = 1000
SCOPES = frozenset(
    (
        *("creditors:read", "customers:read", "invoices:read", "documents:read", "payments:read"),
        *("links:read", "links:write", "customers:write", "consents:write", "payments:write"),
        *("promises:read", "promises:write", "disputes:read", "disputes:write"),
        *("plans:read", "plans:write", "replies:write"),
    )
)
"""All that the portal may do; that it is done for the debtor of the link alone, the portal sees to."""


def portal_callers(keys: Sequence[str]) -> "PortalCallers | None":
    """``None`` where no portal is believed."""
    return PortalCallers(keys) if keys else None


class PortalCallers:
    """Writes and believes the portal's credentials; the first key signs, each reads what it has signed."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = [new(key.encode(), b"requests of the portal", sha256).digest() for key in keys]

    def credential(self, tenant: TenantId, actor: str, now: datetime) -> str:
        expires = int((now + LIFETIME).timestamp())
        content = json.dumps([tenant, actor, expires]).encode()
        signed = new(self._keys[0], content, sha256).digest() + content
        return PREFIX + urlsafe_b64encode(signed).decode()

    def find(self, text: str, now: datetime) -> Principal:
        """Raises ``NotAuthenticated``; ``now`` is the time outside, however a demonstration's passes."""
        try:
            signed = urlsafe_b64decode(text.removeprefix(PREFIX)[:LONGEST])
        except ValueError:
            signed = b""
        signature, content = signed[:32], signed[32:]
        made = [new(key, content, sha256).digest() for key in self._keys]
        if not sum(compare_digest(each, signature) for each in made):
            raise NotAuthenticated("This was not signed by the portal of this deployment.")
        tenant, actor, expires = json.loads(content)
        expires_at = datetime.fromtimestamp(expires, UTC)
        if now >= expires_at:
            raise NotAuthenticated(
                "This was signed by the portal too long ago. Compare the clocks."
            )
        return Principal(TenantId(tenant), actor, SCOPES, expires_at)
