"""Who somebody is, by the key or token they signed in with: looked up at every request, so that a revoked one ends at once."""

from datetime import datetime

from recoup_service.api.credentials import holder_of, living_key, must_be_open
from recoup_service.api.keys import KeyRing, PresentedKey
from recoup_service.api.oidc.users import PresentedToken, Users
from recoup_service.api.principal import NotAuthenticated, Principal
from recoup_service.api.problems import Problem

NEEDED = "events:read"
"""Pages are made of the events that the feed shows, so they need what the feed needs."""


class CredentialRefused(Exception):
    """The key or token opens nothing here; the words are for whoever signs in."""


class Authenticator:
    """Lets in whom the APIs let in, without their limits, which hold where something is asked for."""

    def __init__(self, keys: KeyRing, users: Users | None) -> None:
        self._keys = keys
        self._users = users

    @property
    def takes_tokens(self) -> bool:
        return self._users is not None

    async def authenticate(self, credential: str, now: datetime) -> Principal:
        """Raises ``CredentialRefused``, or the 503 of an issuer that does not answer."""
        try:
            principal = await self._principal(credential, now)
        except NotAuthenticated as unknown:
            raise CredentialRefused(unknown.problem.detail) from None
        try:
            must_be_open(principal.tenant, await self._keys.tenant(principal.tenant))
            principal.require(NEEDED)
        except Problem as refusal:
            raise CredentialRefused(refusal.detail) from None
        return principal

    async def _principal(self, credential: str, now: datetime) -> Principal:
        presented = PresentedKey.parse(credential)
        if presented is not None:
            return holder_of(await living_key(self._keys, presented, now))
        token = PresentedToken.parse(credential)
        if token is None or self._users is None:
            raise NotAuthenticated("This is no API key. One looks like rk_<env>_<id>_<secret>.")
        return await self._users.find(token, now)
