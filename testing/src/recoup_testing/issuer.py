"""A tiny issuer on loopback: its discovery, its keys, and tokens signed with them."""

import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from recoup_service.limits import HttpLimits
from recoup_service.server import serving
from recoup_service.settings import Settings

AUDIENCE = "recoup"
SUBJECT_KEY = SecretStr("of-the-tests-and-of-nobody-else-at-all")
_ALGORITHMS: dict[str, Any] = {"RS256": RSAAlgorithm, "ES256": ECAlgorithm, "EdDSA": OKPAlgorithm}


@cache
def private_key(algorithm: str, whose: str) -> Any:
    """Of somebody; made once, as it takes a while."""
    match algorithm:
        case "ES256":
            return ec.generate_private_key(ec.SECP256R1())
        case "EdDSA":
            return ed25519.Ed25519PrivateKey.generate()
        case _:
            return rsa.generate_private_key(65537, 2048)


class SampleIssuer:
    """Signs people in, without asking who they are."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.calls_itself = url
        self.private: dict[str, tuple[str, Any]] = {}
        self.others: list[dict[str, Any]] = []
        """Keys it publishes beside those it signs with."""
        self.down = False
        self.asked = Counter[str]()
        self._keys_made = 0
        self.rotate("first")

    def rotate(self, kid: str, algorithm: str = "RS256") -> None:
        """Another key in place of those there were."""
        self._keys_made += 1
        self.private = {kid: (algorithm, private_key(algorithm, f"issuer {self._keys_made}"))}

    def public(self, kid: str) -> dict[str, Any]:
        """As it is published."""
        algorithm, private = self.private[kid]
        jwk = json.loads(_ALGORITHMS[algorithm].to_jwk(private.public_key()))
        return {**jwk, "kid": kid, "use": "sig"}

    def claims(self, now: datetime, **claims: Any) -> dict[str, Any]:
        """Of Ada, a viewer at Acme, for five minutes; None leaves a claim out."""
        usual: dict[str, Any] = {
            "iss": self.url,
            "aud": AUDIENCE,
            "sub": "3d1f0c8e-ada",
            "tenant": "acme",
            "roles": ["viewer"],
            "iat": int(now.timestamp()),
            "exp": int((now + timedelta(minutes=5)).timestamp()),
        }
        return {name: value for name, value in (usual | claims).items() if value is not None}

    def token(self, now: datetime, **claims: Any) -> str:
        """Signed with its newest key."""
        kid, (algorithm, private) = list(self.private.items())[-1]
        return jwt.encode(self.claims(now, **claims), private, algorithm, {"kid": kid})

    async def discovery(self, _request: Request) -> Response:
        self.asked["discovery"] += 1
        body = {"issuer": self.calls_itself, "jwks_uri": f"{self.url}/keys"}
        return JSONResponse(body, 503 if self.down else 200)

    async def keys(self, _request: Request) -> Response:
        self.asked["keys"] += 1
        keys = [*self.others, *(self.public(kid) for kid in self.private)]
        return JSONResponse({"keys": keys}, 503 if self.down else 200)


def with_issuer(settings: Settings, issuer: SampleIssuer, **more: object) -> Settings:
    """Of a service where people sign in with it."""
    oidc = {
        "oidc_issuer": issuer.url,
        "oidc_audience": AUDIENCE,
        "oidc_subject_key": SUBJECT_KEY,
    }
    return settings.model_copy(update=oidc | more)


def environment_with(issuer: SampleIssuer) -> dict[str, str]:
    """The same for a process."""
    return {
        "RECOUP_OIDC_ISSUER": issuer.url,
        "RECOUP_OIDC_AUDIENCE": AUDIENCE,
        "RECOUP_OIDC_SUBJECT_KEY": SUBJECT_KEY.get_secret_value(),
    }


class Loopback:
    """Where issuers of tests are found, one after the other."""

    def __init__(self) -> None:
        self._app = Starlette()
        self._url = ""

    @asynccontextmanager
    async def serving(self) -> AsyncIterator["Loopback"]:
        """On a free port, for as long as a block lasts."""
        async with serving(self._app, "127.0.0.1", 0, HttpLimits(), Counter()) as port:
            self._url = f"http://127.0.0.1:{port}"
            yield self

    def issuer(self) -> SampleIssuer:
        """A new one, in place of the last."""
        issuer = SampleIssuer(self._url)
        self._app.router.routes[:] = [
            Route("/.well-known/openid-configuration", issuer.discovery),
            Route("/keys", issuer.keys),
        ]
        return issuer
