"""What an issuer publishes: where its keys are, and the keys themselves."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
from jwt import PyJWK
from jwt.exceptions import PyJWTError
from pydantic import BaseModel, JsonValue, TypeAdapter

from recoup_service.oidc_settings import PrivateUrl

ALGORITHMS = ("RS256", "ES256", "EdDSA")
"""Never one whose key can be known to who verifies, and never none."""
ANSWER_SECONDS = 5.0
"""For all that is asked at once."""
MOST_BYTES = 256 * 1024


class IssuerUnavailable(Exception):
    """It does not answer, or not with what an issuer answers."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key, as it was published and as it verifies."""

    published: Mapping[str, JsonValue]
    verifies: PyJWK = field(compare=False)


Keys = Mapping[str, SigningKey]


class _Discovery(BaseModel):
    issuer: str
    jwks_uri: PrivateUrl


class _KeySet(BaseModel):
    keys: list[dict[str, JsonValue]]


_DISCOVERY, _KEY_SET = TypeAdapter(_Discovery), TypeAdapter(_KeySet)


class Issuer:
    """Asked over HTTP; what it answers is believed, whom it redirects to is not."""

    def __init__(self, client: httpx.AsyncClient, url: str, jwks_url: str | None = None) -> None:
        self._client = client
        self._url = url
        self._jwks_url = jwks_url

    async def keys(self) -> Keys:
        """Those that verify signatures, by ``kid``; raises ``IssuerUnavailable``."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                found = await self._read(self._jwks_url or await self._discovered())
            keys = _usable(_KEY_SET.validate_python(found))
        except TimeoutError as late:
            raise IssuerUnavailable(f"no answer within {ANSWER_SECONDS:g} s") from late
        except (httpx.HTTPError, ValueError, RecursionError) as error:
            raise IssuerUnavailable(f"{type(error).__name__}: {error}") from error
        if not keys:
            raise IssuerUnavailable(f"none of its keys has a kid and is for {ALGORITHMS}")
        return keys

    async def _discovered(self) -> str:
        address = f"{self._url.rstrip('/')}/.well-known/openid-configuration"
        discovery = _DISCOVERY.validate_python(await self._read(address))
        if discovery.issuer != self._url:
            raise ValueError(f"it calls itself {discovery.issuer}, and is set as {self._url}")
        return discovery.jwks_uri

    async def _read(self, url: str) -> Any:
        body = bytearray()
        async with self._client.stream("GET", url) as answer:
            answer.raise_for_status()
            async for piece in answer.aiter_bytes():
                body += piece
                if len(body) > MOST_BYTES:
                    raise ValueError(f"{url} is longer than {MOST_BYTES} bytes")
        return json.loads(body)


def _usable(published: _KeySet) -> Keys:
    keys = {}
    for each in published.keys:
        kid = each.get("kid")
        if not isinstance(kid, str) or each.get("use", "sig") != "sig":
            continue
        try:
            key = PyJWK(each)
        except (PyJWTError, TypeError, ValueError):
            continue  # of a kind we do not know, which says nothing against the others
        if key.algorithm_name in ALGORITHMS:
            keys[kid] = SigningKey(each, key)
    return keys
