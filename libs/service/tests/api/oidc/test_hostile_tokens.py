"""What is not signed by the issuer, for this API and this moment, opens nothing."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization

from recoup_service.api.oidc.claims import LEEWAY
from recoup_service.api.oidc.users import LONGEST
from recoup_testing.clock import TurnedClock
from recoup_testing.issuer import SampleIssuer, private_key

SECOND = timedelta(seconds=1)


def segment(value: object) -> str:
    text = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def unsigned(issuer: SampleIssuer, clock: TurnedClock, alg: str = "none") -> str:
    header = {"alg": alg, "kid": "first", "typ": "JWT"}
    return f"{segment(header)}.{segment(issuer.claims(clock.now()))}."


def by_public_key(issuer: SampleIssuer, clock: TurnedClock) -> str:
    """As a library signs that takes any bytes for a secret."""
    _, private = issuer.private["first"]
    pem = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    header = segment({"alg": "HS256", "kid": "first"})
    signed = f"{header}.{segment(issuer.claims(clock.now()))}"
    mac = jwt.get_algorithm_by_name("HS256").sign(signed.encode(), pem)
    return f"{signed}.{segment(mac)}"


def by_another_key(issuer: SampleIssuer, clock: TurnedClock) -> str:
    key = private_key("RS256", "a stranger")
    return jwt.encode(issuer.claims(clock.now()), key, "RS256", {"kid": "first"})


def of_another_algorithm(issuer: SampleIssuer, clock: TurnedClock) -> str:
    key = private_key("ES256", "a stranger")
    return jwt.encode(issuer.claims(clock.now()), key, "ES256", {"kid": "first"})


def by_its_key(claims: dict[str, Any], **header: Any) -> Callable[[SampleIssuer, TurnedClock], str]:
    def sign(issuer: SampleIssuer, clock: TurnedClock) -> str:
        algorithm, private = issuer.private["first"]
        said = issuer.claims(clock.now(), **claims)
        return jwt.encode(said, private, algorithm, {"kid": "first", **header})

    return sign


def with_changed_claims(issuer: SampleIssuer, clock: TurnedClock) -> str:
    header, _, signature = issuer.token(clock.now()).split(".")
    return f"{header}.{segment(issuer.claims(clock.now(), tenant='rival'))}.{signature}"


def nested(issuer: SampleIssuer, clock: TurnedClock) -> str:
    return f"{segment(b'[' * (LONGEST // 2))}.e30.AA"


HOSTILE: dict[str, Callable[[SampleIssuer, TurnedClock], str]] = {
    "none": unsigned,
    "None": lambda i, c: unsigned(i, c, "None"),
    "RS256 without a signature": lambda i, c: unsigned(i, c, "RS256"),
    "HS256 by the public key": by_public_key,
    "a key of one's own": by_another_key,
    "another algorithm under its kid": of_another_algorithm,
    "changed claims": with_changed_claims,
    "another issuer": by_its_key({"iss": "https://elsewhere.example"}),
    "its address with a slash": lambda i, c: by_its_key({"iss": f"{i.url}/"})(i, c),
    "no issuer": by_its_key({"iss": None}),
    "another audience": by_its_key({"aud": "payroll"}),
    "no audience": by_its_key({"aud": None}),
    "no expiry": by_its_key({"exp": None}),
    "expiry in words": by_its_key({"exp": "tomorrow"}),
    "expiry without end": by_its_key({"exp": 10**400}),
    "expiry that is no number": by_its_key({"exp": float("nan")}),
    "no subject": by_its_key({"sub": None}),
    "an empty subject": by_its_key({"sub": ""}),
    "no tenant": by_its_key({"tenant": None}),
    "two tenants": by_its_key({"tenant": ["acme", "rival"]}),
    "no name of a tenant": by_its_key({"tenant": "acme' or true"}),
    "a half character": by_its_key({"tenant": "acme\ud800"}),
    "a logout": by_its_key({}, typ="logout+jwt"),
    "no kid": by_its_key({}, kid=""),
    "critical and unknown": by_its_key({}, crit=["x"], x=1),
    "nested": nested,
    "segments of nothing": lambda _i, _c: "..",
    "no base64": lambda _i, _c: "a!.b!.c!",
    "a list": lambda _i, _c: f"{segment([])}.{segment([])}.AA",
    "huge": by_its_key({"text": "x" * LONGEST}),
    "encrypted": lambda _i, _c: "e30.e30.e30.e30.e30",
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_token_opens_nothing(
    ask: Any, issuer: SampleIssuer, clock: TurnedClock, name: str
) -> None:
    assert (await ask(issuer.token(clock.now()))).status_code == 200
    answer = await ask(HOSTILE[name](issuer, clock))
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="recoup"')
    assert "3d1f0c8e-ada" not in answer.text


async def test_a_token_works_until_it_expires_though_it_was_verified_before(
    ask: Any, issuer: SampleIssuer, clock: TurnedClock
) -> None:
    token = issuer.token(clock.now())
    clock.turn(timedelta(minutes=5) + LEEWAY - SECOND)
    assert (await ask(token)).status_code == 200
    clock.turn(SECOND)
    answer = await ask(token)
    assert answer.status_code == 401
    assert "expired at 2026-01-05T09:05Z" in answer.json()["detail"]


@pytest.mark.parametrize("claim", ["nbf", "iat"])
async def test_a_token_from_the_future_waits_for_it(
    ask: Any, issuer: SampleIssuer, clock: TurnedClock, claim: str
) -> None:
    future = clock.now() + LEEWAY + SECOND
    token = issuer.token(clock.now(), **{claim: int(future.timestamp())})
    answer = await ask(token)
    assert answer.status_code == 401
    assert "Compare the clocks" in answer.json()["detail"]
    clock.turn(SECOND)
    assert (await ask(token)).status_code == 200
