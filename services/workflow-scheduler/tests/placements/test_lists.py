from collections.abc import AsyncIterator
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.ids import receivable_id_of
from recoup_eventstore.postgres.pools import Pools
from recoup_service.api.reading import reading_from
from recoup_testing.agencies import AGENCY, AGENCY_SCOPES, NORTHWIND
from recoup_testing.clients import client_of
from recoup_testing.reminders_example import ACME, CUSTOMER, INVOICE
from recoup_testing.service_harness import ServiceHarness

pytestmark = pytest.mark.servers
RECEIVABLE = receivable_id_of(INVOICE, 0)
PROPOSAL = {
    "external_id": "PL-1",
    "agency_id": NORTHWIND,
    "customer_id": CUSTOMER,
    "receivable_ids": [RECEIVABLE],
    "reason": "No answer in 120 days.",
}
SIXTY = {"amount": "60.00", "currency": "EUR"}


@pytest.fixture
async def northwind(office: ServiceHarness, database: Pools) -> AsyncIterator[AsyncClient]:
    parts = (office.service, office.command_runner, office.clock, ACME, AGENCY_SCOPES)
    async with client_of(*parts, reading_from(database), agency_id=NORTHWIND) as client:
        yield client


@pytest.fixture
async def second(office: ServiceHarness) -> AsyncIterator[AsyncClient]:
    parts = (office.service, office.command_runner, office.clock, ACME, ["placements:write"])
    async with client_of(*parts) as client:
        yield client


async def rows(client: AsyncClient, path: str, **wanted: str) -> list[dict[str, Any]]:
    answer = await client.get(path, params=wanted)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["data"]
    return found


async def test_lists_and_the_report_show_what_was_placed_reported_and_remitted(
    office: ServiceHarness,
    acme: AsyncClient,
    second: AsyncClient,
    northwind: AsyncClient,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
) -> None:
    await office.receive(registered, issued)
    await acme.post("/v1/agencies", json=AGENCY)
    id = (await acme.post("/v1/placements", json=PROPOSAL)).json()["id"]
    await office.catch_up()
    assert await rows(northwind, "/v1/agency/placements") == []
    latest = {"If-Match": "*"}
    await second.post(f"/v1/placements/{id}/approval", json={}, headers=latest)
    await northwind.post(f"/v1/agency/placements/{id}/acceptance", json={})
    contact = {"kind": "contact", "external_id": "C-1", "person_id": "per_1", "channel": "call"}
    contact |= {"contacted_at": "2026-02-02T10:00:00Z"}
    answer = await northwind.post(
        f"/v1/agency/placements/{id}/reports", json={**contact, "reached": True}
    )
    assert answer.status_code == 200, answer.text
    payment: dict[str, Any] = {"placement_id": id, "receivable_id": RECEIVABLE, "amount": SIXTY}
    remittance: dict[str, Any] = {
        "external_id": "RM-1",
        "payments": [payment | {"received_on": "2026-02-01"}],
    }
    remittance |= {"commission": {"amount": "12.00", "currency": "EUR"}}
    answer = await northwind.post("/v1/agency/remittances", json=remittance)
    assert answer.status_code == 201, answer.text
    again = await northwind.post("/v1/agency/remittances", json=remittance)
    assert (again.status_code, again.json()["code"]) == (409, "duplicate_remittance")
    more = {**remittance, "external_id": "RM-2"}
    too_much = await northwind.post("/v1/agency/remittances", json=more)
    assert (too_much.status_code, too_much.json()["code"]) == (422, "remittance_unacceptable")
    assert too_much.json()["errors"][0]["pointer"] == "/payments/0/amount/amount"
    await office.catch_up()
    [placement] = await rows(northwind, "/v1/agency/placements", state="placed")
    assert [placement] == await rows(acme, "/v1/placements", agency_id=NORTHWIND)
    [report] = await rows(acme, f"/v1/placements/{id}/reports")
    assert [report] == await rows(northwind, f"/v1/agency/placements/{id}/reports")
    assert (report["kind"], report["content"]["person_id"]) == ("contact", "per_1")
    [sent] = await rows(northwind, "/v1/agency/remittances")
    assert (sent["gross"]["amount"], sent["net"]["amount"]) == ("60.00", "48.00")
    assert (await northwind.get(f"/v1/agency/remittances/{sent['id']}")).status_code == 200
    [compared] = await rows(acme, "/v1/agency-report")
    assert (compared["accepted"], compared["rate"], compared["breaches"]) == (1, "60.0", 1)
