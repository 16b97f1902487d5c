"""An agency reads whom it may ask and for what, of what it has, for as long as it has it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.kernel.ids import AgencyId, PlacementId, TenantId, receivable_id_of
from recoup_events.kernel.money import Money
from recoup_events.kernel.slices import Slice
from recoup_events.workflow_scheduler import (
    Commission,
    PlacementApproved,
    PlacementReturned,
    ReturnReason,
    Standards,
)
from recoup_eventstore.command_runner import CommandRunner
from recoup_service.service import Service
from recoup_testing.agencies import AGENCY_SCOPES
from recoup_testing.clients import client_of
from recoup_testing.clock import TurnedClock

Shown = dict[str, Any]
Receive = Callable[..., Awaitable[None]]
PATH = "/v1/agency/packages/plc_1"


@pytest.fixture
async def agency(
    service: Service, command_runner: CommandRunner, clock: TurnedClock
) -> AsyncIterator[AsyncClient]:
    parts = (service, command_runner, clock, TenantId("acme"), [*AGENCY_SCOPES])
    async with client_of(*parts, agency_id=AgencyId("agn_1")) as client:
        yield client


@pytest.fixture
async def another(
    service: Service, command_runner: CommandRunner, clock: TurnedClock
) -> AsyncIterator[AsyncClient]:
    parts = (service, command_runner, clock, TenantId("acme"), [*AGENCY_SCOPES])
    async with client_of(*parts, agency_id=AgencyId("agn_2")) as client:
        yield client


@pytest.fixture
async def offered(issue: Callable[..., Awaitable[Shown]], receive: Receive) -> Shown:
    invoice = await issue("SO-1")
    item = Slice(
        invoice_id=invoice["id"],
        receivable_id=receivable_id_of(invoice["id"], 0),
        amount=Money(minor_units=100_00, currency="EUR"),
    )
    await receive(
        PlacementApproved(
            placement_id=PlacementId("plc_1"),
            agency_id=AgencyId("agn_1"),
            customer_id=invoice["customer_id"],
            creditor_id=invoice["creditor_id"],
            items=(item,),
            commission=Commission(percent="20"),
            standards=Standards(title="Standards", version="1", sha256="0f" * 32),
            answer_by=datetime(2026, 2, 1, tzinfo=UTC),
        )
    )
    return invoice


async def test_a_package_says_whom_to_ask_for_what_and_by_which_documents(
    agency: AsyncClient, offered: Shown
) -> None:
    package = (await agency.get(PATH)).json()
    assert (package["customer"], package["creditor"]) == ("Bolts GmbH", "Bolts GmbH")
    [person], [invoice] = package["persons"], package["invoices"]
    assert (person["name"], person["emails"]) == ("Accounts payable", ["ap@bolts.example"])
    assert (invoice["number"], invoice["balance"]["amount"]) == ("No SO-1", "100.00")
    copy = await agency.get(invoice["document"])
    assert (copy.headers["Content-Type"], copy.content[:4]) == ("application/pdf", b"%PDF")


async def test_another_agencys_package_and_other_invoices_answer_like_none(
    agency: AsyncClient,
    another: AsyncClient,
    offered: Shown,
    issue: Callable[..., Awaitable[Shown]],
) -> None:
    other = await issue("SO-2")
    assert (await another.get(PATH)).status_code == 404
    document = f"{PATH}/invoices/{other['id']}/document"
    assert (await agency.get(document)).status_code == 404


async def test_with_the_placement_its_package_ends(
    agency: AsyncClient, offered: Shown, receive: Receive
) -> None:
    ended = PlacementReturned(
        placement_id=PlacementId("plc_1"),
        agency_id=AgencyId("agn_1"),
        customer_id=offered["customer_id"],
        creditor_id=offered["creditor_id"],
        receivable_ids=(),
        reason=ReturnReason.PAID,
    )
    await receive(ended)
    await receive(ended)
    answer = await agency.get(PATH)
    assert (answer.status_code, answer.json()["code"]) == (409, "package_closed")
