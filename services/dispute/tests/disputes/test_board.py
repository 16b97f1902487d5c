from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from dispute.disputes.projection import DISPUTES
from recoup_cli.services import NOWHERE, built
from recoup_events.invoice import InvoiceIssued
from recoup_events.kernel.envelope import Account, Cause
from recoup_events.kernel.ids import CustomerId, InvoiceId, TenantId, creditor_id_of, derived
from recoup_events.kernel.money import Money
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_eventstore.timers import Ticker
from recoup_service.api.reading import reading_from
from recoup_testing.clients import client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.databases import Databases
from recoup_testing.deliver import receive
from recoup_testing.ids import counted_ids
from recoup_testing.read_models import catch_up, pools_of
from recoup_testing.terms import one_term

pytestmark = pytest.mark.servers

ACME, OTHERS = TenantId("acme"), TenantId("others")
CUSTOMER = CustomerId("cus_1")
INVOICE = InvoiceId("inv_1")
NOW = datetime(2026, 1, 20, 9, tzinfo=UTC)
DAY = timedelta(days=1)
SCOPES = ["disputes:read", "disputes:write"]
ISSUED = InvoiceIssued(
    invoice_id=INVOICE,
    customer_id=CUSTOMER,
    creditor_id=creditor_id_of(ACME, "north"),
    external_id="SO-1",
    number="2026-0001",
    total=Money(minor_units=100_00, currency="EUR"),
    issue_date=date(2026, 1, 5),
    terms=one_term(INVOICE, date(2026, 2, 4), Money(minor_units=100_00, currency="EUR")),
    time_zone="Europe/Berlin",
)
VALIDATION = {"received_on": "2026-01-22", "ends_on": "2026-02-10"}
ENDINGS: dict[str, dict[str, Any]] = {
    "D-1": {"outcome": "upheld", "reason": "Bent."},
    "D-2": {
        "outcome": "partly_upheld",
        "credit": {"amount": "4.00", "currency": "EUR"},
        "reason": "Half of them.",
    },
    "D-3": {"outcome": "rejected", "reason": "Straight."},
}


def id_of(reference: str) -> str:
    return derived("dsp", ACME, reference)


@pytest.fixture
async def pools(databases: Databases) -> AsyncIterator[Pools]:
    """Pools of a fresh database of the dispute service."""
    async with pools_of(databases, "dispute") as pools:
        yield pools


@pytest.fixture
async def erp(pools: Pools) -> AsyncIterator[AsyncClient]:
    """Acme's; its five disputes were opened a day apart, three are decided, one is overdue."""
    clock, service = TurnedClock(NOW), built("dispute", NOWHERE)
    command_runner = service.command_runner(PostgresStore(pools), counted_ids())
    await receive(
        service, command_runner, Account(ACME, CUSTOMER), Cause(NOW, "test", UUID(int=7)), ISSUED
    )
    async with client_of(
        service, command_runner, clock, ACME, SCOPES, reading_from(pools)
    ) as client:
        for reference in ("D-1", "D-2", "D-3", "D-4", "D-5"):
            await open_dispute(client, reference)
            clock.turn(DAY)
        await work_on(client, "D-4")
        for reference, ending in ENDINGS.items():
            path = f"/v1/disputes/{id_of(reference)}/resolution"
            await client.post(path, json=ending, headers={"If-Match": "*"})
        clock.turn(28 * DAY)
        await Ticker(command_runner, clock, "system:dispute", service.timer_handlers).step()
        await catch_up(command_runner.store, pools, DISPUTES)
        yield client


async def work_on(client: AsyncClient, reference: str) -> None:
    """It is somebody's, and something was said of it."""
    path, whose = f"/v1/disputes/{id_of(reference)}", {"owner": "m.weber", "team": "dach"}
    given = await client.put(f"{path}/assignment", json=whose, headers={"If-Match": "*"})
    assert given.is_success, given.text
    for n, speaker in enumerate(["internal", "from_debtor"]):
        entry = {"reference": f"E-{n}", "speaker": speaker, "words": f"Said by {speaker}."}
        said = await client.post(f"{path}/conversation", json=entry)
        assert said.is_success, said.text


async def open_dispute(client: AsyncClient, reference: str) -> None:
    body = {
        "customer_id": CUSTOMER,
        "invoice_id": INVOICE,
        "reference": reference,
        "amount": {"amount": "10.00", "currency": "EUR"},
        "reason": "price" if reference == "D-5" else "quality",
        "statement": f"Bent, as the words of {reference} say.",
    }
    if reference == "D-5":
        body |= {"validation": VALIDATION, "metadata": {"product_line": "bolts"}}
    opened = await client.post("/v1/disputes", json=body)
    assert opened.status_code == 201, opened.text


