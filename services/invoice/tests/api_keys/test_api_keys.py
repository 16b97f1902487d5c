"""API keys over the API: shown once, rotated with two that work, revoked, and given no scope that is none."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_cli.services import NOWHERE, built
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.ids import TenantId
from recoup_events.kernel.limits import Limits
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.memory.store import MemoryStore
from recoup_service.api.keys import PresentedKey
from recoup_service.api.keys_by_event import API_KEYS, KnownKey
from recoup_testing.clients import client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.ids import counted_ids

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
ACME = TenantId("acme")
ERP = {"name": "ERP", "scopes": ["invoices:write", "customers:write"]}


@dataclass(frozen=True, slots=True)
class Admin:
    """Somebody who may make keys, and what every service then knows of them."""

    client: AsyncClient
    runner: CommandRunner
    clock: TurnedClock

    async def make(self, **more: Any) -> dict[str, Any]:
        answer = await self.client.post("/v1/api-keys", json={**ERP, **more})
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    async def ask(self, path: str, **body: Any) -> dict[str, Any]:
        answer = await self.client.post(f"/v1/api-keys/{path}", json=body)
        return {"status_code": answer.status_code, **answer.json()}

    async def known(self, id: str) -> KnownKey:
        async with self.runner.work() as work:
            return await work.document(API_KEYS, Account(ACME, id), id)


@pytest.fixture
async def admin() -> AsyncIterator[Admin]:
    service, clock = built("invoice", NOWHERE), TurnedClock(MONDAY)
    runner = service.command_runner(MemoryStore(), counted_ids())
    async with client_of(service, runner, clock, ACME, ["keys:read", "keys:write"]) as client:
        yield Admin(client, runner, clock)


async def test_a_new_key_shows_its_secret_once_and_lasts_for_90_days(admin: Admin) -> None:
    made = await admin.make()
    presented = PresentedKey.parse(made["secret"])
    assert presented is not None
    assert presented.id == made["id"]
    assert made["scopes"] == ["customers:write", "invoices:write"]
    assert datetime.fromisoformat(made["expires_at"]) == MONDAY + timedelta(days=90)
    read = await admin.client.get(f"/v1/api-keys/{made['id']}")
    assert (read.json()["state"], "secret" in read.json()) == ("live", False)
    known = await admin.known(made["id"])
    assert bytes.fromhex(known.secret_sha256) == presented.secret_sha256
    assert (known.scopes, known.created_at) == (("customers:write", "invoices:write"), MONDAY)


async def test_a_key_may_last_for_ever_but_not_have_ended(admin: Admin) -> None:
    assert (await admin.make(expires_at=None))["expires_at"] is None
    gone = {**ERP, "expires_at": "2026-01-05T09:00:00Z"}
    past = await admin.client.post("/v1/api-keys", json=gone)
    assert (past.status_code, past.json()["code"]) == (422, "expired_already")


@pytest.mark.parametrize("scope", ["invoices:delete", "invoice:write", "*:write", ""])
async def test_a_scope_that_no_operation_asks_for_is_refused(scope: str, admin: Admin) -> None:
    answer = await admin.client.post("/v1/api-keys", json={**ERP, "scopes": [scope]})
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert error["pointer"] == "/scopes/0"
    assert "invoices:write" in error["detail"]


async def test_an_answer_with_a_secret_is_kept_for_no_retry(admin: Admin) -> None:
    once = {"Idempotency-Key": "k1"}
    answers = [await admin.client.post("/v1/api-keys", json=ERP, headers=once) for _ in "12"]
    assert answers[0].json()["id"] != answers[1].json()["id"]


async def test_after_a_rotation_both_work_for_a_while_and_then_the_new_one(admin: Admin) -> None:
    old = await admin.make()
    new = await admin.ask(f"{old['id']}/rotation", overlap_hours=48)
    assert new["status_code"] == 201
    assert (new["name"], new["scopes"]) == (old["name"], old["scopes"])
    assert new["secret"] != old["secret"]
    before = (await admin.client.get(f"/v1/api-keys/{old['id']}")).json()
    assert (before["state"], before["replaced_by"]) == ("replaced", new["id"])
    assert (await admin.known(old["id"])).expires_at == MONDAY + timedelta(hours=48)
    again = await admin.ask(f"{old['id']}/rotation")
    assert (again["status_code"], again["code"]) == (409, "api_key_refused")
    admin.clock.turn(timedelta(hours=48))
    after = (await admin.client.get(f"/v1/api-keys/{old['id']}")).json()
    assert after["state"] == "expired"


async def test_a_rotation_prolongs_nothing(admin: Admin) -> None:
    old = await admin.make(expires_at="2026-01-05T12:00:00Z")
    await admin.ask(f"{old['id']}/rotation", overlap_hours=48)
    assert (await admin.known(old["id"])).expires_at == MONDAY + timedelta(hours=3)


async def test_a_revoked_key_stays_revoked_and_is_not_rotated(admin: Admin) -> None:
    key = await admin.make()
    for reason in ("It was sent by mail.", "Again."):
        revoked = await admin.ask(f"{key['id']}/revocation", reason=reason)
        assert (revoked["state"], revoked["reason"]) == ("revoked", "It was sent by mail.")
    assert (await admin.known(key["id"])).revoked_at == MONDAY
    refused = await admin.ask(f"{key['id']}/rotation")
    assert (refused["status_code"], refused["code"]) == (409, "api_key_refused")


async def test_a_key_has_limits_of_its_own_which_a_rotation_hands_on(admin: Admin) -> None:
    limits = {"requests_per_second": 20, "burst": 40}
    made = await admin.make(limits=limits)
    assert made["limits"] == limits
    assert (await admin.known(made["id"])).limits == Limits(requests_per_second=20, burst=40)
    rotated = await admin.ask(f"{made['id']}/rotation")
    assert rotated["limits"] == limits
    assert (await admin.make())["limits"] is None


async def test_the_limits_of_a_living_key_change_and_go(admin: Admin) -> None:
    made = await admin.make()
    slower = {"requests_per_second": 1, "burst": 2}
    for limits in (slower, slower, None):
        changed = await admin.client.patch(f"/v1/api-keys/{made['id']}", json={"limits": limits})
        assert (changed.status_code, changed.json()["limits"]) == (200, limits)
    assert (await admin.known(made["id"])).limits is None
    await admin.ask(f"{made['id']}/revocation", reason="It was sent by mail.")
    dead = await admin.client.patch(f"/v1/api-keys/{made['id']}", json={"limits": slower})
    assert (dead.status_code, dead.json()["code"]) == (409, "api_key_refused")


async def test_nobody_makes_keys_without_the_scope(admin: Admin) -> None:
    service = built("invoice", NOWHERE)
    runner = service.command_runner(MemoryStore(), counted_ids())
    async with client_of(service, runner, admin.clock, ACME, ["invoices:write"]) as erp:
        answer = await erp.post("/v1/api-keys", json=ERP)
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
