"""A key of an agency opens what is the agency's, and nothing else; no other key opens that."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from recoup_cli.services import NOWHERE, built
from recoup_events.kernel.envelope import Account, Cause
from recoup_events.kernel.ids import TenantId
from recoup_events.workflow_scheduler import AgencyRegistered, AgencyTerms
from recoup_eventstore.memory.store import MemoryStore
from recoup_testing.agencies import AGENCY_SCOPES, NORTHWIND, TERMS
from recoup_testing.clients import client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.deliver import receive
from recoup_testing.ids import counted_ids

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
ACME = TenantId("acme")
KEY: dict[str, Any] = {
    "name": "Northwind",
    "scopes": [*AGENCY_SCOPES],
    "agency_id": NORTHWIND,
}


@pytest.fixture
async def admin() -> AsyncIterator[AsyncClient]:
    service = built("invoice", NOWHERE)
    runner = service.command_runner(MemoryStore(), counted_ids())
    registered = AgencyRegistered(
        agency_id=NORTHWIND, external_id="northwind", terms=AgencyTerms.model_validate(TERMS)
    )
    cause = Cause(MONDAY, "test", UUID(int=7))
    await receive(service, runner, Account(ACME, NORTHWIND), cause, registered)
    clock = TurnedClock(MONDAY)
    async with client_of(service, runner, clock, ACME, ["keys:read", "keys:write"]) as client:
        yield client


async def test_a_key_is_made_for_an_agency_and_rotated_for_the_same(admin: AsyncClient) -> None:
    made = (await admin.post("/v1/api-keys", json=KEY)).json()
    assert (made["agency_id"], made["scopes"]) == (NORTHWIND, [*AGENCY_SCOPES])
    rotated = await admin.post(f"/v1/api-keys/{made['id']}/rotation", json={})
    assert rotated.json()["agency_id"] == NORTHWIND


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"agency_id": "agn_0"}, "unknown_agency", "/agency_id"),
        ({"agency_id": None}, "scopes_unfit", "/scopes"),
        ({"scopes": ["agency:read", "invoices:read"]}, "scopes_unfit", "/scopes"),
    ],
)
async def test_what_would_open_more_or_nothing_is_refused(
    admin: AsyncClient, change: dict[str, Any], code: str, pointer: str
) -> None:
    answer = await admin.post("/v1/api-keys", json=KEY | change)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["errors"][0]["pointer"] == pointer
