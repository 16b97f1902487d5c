"""Tenants over the API: opened with a first key, limited, suspended, resumed and ended by their operator."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from httpx import AsyncClient

from invoice.tenants.domain.tenant import TENANT, EndTenant, ResumeTenant, SuspendTenant
from recoup_cli.services import NOWHERE, all_scopes, built
from recoup_events.invoice import tenant as events
from recoup_events.invoice.tenant import TenantState
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.ids import PLATFORM, TenantId
from recoup_events.kernel.limits import Limits
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.memory.store import MemoryStore
from recoup_service.api.keys import PresentedKey
from recoup_service.api.keys_by_event import API_KEYS
from recoup_service.api.scopes import OPERATOR_SCOPES
from recoup_service.api.tenants_by_event import TENANTS, KnownTenant
from recoup_service.service import Service
from recoup_testing.clients import client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.ids import counted_ids
from recoup_testing.scenario import Scenario

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
ACME = TenantId("acme")
NEW = {"id": "acme", "name": "Acme GmbH"}
UNPAID = "The invoice of November is unpaid."
OPENED = events.TenantOpened(tenant_id=ACME, name="Acme GmbH")
SUSPENDED = events.TenantSuspended(tenant_id=ACME, reason=UNPAID)
RESUMED = events.TenantResumed(tenant_id=ACME)
ENDED = events.TenantEnded(tenant_id=ACME, reason="They left.")

tenant = Scenario(TENANT)


def test_what_is_suspended_is_resumed_once() -> None:
    tenant.given(OPENED, SUSPENDED).when(ResumeTenant()).then(RESUMED)
    tenant.given(OPENED, SUSPENDED, RESUMED).when(ResumeTenant()).then_nothing()


def test_a_suspension_is_recorded_again_for_another_reason_alone() -> None:
    tenant.given(OPENED, SUSPENDED).when(SuspendTenant(reason=UNPAID)).then_nothing()
    other = events.TenantSuspended(tenant_id=ACME, reason="A key of theirs leaked.")
    tenant.given(OPENED, SUSPENDED).when(SuspendTenant(reason=other.reason)).then(other)


def test_an_end_is_for_good() -> None:
    tenant.given(OPENED, SUSPENDED).when(EndTenant(reason="They left.")).then(ENDED)
    tenant.given(OPENED, ENDED).when(EndTenant(reason="Again.")).then_nothing()


@dataclass(frozen=True, slots=True)
class Operator:
    """Whoever opens tenants, and what every service then knows of them."""

    client: AsyncClient
    runner: CommandRunner

    async def open(self, **more: Any) -> dict[str, Any]:
        answer = await self.client.post("/v1/tenants", json={**NEW, **more})
        assert answer.status_code == 201, answer.text
        opened: dict[str, Any] = answer.json()
        return opened

    async def ask(self, path: str, **body: Any) -> dict[str, Any]:
        answer = await self.client.post(f"/v1/tenants/{path}", json=body)
        return {"status_code": answer.status_code, **answer.json()}

    async def known(self) -> KnownTenant:
        async with self.runner.work() as work:
            return await work.document(TENANTS, Account(PLATFORM, ACME), ACME)


@pytest.fixture
def service() -> Service:
    return built("invoice", NOWHERE)


@pytest.fixture
def runner(service: Service) -> CommandRunner:
    return service.command_runner(MemoryStore(), counted_ids())


@pytest.fixture
async def operator(service: Service, runner: CommandRunner) -> AsyncIterator[Operator]:
    clock = TurnedClock(MONDAY)
    async with client_of(service, runner, clock, PLATFORM, OPERATOR_SCOPES) as client:
        yield Operator(client, runner)


async def test_opening_shows_the_first_key_once(operator: Operator) -> None:
    opened = await operator.open()
    assert (opened["id"], opened["name"], opened["state"]) == ("acme", "Acme GmbH", "open")
    presented = PresentedKey.parse(opened["key"]["secret"])
    assert presented is not None
    async with operator.runner.work() as work:
        known = await work.document(API_KEYS, Account(ACME, presented.id), presented.id)
    assert bytes.fromhex(known.secret_sha256) == presented.secret_sha256
    assert known.scopes == ("keys:read", "keys:write")
    read = (await operator.client.get("/v1/tenants/acme")).json()
    assert read == {name: value for name, value in opened.items() if name != "key"}


async def test_the_first_key_opens_what_it_is_asked_to(operator: Operator) -> None:
    wanted = {"name": "ERP", "scopes": ["invoices:write"], "expires_at": None}
    opened = await operator.open(key=wanted)
    assert {name: opened["key"][name] for name in wanted} == wanted


async def test_a_tenant_is_opened_once_and_its_lost_key_made_anew(operator: Operator) -> None:
    first = (await operator.open())["key"]
    answer = await operator.client.post("/v1/tenants", json=NEW)
    assert (answer.status_code, answer.json()["code"]) == (409, "tenant_refused")
    another = await operator.ask("acme/api-keys", name="Admin", scopes=["keys:write"])
    assert another["status_code"] == 201
    assert another["secret"] != first["secret"]


@pytest.mark.parametrize(
    ("id", "status"), [("platform", 409), ("a tenant", 422), ("", 422), ("a" * 65, 422)]
)
async def test_a_tenant_is_named_as_keys_name_it(id: str, status: int, operator: Operator) -> None:
    answer = await operator.client.post("/v1/tenants", json={**NEW, "id": id})
    assert answer.status_code == status


async def test_services_know_a_tenant_as_it_was_left(operator: Operator) -> None:
    await operator.open(limits={"requests_per_second": 5, "burst": 9})
    slow = Limits(requests_per_second=5, burst=9)
    assert await operator.known() == KnownTenant(limits=slow)
    suspended = await operator.ask("acme/suspension", reason=UNPAID)
    assert (suspended["state"], suspended["reason"]) == ("suspended", UNPAID)
    assert await operator.known() == KnownTenant(
        state=TenantState.SUSPENDED, reason=UNPAID, limits=slow
    )
    await operator.ask("acme/resumption")
    changed = await operator.client.patch("/v1/tenants/acme", json={"limits": None})
    assert (changed.json()["state"], changed.json()["limits"]) == ("open", None)
    assert await operator.known() == KnownTenant()


async def test_nothing_follows_an_end(operator: Operator) -> None:
    await operator.open()
    ended = await operator.ask("acme/end", reason="They left.")
    assert (ended["state"], ended["reason"]) == ("ended", "They left.")
    for path, body in (
        ("resumption", {}),
        ("suspension", {"reason": UNPAID}),
        ("api-keys", {"name": "ERP", "scopes": ["invoices:read"]}),
    ):
        refused = await operator.ask(f"acme/{path}", **body)
        assert (refused["status_code"], refused["code"]) == (409, "tenant_refused"), path


async def test_a_tenant_that_nobody_opened_is_not_found(operator: Operator) -> None:
    assert (await operator.ask("acme/suspension", reason=UNPAID))["status_code"] == 404
    for id in ("acme", "Ô"):
        asked = await operator.ask(f"{id}/api-keys", name="ERP", scopes=["invoices:read"])
        assert asked["status_code"] == 404


@pytest.mark.parametrize(("of", "scopes"), [(ACME, OPERATOR_SCOPES), (PLATFORM, all_scopes())])
async def test_tenants_are_opened_with_a_key_of_the_operators_alone(
    of: TenantId, scopes: tuple[str, ...], service: Service, runner: CommandRunner
) -> None:
    async with client_of(service, runner, TurnedClock(MONDAY), of, scopes) as somebody:
        answer = await somebody.post("/v1/tenants", json=NEW)
        assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
        asked = {"name": "ERP", "scopes": ["tenants:write"]}
        assert (await somebody.post("/v1/api-keys", json=asked)).status_code in (403, 422)
