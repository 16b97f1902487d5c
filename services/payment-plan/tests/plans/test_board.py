from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from payment_plan.main import build
from payment_plan.offers.projection import PLANS
from recoup_events import invoice
from recoup_events.kernel.envelope import Account, Cause
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    AllocationId,
    ConditionId,
    CreditNoteId,
    CustomerId,
    InvoiceId,
    PaymentId,
    TenantId,
    creditor_id_of,
    derived,
)
from recoup_events.kernel.money import Money
from recoup_eventstore.postgres.pools import Pools
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
from recoup_testing.terms import one_term, slice_of

pytestmark = pytest.mark.servers

ACME, OTHERS, CUSTOMER = TenantId("acme"), TenantId("others"), CustomerId("cus_1")
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
CAUSE, DAY = Cause(NOW, "test", UUID(int=7)), timedelta(days=1)
SCOPES = ["plans:read", "plans:write"]
NAMES = ("KEPT", "STOPPED", "BROKEN", "BEHIND", "AHEAD")
"""The plans, in the order they are agreed; each covers the invoice of its name."""
PATIENT, LATER = {"BEHIND": 30}, {"AHEAD": date(2026, 5, 1)}


def id_of(name: str) -> str:
    return derived("pln", ACME, name)


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


def of(name: str) -> Any:
    term = slice_of(InvoiceId(name), eur(0)).model_dump(exclude={"amount"})
    return {"customer_id": CUSTOMER, **term}


def applied(name: str, cents: int) -> invoice.PaymentApplied:
    return invoice.PaymentApplied(
        **of(name),
        payer_id=CUSTOMER,
        payment_id=PaymentId("pay_1"),
        amount=eur(cents),
        balance=eur(100_00 - cents),
        applied_on=date(2026, 3, 2),
        allocation_id=AllocationId("alc_1"),
        value_date=date(2026, 3, 2),
    )


def taken_back(name: str, cents: int) -> invoice.PaymentUnapplied:
    return invoice.PaymentUnapplied(
        **of(name),
        payer_id=CUSTOMER,
        payment_id=PaymentId("pay_1"),
        amount=eur(cents),
        balance=eur(100_00),
        reason="Returned.",
        allocation_id=AllocationId("alc_1"),
        remaining=Money.zero("EUR"),
        value_date=date(2026, 1, 5),
        unapplied_on=date(2026, 1, 20),
    )


def credited(name: str, cents: int) -> invoice.InvoiceCredited:
    return invoice.InvoiceCredited(
        **of(name),
        grounds=invoice.CreditNote(number="CN-1"),
        amount=eur(cents),
        balance=eur(100_00 - cents),
        reason="Bent.",
        credit_note_id=CreditNoteId("crn_1"),
        allocation_id=AllocationId("alc_2"),
    )


HEARD: list[Event] = [
    applied("KEPT", 100_00),
    applied("BEHIND", 60_00),
    taken_back("BEHIND", 60_00),
    applied("BEHIND", 20_00),
    credited("AHEAD", 55_00),
]


def agreement(name: str) -> dict[str, Any]:
    first = LATER.get(name, date(2026, 3, 5))
    half = {"amount": "50.00", "currency": "EUR"}
    return {
        "customer_id": CUSTOMER,
        "reference": name,
        "slices": [{"invoice_id": name, "amount": {"amount": "100.00", "currency": "EUR"}}],
        "schedule": [{"due_on": str(first + 28 * n * DAY), "amount": half} for n in range(2)],
        "grace_days": PATIENT.get(name, 3),
    }


@pytest.fixture
async def pools(databases: Databases) -> AsyncIterator[Pools]:
    """Pools of a fresh database of the payment-plan service."""
    async with pools_of(databases, "payment_plan") as pools:
        yield pools


@pytest.fixture
async def erp(pools: Pools) -> AsyncIterator[AsyncClient]:
    """Acme's, ten days after the first instalments but one were due."""
    clock, service, account = TurnedClock(NOW), build(NOWHERE), Account(ACME, CUSTOMER)
    command_runner = service.command_runner(PostgresStore(pools), counted_ids())
    await receive(service, command_runner, account, CAUSE, registered(), *map(issued, NAMES))
    async with client_of(
        service, command_runner, clock, ACME, SCOPES, reading_from(pools)
    ) as client:
        for name in NAMES:
            agreed = await client.post("/v1/plans", json=agreement(name))
            assert agreed.status_code == 201, agreed.text
            clock.turn(timedelta(minutes=1))
        path, anything = f"/v1/plans/{id_of('STOPPED')}/cancellation", {"If-Match": "*"}
        await client.post(path, json={"reason": "Pays at once."}, headers=anything)
        await receive(service, command_runner, account, CAUSE, *HEARD)
        clock.turn(14 * DAY)
        await Ticker(command_runner, clock, "system:payment-plan", service.timer_handlers).step()
        await catch_up(command_runner.store, pools, PLANS)
        yield client