async def test_the_board_shows_every_dispute_as_it_is_the_oldest_first(erp: AsyncClient) -> None:
    listed = (await erp.get("/v1/disputes")).json()
    one_by_one = [
        (await erp.get(f"/v1/disputes/{id_of(reference)}")).json()
        for reference in ("D-1", "D-2", "D-3", "D-4", "D-5")
    ]
    assert listed == {"data": one_by_one, "has_more": False, "next_cursor": None}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"state": "open"}, ["D-4", "D-5"]),
        ({"state": "partly_upheld"}, ["D-2"]),
        ({"reason": "price"}, ["D-5"]),
        ({"overdue": "true"}, ["D-4"]),
        ({"customer_id": CUSTOMER, "state": "rejected"}, ["D-3"]),
        ({"customer_id": "cus_2"}, []),
        ({"creditor": "north", "state": "rejected"}, ["D-3"]),
        ({"creditor": "south"}, []),
        ({"owner": "m.weber"}, ["D-4"]),
        ({"team": "dach", "owner": "somebody"}, []),
        ({"awaits_verification": "true"}, ["D-5"]),
        ({"awaits_verification": "false", "state": "open"}, ["D-4"]),
        ({"due_before": "2026-02-23T00:00:00Z"}, ["D-4"]),
        ({"search": "WORDS OF D-2"}, ["D-2"]),
        ({"search": "nobody said this"}, []),
        ({"invoice_id": INVOICE, "overdue": "false", "state": "open"}, ["D-5"]),
    ],
)
async def test_the_board_is_filtered(
    erp: AsyncClient, wanted: dict[str, str], found: list[str]
) -> None:
    listed = (await erp.get("/v1/disputes", params=wanted)).json()["data"]
    assert [dispute["id"] for dispute in listed] == [id_of(reference) for reference in found]


async def test_the_board_is_read_page_by_page(erp: AsyncClient) -> None:
    first = (await erp.get("/v1/disputes", params={"limit": 3})).json()
    rest = (await erp.get("/v1/disputes", params={"cursor": first["next_cursor"]})).json()
    whole = (await erp.get("/v1/disputes")).json()
    assert (len(first["data"]), first["has_more"], rest["has_more"]) == (3, True, False)
    assert first["data"] + rest["data"] == whole["data"]


async def test_the_report_says_why_customers_contest_and_how_often_they_are_right(
    erp: AsyncClient,
) -> None:
    span = {"opened_from": "2026-01-20", "opened_to": "2026-01-24", "group_by": "product_line"}
    price, quality = (await erp.get("/v1/dispute-report", params=span)).json()["data"]
    assert quality == {
        "reason": "quality",
        "month": "2026-01",
        "group": None,
        "opened": 4,
        "ended": 3,
        "upheld": 1,
        "partly_upheld": 1,
        "rejected": 1,
        "withdrawn": 0,
        "upheld_percent": "66.7",
        "days_to_end": "4.0",  # the average of 5, 4 and 3
        "contested": {"amount": "40.00", "currency": "EUR"},
        "credited": {"amount": "14.00", "currency": "EUR"},
    }
    assert (price["group"], price["opened"], price["ended"]) == ("bolts", 1, 0)
    assert (price["upheld_percent"], price["days_to_end"]) == (None, None)


async def test_the_report_is_of_the_days_and_the_creditor_asked_for(erp: AsyncClient) -> None:
    days = {"opened_from": "2026-01-20", "opened_to": "2026-01-20"}
    [first] = (await erp.get("/v1/dispute-report", params=days)).json()["data"]
    assert first["opened"] == 1
    other = (await erp.get("/v1/dispute-report", params=days | {"creditor": "south"})).json()
    assert other == {"data": []}


async def test_nobody_sees_the_disputes_of_others(erp: AsyncClient, pools: Pools) -> None:
    service = built("dispute", NOWHERE)
    command_runner = service.command_runner(PostgresStore(pools), counted_ids())
    clock = TurnedClock(NOW)
    async with client_of(
        service, command_runner, clock, OTHERS, SCOPES, reading_from(pools)
    ) as stranger:
        assert (await stranger.get("/v1/disputes")).json()["data"] == []
        assert (await stranger.get(f"/v1/disputes/{id_of('D-1')}")).status_code == 404
