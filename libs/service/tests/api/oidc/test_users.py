"""A user may what their roles open, for their tenant, and is named by a hash."""

from typing import Any

import pytest
from httpx import AsyncClient

from recoup_eventstore.memory.store import MemoryStore
from recoup_service.api.oidc.users import PresentedToken, Users, signing_in
from recoup_service.api.principal import NotAuthenticated
from recoup_service.api.quotas import TOKENS_PER_KEYLESS
from recoup_service.settings import Settings
from recoup_testing.clock import TurnedClock
from recoup_testing.issuer import SampleIssuer

KEY = "8e03978e-40d5-43e8-bc93-6894a57f9324"


async def test_a_user_is_told_who_they_are(
    ask: Any, issuer: SampleIssuer, clock: TurnedClock
) -> None:
    me = (await ask(issuer.token(clock.now(), roles=["viewer", "clerk"]))).json()
    actor = me.pop("actor")
    assert actor.startswith("user:")
    assert len(actor) == len("user:") + 32
    assert me == {
        "tenant": "acme",
        "scopes": ["*:read", "counters:read", "counters:write"],
        "agency_id": None,
        "expires_at": "2026-01-05T09:05:00Z",
    }


async def test_a_key_is_told_who_it_is(client: AsyncClient) -> None:
    me = (await client.get("/v1/me")).json()
    assert me["actor"].startswith("key:")
    assert me["scopes"] == ["counters:read", "counters:write"]
    assert me["expires_at"] is None


async def test_signing_in_again_does_not_make_another_of_somebody(
    ask: Any, issuer: SampleIssuer, clock: TurnedClock
) -> None:
    async def actor(**claims: Any) -> str:
        return str((await ask(issuer.token(clock.now(), **claims))).json()["actor"])

    ada = await actor(jti="1")
    assert await actor(jti="2", name="Ada", email="ada@acme.example", roles=["clerk"]) == ada
    assert await actor(sub="grace") != ada
    assert await actor(tenant="rival") != ada


@pytest.mark.parametrize(
    ("roles", "method", "status"),
    [
        (["viewer"], "GET", 404),
        (["viewer"], "POST", 403),
        (["clerk"], "POST", 201),
        ("viewer clerk", "POST", 201),
        (["unheard of"], "GET", 403),
        ([7, None, ["clerk"]], "POST", 403),
        ({"clerk": True}, "POST", 403),
        (None, "GET", 403),
    ],
)
async def test_roles_open_what_the_settings_say_and_unknown_ones_nothing(
    ask: Any, issuer: SampleIssuer, clock: TurnedClock, roles: Any, method: str, status: int
) -> None:
    token = issuer.token(clock.now(), roles=roles)
    path, body = ("/v1/counters", {"id": "c"}) if method == "POST" else ("/v1/counters/c", None)
    answer = await ask(token, method, path, body)
    assert answer.status_code == status
    if status == 403:
        wanted = "counters:write" if method == "POST" else "counters:read"
        assert wanted in answer.json()["detail"]
        assert f'scope="{wanted}"' in answer.headers["WWW-Authenticate"]


async def test_claims_may_lie_deeper_or_be_named_by_an_address(
    settings: Settings, issuer: SampleIssuer, clock: TurnedClock
) -> None:
    claims = {
        "oidc_roles_claim": "realm_access.roles",
        "oidc_tenant_claim": "https://recoup.example/tenant",
        "oidc_subject_claim": "oid",
    }
    token = issuer.claims(
        clock.now(),
        **{
            "https://recoup.example/tenant": "rival",
            "oid": "o",
            "realm_access": {"roles": ["viewer"]},
        },
    )
    async with signing_in(settings.model_copy(update=claims)) as users:
        assert users is not None
        principal = users._reader.identity(token).at(clock.now())
    assert principal.tenant == "rival"
    assert principal.scopes == {"*:read"}


async def test_another_tenants_things_do_not_exist_for_a_user(
    ask: Any, issuer: SampleIssuer, clock: TurnedClock
) -> None:
    clerk = issuer.token(clock.now(), roles=["clerk"])
    assert (await ask(clerk, "POST", "/v1/counters", {"id": "c"})).status_code == 201
    rival = issuer.token(clock.now(), tenant="rival", roles=["clerk"])
    assert (await ask(clerk, path="/v1/counters/c")).status_code == 200
    assert (await ask(rival, path="/v1/counters/c")).status_code == 404


async def test_what_a_user_does_is_recorded_by_their_hash(
    ask: Any, issuer: SampleIssuer, clock: TurnedClock, memory_store: MemoryStore
) -> None:
    clerk = issuer.token(clock.now(), roles=["clerk"], name="Smith", email="smith@acme.example")
    actor = (await ask(clerk)).json()["actor"]
    await ask(clerk, "POST", "/v1/counters", {"id": "c"})
    [event] = memory_store.tables.events
    assert event.cause.actor == actor
    assert "smith" not in repr(event).lower()


async def test_a_users_request_is_done_once_under_its_key(
    ask: Any, issuer: SampleIssuer, clock: TurnedClock
) -> None:
    clerk = issuer.token(clock.now(), roles=["clerk"])
    once = {"Idempotency-Key": KEY}
    first = await ask(clerk, "POST", "/v1/counters", {"id": "c"}, **once)
    again = await ask(
        issuer.token(clock.now(), roles=["clerk"], jti="2"),
        "POST",
        "/v1/counters",
        {"id": "c"},
        **once,
    )
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["Idempotent-Replayed"] == "true"


async def test_a_user_has_one_allowance_however_often_they_sign_in(
    ask: Any, issuer: SampleIssuer, clock: TurnedClock
) -> None:
    answers = [await ask(issuer.token(clock.now(), jti=str(n))) for n in range(30)]
    assert {answer.status_code for answer in answers} == {200, 429}
    assert answers[-1].json()["code"] == "key_rate_exceeded"


async def test_a_wrong_key_in_the_same_office_keeps_nobody_from_signing_in(
    ask: Any, settings: Settings, issuer: SampleIssuer, clock: TurnedClock
) -> None:
    wrong = "rk_test_0123456789abcdef_" + "0" * 64
    most = settings.max_keyless_requests_per_minute
    answers = [await ask(wrong) for _ in range(most * 2)]
    assert answers[-1].json()["code"] == "keyless_rate_exceeded"
    assert (await ask(issuer.token(clock.now()))).status_code == 200


async def test_tokens_nobody_signed_are_not_even_looked_at_after_some(
    ask: Any,
    settings: Settings,
    issuer: SampleIssuer,
    clock: TurnedClock,
    users: Users,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    most = settings.max_keyless_requests_per_minute * TOKENS_PER_KEYLESS
    right = issuer.token(clock.now())
    assert (await ask(right)).status_code == 200
    looked_at = list[PresentedToken]()

    def look(token: PresentedToken) -> str:
        looked_at.append(token)
        raise NotAuthenticated("No.")

    monkeypatch.setattr(users, "_kid", look)
    for n in range(most * 2):
        assert (await ask(f"e30.e30.{n}")).status_code in (401, 429)
    assert len(looked_at) < most * 1.5
    assert (await ask(right)).status_code == 200
