"""The list of offers shows each as it is, and is narrowed and read page by page."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from payment_plan.main import build
from payment_plan.offers.projection import PLANS
from recoup_events import invoice
from recoup_events.kernel.envelope import Account, Cause
from recoup_events.kernel.ids import CustomerId, InvoiceId, TenantId, creditor_id_of, derived
from recoup_eventstore.postgres.store import PostgresStore
from recoup_eventstore.timers import Ticker
from recoup_service.api.reading import reading_from
from recoup_testing.clients import NOWHERE, client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.databases import Databases
from recoup_testing.deliver import receive
from recoup_testing.ids import counted_ids
from recoup_testing.money import eur
from recoup_testing.read_models import catch_up, pools_of
from recoup_testing.terms import one_term

pytestmark = pytest.mark.servers

ACME, CUSTOMER = TenantId("acme"), CustomerId("cus_1")
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
CAUSE = Cause(NOW, "test", UUID(int=7))
NAMES = ("EXPIRED", "TAKEN", "DECLINED", "OLDER", "ASKED")
"""The offers, in the order they are made; each is over the invoice of its name."""
ANY = {"If-Match": "*"}


def id_of(name: str) -> str:
    return derived("pof", ACME, name)


def registered() -> invoice.CustomerRegistered:
    return invoice.CustomerRegistered(
        customer_id=CUSTOMER,
        external_id="C-1",
        name="Customer 001 GmbH",
        kind=invoice.CustomerKind.ENTITY,
        country="DE",
        time_zone="Europe/Berlin",
        language="de",
    )


def issued(name: str) -> invoice.InvoiceIssued:
    return invoice.InvoiceIssued(
        invoice_id=InvoiceId(name),
        customer_id=CUSTOMER,
        creditor_id=creditor_id_of(ACME, "north"),
        external_id=name,
        number=name,
        total=eur(100_00),
        issue_date=date(2026, 1, 5),
        terms=one_term(InvoiceId(name), date(2026, 2, 4), eur(100_00)),
        time_zone="Europe/Berlin",
    )


def body(name: str, invoice: str | None = None) -> dict[str, Any]:
    slices = [{"invoice_id": invoice or name}]
    return {"customer_id": CUSTOMER, "reference": name, "slices": slices}


@pytest.fixture
async def erp(databases: Databases) -> AsyncIterator[AsyncClient]:
    """Acme's, when each of the offers has ended in another way."""
    clock, service, account = TurnedClock(NOW), build(NOWHERE), Account(ACME, CUSTOMER)
    async with pools_of(databases, "payment_plan") as pools:
        command_runner = service.command_runner(PostgresStore(pools), counted_ids())
        await receive(service, command_runner, account, CAUSE, registered(), *map(issued, NAMES))
        async with client_of(
            service,
            command_runner,
            clock,
            ACME,
            ["plans:read", "plans:write"],
            reading_from(pools),
        ) as client:
            await client.post("/v1/plan-offers", json=body("EXPIRED"))
            clock.turn(timedelta(days=15))
            await Ticker(command_runner, clock, "test", service.timer_handlers).step()
            for name in ("TAKEN", "DECLINED", "OLDER"):
                await client.post("/v1/plan-offers", json=body(name))
                clock.turn(timedelta(minutes=1))
            wish = {"every": "month", "instalments": 30}
            asked = {**body("ASKED"), "wish": wish, "words": "Until May."}
            await client.post("/v1/plan-offers/requests", json=asked)
            taken = f"/v1/plan-offers/{id_of('TAKEN')}/acceptance"
            await client.post(taken, json={"option": "2"})
            declined = f"/v1/plan-offers/{id_of('DECLINED')}/decline"
            await client.post(declined, json={"reason": "No."}, headers=ANY)
            clock.turn(timedelta(minutes=1))
            await client.post("/v1/plan-offers", json=body("NEWER", "OLDER"))
            await catch_up(command_runner.store, pools, PLANS)
            yield client


async def test_the_list_shows_every_offer_as_it_is_the_latest_first(erp: AsyncClient) -> None:
    listed = (await erp.get("/v1/plan-offers")).json()
    names = ("NEWER", "ASKED", "OLDER", "DECLINED", "TAKEN", "EXPIRED")
    one_by_one = [(await erp.get(f"/v1/plan-offers/{id_of(name)}")).json() for name in names]
    assert listed == {"data": one_by_one, "has_more": False, "next_cursor": None}
    states = [each["state"] for each in one_by_one]
    assert states == ["open", "referred", "superseded", "declined", "accepted", "expired"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"state": "open", "customer_id": CUSTOMER}, ["NEWER"]),
        ({"invoice_id": "OLDER"}, ["NEWER", "OLDER"]),
        ({"asked_by": "debtor"}, ["ASKED"]),
        ({"state": "accepted", "creditor": "north"}, ["TAKEN"]),
        ({"creditor": "south"}, []),
    ],
)
async def test_it_is_narrowed(erp: AsyncClient, wanted: dict[str, str], found: list[str]) -> None:
    listed = (await erp.get("/v1/plan-offers", params=wanted)).json()["data"]
    assert [offer["reference"] for offer in listed] == found


async def test_it_is_read_page_by_page(erp: AsyncClient) -> None:
    first = (await erp.get("/v1/plan-offers", params={"limit": 4})).json()
    rest = (await erp.get("/v1/plan-offers", params={"cursor": first["next_cursor"]})).json()
    whole = (await erp.get("/v1/plan-offers")).json()
    assert (len(first["data"]), first["has_more"], rest["has_more"]) == (4, True, False)
    assert first["data"] + rest["data"] == whole["data"]
