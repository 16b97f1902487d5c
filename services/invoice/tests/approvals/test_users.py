"""Whoever signs in is the same person every time, and another one than any key."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient, Response

from recoup_cli.demo_creditor import BOLTS
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_service.api.keys import MemoryKeyRing, mint
from recoup_service.api.oidc.users import signing_in
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_service.service import Service
from recoup_testing.clients import NOWHERE
from recoup_testing.clock import TurnedClock
from recoup_testing.issuer import Loopback, SampleIssuer, with_issuer

ACCOUNTS = [{"currency": "EUR", "holder": "Bolts GmbH", "iban": "NL91ABNA0417164300"}]
SCOPES = ["creditors:read", "creditors:write", "approvals:write"]
Ask = Callable[..., Awaitable[Response]]


@pytest.fixture
async def issuer() -> AsyncIterator[SampleIssuer]:
    async with Loopback().serving() as loopback:
        yield loopback.issuer()


@pytest.fixture
async def ask(
    service: Service, command_runner: CommandRunner, clock: TurnedClock, issuer: SampleIssuer
) -> AsyncIterator[Ask]:
    """As a user with these claims, or with a key where there are none."""
    key, text = mint(TenantId("acme"), "ERP", SCOPES, env="test", now=clock.now())
    async with signing_in(with_issuer(NOWHERE, issuer)) as users:
        app = service.app(
            command_runner, clock, MemoryKeyRing(key), http=HttpMetrics(), users=users
        )
        async with AsyncClient(transport=ASGITransport(app), base_url="http://recoup") as client:

            async def ask(method: str, path: str, json: object = None, **claims: Any) -> Response:
                token = issuer.token(clock.now(), **claims) if claims else text
                headers = {"Authorization": f"Bearer {token}", "If-Match": "*"}
                return await client.request(method, path, json=json, headers=headers)

            yield ask


@pytest.fixture
async def wanted(ask: Ask) -> Callable[..., Awaitable[str]]:
    """Asks for other bank accounts; gives the approval's path."""

    async def wanted(**claims: Any) -> str:
        creditor = (await ask("PUT", "/v1/creditors/by/code/default", dict(BOLTS))).json()["id"]
        path = f"/v1/creditors/{creditor}/bank-accounts"
        answer = await ask("PUT", path, {"bank_accounts": ACCOUNTS}, **claims)
        assert answer.status_code == 202, answer.text
        return answer.headers["Location"]

    return wanted


async def test_nobody_approves_their_own_request_by_signing_in_again(
    ask: Ask, wanted: Callable[..., Awaitable[str]], issuer: SampleIssuer
) -> None:
    path = await wanted(sub="ada", roles=["admin"])
    again: tuple[dict[str, Any], ...] = (
        {"jti": "2"},
        {"azp": "another client", "sid": "another session"},
        {"name": "Ada by Another Name", "email": "other@acme.example"},
        {"roles": ["approver"]},
    )
    for claims in again:
        answer = await ask(
            "POST", f"{path}/approval", **{"sub": "ada", "roles": ["admin"], **claims}
        )
        assert (answer.status_code, answer.json()["code"]) == (409, "second_person_needed")


async def test_another_user_approves_with_the_role_for_it(
    ask: Ask, wanted: Callable[..., Awaitable[str]]
) -> None:
    path = await wanted(sub="ada", roles=["admin"])
    answer = await ask("POST", f"{path}/approval", sub="grace", roles=["collector"])
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    assert "approvals:write" in answer.json()["detail"]
    approved = (await ask("POST", f"{path}/approval", sub="grace", roles=["approver"])).json()
    assert approved["state"] == "approved"
    assert approved["requested_by"].startswith("user:")
    assert approved["decided_by"].startswith("user:")


async def test_a_key_approves_what_a_user_asked_for(
    ask: Ask, wanted: Callable[..., Awaitable[str]]
) -> None:
    path = await wanted(sub="ada", roles=["admin"])
    approved = (await ask("POST", f"{path}/approval")).json()
    assert approved["requested_by"].startswith("user:")
    assert approved["decided_by"].startswith("key:")


async def test_a_user_approves_what_a_key_asked_for(
    ask: Ask, wanted: Callable[..., Awaitable[str]]
) -> None:
    path = await wanted()
    approved = (await ask("POST", f"{path}/approval", sub="grace", roles=["approver"])).json()
    assert approved["requested_by"].startswith("key:")
    assert approved["decided_by"].startswith("user:")


async def test_another_tenants_user_finds_nothing_to_approve(
    ask: Ask, wanted: Callable[..., Awaitable[str]]
) -> None:
    path = await wanted(sub="ada", roles=["admin"])
    answer = await ask("POST", f"{path}/approval", sub="eve", tenant="rival", roles=["admin"])
    assert answer.status_code == 404
