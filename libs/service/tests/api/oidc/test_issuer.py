"""An issuer's keys: read when they are needed, at our pace, and used while it does not answer."""

from typing import Any

import jwt
import pytest
from httpx import AsyncClient

from recoup_service.api.oidc.signing_keys import FRESH_SECONDS, MOST_WAITING, PAUSE_SECONDS
from recoup_service.api.oidc.users import Users
from recoup_service.settings import Settings
from recoup_service.startup_checks import issuer_warnings
from recoup_testing.clock import TurnedClock
from recoup_testing.issuer import SampleIssuer, private_key


def forged(issuer: SampleIssuer, clock: TurnedClock, kid: str, key: Any) -> str:
    return jwt.encode(issuer.claims(clock.now()), key, "RS256", {"kid": kid})


async def reading_ended(users: Users) -> None:
    """Whatever is read in the background."""
    if (reading := users.keys._reading) is not None:
        await reading


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
async def test_tokens_are_signed_with_either_kind_of_key(
    ask: Any, issuer: SampleIssuer, clock: TurnedClock, algorithm: str
) -> None:
    issuer.rotate("another", algorithm)
    assert (await ask(issuer.token(clock.now()))).status_code == 200


async def test_keys_are_read_once_for_all(
    ask: Any, issuer: SampleIssuer, clock: TurnedClock
) -> None:
    for sub in ("ada", "grace", "ada"):
        assert (await ask(issuer.token(clock.now(), sub=sub))).status_code == 200
    assert issuer.asked == {"discovery": 1, "keys": 1}


async def test_keys_of_another_kind_are_passed_over(
    ask: Any, issuer: SampleIssuer, clock: TurnedClock
) -> None:
    issuer.others = [
        {"kty": "oct", "k": "c2VjcmV0", "kid": "first"},
        {"kty": "RSA", "kid": "first", "use": "enc", "alg": "RSA-OAEP"},
        {"kty": "unheard of", "kid": "x"},
        {"kty": "RSA", "kid": "y", "n": "AQAB", "e": 3},
        {"kty": "RSA", "kid": "z", "alg": ["RS256"]},
    ]
    assert (await ask(issuer.token(clock.now()))).status_code == 200


async def test_a_rotated_key_works_at_once(
    ask: Any, issuer: SampleIssuer, clock: TurnedClock, elapsed: Any
) -> None:
    await ask(issuer.token(clock.now()))
    issuer.rotate("second")
    elapsed.seconds += PAUSE_SECONDS
    assert (await ask(issuer.token(clock.now()))).status_code == 200


async def test_a_withdrawn_key_works_no_longer_even_for_tokens_verified_before(
    ask: Any, issuer: SampleIssuer, clock: TurnedClock, elapsed: Any, users: Users
) -> None:
    token = issuer.token(clock.now())
    assert (await ask(token)).status_code == 200
    issuer.rotate("second")
    elapsed.seconds += FRESH_SECONDS
    await ask(token)
    await reading_ended(users)
    assert (await ask(token)).status_code == 401


async def test_another_key_of_the_same_name_verifies_anew(
    ask: Any, issuer: SampleIssuer, clock: TurnedClock, elapsed: Any, users: Users
) -> None:
    token = issuer.token(clock.now())
    await ask(token)
    issuer.rotate("first")
    elapsed.seconds += FRESH_SECONDS
    await ask(token)
    await reading_ended(users)
    assert (await ask(token)).status_code == 401
    assert (await ask(issuer.token(clock.now()))).status_code == 200


async def test_a_flood_of_unknown_keys_does_not_flood_the_issuer(
    ask: Any, issuer: SampleIssuer, clock: TurnedClock, elapsed: Any
) -> None:
    key = private_key("RS256", "a stranger")
    await ask(issuer.token(clock.now()))
    for n in range(25):
        elapsed.seconds += PAUSE_SECONDS / 10
        assert (await ask(forged(issuer, clock, f"made up {n}", key))).status_code == 401
    assert issuer.asked["keys"] == 3


async def test_no_more_than_a_few_requests_wait_for_the_issuer(
    users: Users, clock: TurnedClock
) -> None:
    users.keys._waiting = MOST_WAITING
    with pytest.raises(Exception, match="are being read"):
        await users.keys.find("any")


async def test_api_keys_work_and_tokens_wait_while_the_issuer_is_away(
    ask: Any,
    client: AsyncClient,
    issuer: SampleIssuer,
    clock: TurnedClock,
    elapsed: Any,
    users: Users,
) -> None:
    issuer.down = True
    answer = await ask(issuer.token(clock.now()))
    assert (answer.status_code, answer.json()["code"]) == (503, "issuer_unavailable")
    assert answer.headers["Retry-After"] == "10"
    assert (await client.get("/v1/me")).status_code == 200
    assert "503" in issuer_warnings(users.keys)()["issuer"]
    issuer.down = False
    assert (await ask(issuer.token(clock.now()))).status_code == 503
    assert issuer.asked["discovery"] == 1
    elapsed.seconds += PAUSE_SECONDS
    assert (await ask(issuer.token(clock.now()))).status_code == 200
    assert issuer_warnings(users.keys)() == {}


async def test_keys_are_used_for_a_day_while_the_issuer_is_away(
    ask: Any,
    issuer: SampleIssuer,
    clock: TurnedClock,
    elapsed: Any,
    settings: Settings,
    users: Users,
) -> None:
    token = issuer.token(clock.now())
    await ask(token)
    issuer.down = True
    elapsed.seconds = settings.oidc_stale_key_seconds - 1
    assert (await ask(token)).status_code == 200
    assert (await ask(issuer.token(clock.now(), sub="grace"))).status_code == 200
    await reading_ended(users)
    elapsed.seconds += PAUSE_SECONDS
    assert (await ask(token)).status_code == 503


async def test_an_issuer_that_calls_itself_otherwise_is_not_believed(
    ask: Any, issuer: SampleIssuer, clock: TurnedClock, users: Users
) -> None:
    issuer.calls_itself = "https://elsewhere.example"
    assert (await ask(issuer.token(clock.now()))).status_code == 503
    assert "calls itself https://elsewhere.example" in str(users.keys.failure)
