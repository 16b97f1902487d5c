"""What all visits share; kept in ``app.state``."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest, new

import httpx

from portal.settings import PortalSettings
from recoup_eventstore.clock import Clock
from recoup_receivables.portal_link import LinkSigner
from recoup_service.api.portal_caller import PortalCallers


class Forms:
    """The proof that a form is ours: nobody who does not hold the link can make it."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._key = sha256(f"form\x1f{keys[0]}".encode()).digest()

    def token(self, link: str) -> str:
        return new(self._key, link.encode(), "sha256").hexdigest()

    def is_ours(self, link: str, token: str) -> bool:
        return compare_digest(self.token(link).encode(), token.encode())


@dataclass(frozen=True, slots=True)
class Ports:
    settings: PortalSettings
    client: httpx.AsyncClient
    """To the services' APIs."""
    outside: Clock
    links: LinkSigner = field(init=False)
    callers: PortalCallers = field(init=False)
    forms: Forms = field(init=False)

    def __post_init__(self) -> None:
        keys = self.settings.keys_of_portal
        object.__setattr__(self, "links", LinkSigner(keys))
        object.__setattr__(self, "callers", PortalCallers(keys))
        object.__setattr__(self, "forms", Forms(keys))
