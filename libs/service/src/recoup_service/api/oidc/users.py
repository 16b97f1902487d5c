"""Who a token says is asking: its signature by a library, each but once, and its times at every request."""

from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from time import monotonic
from typing import Any

import httpx
from jwt import PyJWT
from jwt.api_jws import PyJWS
from jwt.exceptions import InvalidAudienceError, InvalidIssuerError, PyJWTError

from recoup_service.api.oidc.claims import Identity, Reader
from recoup_service.api.oidc.issuer import ALGORITHMS, Issuer, IssuerUnavailable, SigningKey
from recoup_service.api.oidc.signing_keys import PAUSE_SECONDS, SigningKeys
from recoup_service.api.principal import NotAuthenticated, Principal
from recoup_service.api.problems import Problem
from recoup_service.oidc_settings import OidcSettings

LONGEST = 8 * 1024
"""Of a token: what fits into a header on its way here."""
_REMEMBERED = 10_000
"""Verified tokens; the one seen longest ago is verified again."""
_TYPES = {"jwt", "at+jwt", "application/at+jwt"}
"""Tokens that end a session or prove something else are signed with the same keys."""


@dataclass(frozen=True, slots=True)
class PresentedToken:
    """What stands in an ``Authorization`` header; anybody may have written it."""

    text: str
    sha256: bytes

    @classmethod
    def parse(cls, text: str) -> "PresentedToken | None":
        """None for what is no token at all."""
        if text.count(".") != 2 or len(text) > LONGEST or not text.isascii():
            return None
        return cls(text, sha256(text.encode()).digest())


class Users:
    """Believes one issuer's tokens for one audience."""

    def __init__(self, keys: SigningKeys, reader: Reader, audience: str) -> None:
        self.keys = keys
        self._reader = reader
        self._audience = audience
        self._headers = PyJWS()
        self._tokens = PyJWT(options={"enforce_minimum_key_length": True})
        self._verified: OrderedDict[bytes, tuple[str, SigningKey, Identity]] = OrderedDict()

    def has_verified(self, token: PresentedToken) -> bool:
        """Whether looking again is no guess."""
        return token.sha256 in self._verified

    async def find(self, token: PresentedToken, now: datetime) -> Principal:
        """Raises ``NotAuthenticated``, or a 503 when nobody can say."""
        known = self._verified.get(token.sha256)
        kid = known[0] if known else self._kid(token)
        key = await self._key(kid)
        if known and known[1] == key:
            self._verified.move_to_end(token.sha256)
            return known[2].at(now)
        self._verified.pop(token.sha256, None)
        identity = self._reader.identity(self._claims(token, key))
        principal = identity.at(now)
        self._verified[token.sha256] = (kid, key, identity)
        if len(self._verified) > _REMEMBERED:
            self._verified.popitem(last=False)
        return principal

    def _kid(self, token: PresentedToken) -> str:
        try:
            header = self._headers.get_unverified_header(token.text)
        except PyJWTError:
            raise _unreadable() from None
        kid, kind = header.get("kid"), header.get("typ", "JWT")
        if header.get("alg") not in ALGORITHMS:
            raise NotAuthenticated(f"Tokens are signed with one of {', '.join(ALGORITHMS)}.")
        if not isinstance(kind, str) or kind.lower() not in _TYPES:
            raise NotAuthenticated("This is a token for something else. Send an access token.")
        if not kid:
            raise NotAuthenticated("This token does not say with which key it was signed (kid).")
        return str(kid)

    async def _key(self, kid: str) -> SigningKey:
        try:
            key = await self.keys.find(kid)
        except IssuerUnavailable:
            raise Problem(
                503,
                "issuer_unavailable",
                "Who signs people in does not answer, so that no token can be checked; nothing was done. "
                "Send it again after the seconds in Retry-After, or use an API key.",
                headers={"Retry-After": f"{PAUSE_SECONDS:.0f}"},
            ) from None
        if key is None:
            raise NotAuthenticated(
                "This token's issuer names no such key as it was signed with. If it has just changed "
                f"its keys, wait {PAUSE_SECONDS:.0f} seconds."
            )
        return key

    def _claims(self, token: PresentedToken, key: SigningKey) -> dict[str, Any]:
        verifies = key.verifies
        try:
            return self._tokens.decode(
                token.text,
                verifies,
                algorithms=[verifies.algorithm_name],
                audience=self._audience,
                issuer=self._reader.issuer,
                # Times are compared at each request, by the clock of the service.
                options={
                    "require": ["iss", "aud", "exp"],
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                },
            )
        except InvalidIssuerError:
            raise NotAuthenticated(
                "This token was issued by somebody else. Sign in anew."
            ) from None
        except InvalidAudienceError:
            raise NotAuthenticated(
                f"This token is not for '{self._audience}' (aud). Ask its issuer for one that is."
            ) from None
        except (PyJWTError, ValueError, RecursionError):
            raise _unreadable() from None


def _unreadable() -> NotAuthenticated:
    return NotAuthenticated("This is no token that holds. Check that it was copied whole.")


@asynccontextmanager
async def signing_in(
    settings: OidcSettings, elapsed: Callable[[], float] = monotonic
) -> AsyncIterator[Users | None]:
    """None where nobody signs in; the issuer is asked when the first one does."""
    issuer, audience, secret = (
        settings.oidc_issuer,
        settings.oidc_audience,
        settings.oidc_subject_key,
    )
    if issuer is None or audience is None or secret is None:
        yield None
        return
    reader = Reader(
        issuer,
        settings.oidc_tenant_claim,
        settings.oidc_roles_claim,
        settings.oidc_subject_claim,
        settings.oidc_roles,
        secret.get_secret_value().encode(),
    )
    async with httpx.AsyncClient() as client:
        read = Issuer(client, issuer, settings.oidc_jwks_url).keys
        keys = SigningKeys(read, settings.oidc_stale_key_seconds, elapsed)
        try:
            yield Users(keys, reader, audience)
        finally:
            await keys.close()
