"""An agency that is registered, and whoever carries its key or another's."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.ids import AgencyId, receivable_id_of
from recoup_testing.agencies import AGENCY, AGENCY_SCOPES, NORTHWIND
from recoup_testing.clients import client_of
from recoup_testing.reminders_example import ACME, CUSTOMER, INVOICE
from recoup_testing.service_harness import ServiceHarness

RECEIVABLE = receivable_id_of(INVOICE, 0)
PROPOSAL = {
    "external_id": "PL-1",
    "agency_id": NORTHWIND,
    "customer_id": CUSTOMER,
    "receivable_ids": [RECEIVABLE],
    "reason": "No answer in 120 days.",
}
LATEST = {"If-Match": "*"}


def holder(
    harness: ServiceHarness, scopes: list[str], agency_id: AgencyId | None = None
) -> AbstractAsyncContextManager[AsyncClient]:
    parts = (harness.service, harness.command_runner, harness.clock, ACME, scopes)
    return client_of(*parts, agency_id=agency_id)


@pytest.fixture
async def second_person(harness: ServiceHarness) -> AsyncIterator[AsyncClient]:
    async with holder(harness, ["placements:read", "placements:write"]) as client:
        yield client


@pytest.fixture
async def agency(harness: ServiceHarness) -> AsyncIterator[AsyncClient]:
    async with holder(harness, [*AGENCY_SCOPES], NORTHWIND) as client:
        yield client


@pytest.fixture
async def another(harness: ServiceHarness) -> AsyncIterator[AsyncClient]:
    async with holder(harness, [*AGENCY_SCOPES], AgencyId("agn_other")) as client:
        yield client


@pytest.fixture
async def proposed(
    harness: ServiceHarness,
    console: AsyncClient,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
) -> dict[str, Any]:
    await harness.receive(registered, issued)
    assert (await console.post("/v1/agencies", json=AGENCY)).status_code == 201
    answer = await console.post("/v1/placements", json=PROPOSAL)
    assert answer.status_code == 201, answer.text
    placement: dict[str, Any] = answer.json()
    return placement


@pytest.fixture
async def offered(proposed: dict[str, Any], second_person: AsyncClient) -> dict[str, Any]:
    path = f"/v1/placements/{proposed['id']}/approval"
    answer = await second_person.post(path, json={}, headers=LATEST)
    assert answer.status_code == 200, answer.text
    placement: dict[str, Any] = answer.json()
    return placement


@pytest.fixture
async def placed(offered: dict[str, Any], agency: AsyncClient) -> dict[str, Any]:
    path = f"/v1/agency/placements/{offered['id']}/acceptance"
    answer = await agency.post(path, json={"reference": "NW-1"})
    assert answer.status_code == 200, answer.text
    placement: dict[str, Any] = answer.json()
    return placement