async def test_the_board_shows_every_plan_as_it_is_the_latest_first(erp: AsyncClient) -> None:
    listed = (await erp.get("/v1/plans")).json()
    one_by_one = [(await erp.get(f"/v1/plans/{id_of(n)}")).json() for n in reversed(NAMES)]
    assert listed == {"data": one_by_one, "has_more": False, "next_cursor": None}


async def test_the_board_shows_progress_and_what_comes_next(erp: AsyncClient) -> None:
    listed = (await erp.get("/v1/plans", params={"state": "running"})).json()["data"]
    assert {plan["id"]: plan["next_instalment"]["state"] for plan in listed} == {
        id_of("BEHIND"): "missed",
        id_of("AHEAD"): "open",
    }
    settled = {plan["id"]: plan["settled"]["amount"] for plan in listed}
    assert settled == {id_of("BEHIND"): "20.00", id_of("AHEAD"): "0.00"}
    [ahead] = [plan for plan in listed if plan["id"] == id_of("AHEAD")]
    assert [each["amount"]["amount"] for each in ahead["schedule"]] == ["22.50", "22.50"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"state": "completed", "creditor": "north"}, ["KEPT"]),
        ({"state": "broken"}, ["BROKEN"]),
        ({"state": "cancelled", "customer_id": CUSTOMER}, ["STOPPED"]),
        ({"customer_id": CUSTOMER, "creditor": "south"}, []),
        ({"invoice_id": "BEHIND"}, ["BEHIND"]),
    ],
)
async def test_the_board_is_filtered(
    erp: AsyncClient, wanted: dict[str, str], found: list[str]
) -> None:
    listed = (await erp.get("/v1/plans", params=wanted)).json()["data"]
    assert [plan["id"] for plan in listed] == [id_of(name) for name in found]


async def test_the_board_is_read_page_by_page(erp: AsyncClient) -> None:
    first = (await erp.get("/v1/plans", params={"limit": 3})).json()
    rest = (await erp.get("/v1/plans", params={"cursor": first["next_cursor"]})).json()
    whole = (await erp.get("/v1/plans")).json()
    assert (len(first["data"]), first["has_more"], rest["has_more"]) == (3, True, False)
    assert first["data"] + rest["data"] == whole["data"]


async def test_the_board_shows_a_plan_whose_clock_stood_still(
    erp: AsyncClient, pools: Pools
) -> None:
    service, ids = build(NOWHERE), count(1_000)
    command_runner = service.command_runner(PostgresStore(pools), lambda: UUID(int=next(ids)))
    for since, until in ((10, 12), (13, None)):
        condition = invoice.CustomerConditionRecorded(
            customer_id=CUSTOMER,
            condition_id=ConditionId(f"cnd_{since}"),
            condition=invoice.Condition.BREATHING_SPACE,
            source="letter",
            effective_from=date(2026, 3, since),
            effective_until=None if until is None else date(2026, 3, until),
        )
        later = CAUSE._replace(at=NOW + 14 * DAY)
        await receive(service, command_runner, Account(ACME, CUSTOMER), later, condition)
    await catch_up(command_runner.store, pools, PLANS)
    listed = (await erp.get("/v1/plans", params={"state": "running"})).json()["data"]
    assert listed == [(await erp.get(f"/v1/plans/{plan['id']}")).json() for plan in listed]
    assert {plan["suspended_since"] for plan in listed} == {"2026-03-13"}
    [behind] = [plan for plan in listed if plan["id"] == id_of("BEHIND")]
    assert [each["due_on"] for each in behind["schedule"]] == ["2026-03-05", "2026-04-04"]


async def test_nobody_sees_the_plans_of_others(erp: AsyncClient, pools: Pools) -> None:
    service, clock = build(NOWHERE), TurnedClock(NOW)
    command_runner = service.command_runner(PostgresStore(pools), counted_ids())
    async with client_of(
        service, command_runner, clock, OTHERS, SCOPES, reading_from(pools)
    ) as stranger:
        assert (await stranger.get("/v1/plans")).json()["data"] == []
        assert (await stranger.get(f"/v1/plans/{id_of('KEPT')}")).status_code == 404
