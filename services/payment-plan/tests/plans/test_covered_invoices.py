"""A plan over 60.00 of SO-1 and 40.00 of SO-2, on which 100.00 are owed."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events import invoice, payment_plan
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    AllocationId,
    CreditNoteId,
    InvoiceId,
    PaymentId,
    PlanId,
    derived,
    receivable_id_of,
)
from recoup_events.kernel.money import Money
from recoup_events.payment_plan import Instalment
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.timers import Ticker
from recoup_service.service import Service
from recoup_testing.clock import TurnedClock
from recoup_testing.covered_invoices import ACME, CUSTOMER, FIRST, PAID_ON, SECOND, applied
from recoup_testing.money import eur, eur_json
from recoup_testing.terms import cancelled, one_term

PLAN = PlanId(derived("pln", ACME, "PLAN-1"))
PAYMENT = PaymentId("pay_1")
NEW: dict[str, Any] = {
    "customer_external_id": "C-1",
    "reference": "PLAN-1",
    "slices": [
        {"invoice_external_id": "SO-1", "amount": {"amount": "60.00", "currency": "EUR"}},
        {"invoice_external_id": "SO-2", "amount": {"amount": "40.00", "currency": "EUR"}},
    ],
    "schedule": [
        {"due_on": "2026-03-02", "amount": {"amount": "50.00", "currency": "EUR"}},
        {"due_on": "2026-04-02", "amount": {"amount": "50.00", "currency": "EUR"}},
    ],
}

Receive = Callable[[Event], Awaitable[list[Event]]]
MARCH = Instalment(due_on=date(2026, 3, 2), amount=eur(50_00))
APRIL = Instalment(due_on=date(2026, 4, 2), amount=eur(50_00))


def credited(id: InvoiceId, cents: int, balance: int) -> invoice.InvoiceCredited:
    return invoice.InvoiceCredited(
        invoice_id=id,
        receivable_id=receivable_id_of(id, 0),
        customer_id=CUSTOMER,
        grounds=invoice.CreditNote(number="CN-1"),
        amount=eur(cents),
        balance=eur(balance),
        reason="Bent.",
        credit_note_id=CreditNoteId("crn_1"),
        allocation_id=AllocationId("alc_2"),
    )


UNAPPLIED = invoice.PaymentUnapplied(
    invoice_id=FIRST,
    receivable_id=receivable_id_of(FIRST, 0),
    customer_id=CUSTOMER,
    payer_id=CUSTOMER,
    payment_id=PAYMENT,
    amount=eur(50_00),
    balance=eur(60_00),
    reason="Returned.",
    allocation_id=AllocationId("alc_1"),
    remaining=Money.zero("EUR"),
    value_date=date(2026, 1, 5),
    unapplied_on=date(2026, 1, 20),
)
CANCELLED = invoice.InvoiceCancelled(
    invoice_id=FIRST,
    customer_id=CUSTOMER,
    reason="Twice.",
    amount=eur(60_00),
    terms=cancelled(one_term(FIRST, date(2026, 2, 4), eur(60_00))),
    effective_on=date(2026, 1, 20),
)

CONTINUED = invoice.InvoiceContinued(
    invoice_id=FIRST,
    customer_id=CUSTOMER,
    continued_by=InvoiceId("inv_9"),
    amount=eur(60_00),
    terms=CANCELLED.terms,
    continuations=(),
    effective_on=date(2026, 1, 20),
    reason="a residual item",
)


@pytest.fixture
async def running(receive: Receive, erp: AsyncClient) -> AsyncClient:
    agreed = await erp.post("/v1/plans", json=NEW)
    assert agreed.status_code == 201, agreed.text
    return erp


async def read(erp: AsyncClient) -> tuple[str, str]:
    plan = (await erp.get(f"/v1/plans/{PLAN}")).json()
    return plan["state"], plan["remaining"]["amount"]


async def test_a_payment_on_a_covered_invoice_fills_an_instalment(
    running: AsyncClient, receive: Receive
) -> None:
    recorded = await receive(applied(FIRST, 50_00, 10_00))
    assert recorded == [
        payment_plan.PlanPaymentMatched(
            plan_id=PLAN,
            customer_id=CUSTOMER,
            payment_id=PAYMENT,
            invoice_id=FIRST,
            receivable_id=receivable_id_of(FIRST, 0),
            amount=eur(50_00),
            counted_on=PAID_ON,
            remaining=eur(50_00),
            allocation_id=AllocationId("alc_1"),
        ),
        payment_plan.InstalmentPaid(
            plan_id=PLAN, customer_id=CUSTOMER, instalment=MARCH, paid_on=PAID_ON
        ),
    ]


async def test_a_payment_taken_back_is_expected_again(
    running: AsyncClient, receive: Receive
) -> None:
    await receive(applied(FIRST, 50_00, 10_00))
    await receive(UNAPPLIED)
    assert await read(running) == ("running", "100.00")


async def test_a_credit_on_what_the_plan_does_not_cover_leaves_it_alone(
    running: AsyncClient, receive: Receive
) -> None:
    assert await receive(credited(SECOND, 60_00, 40_00)) == []


async def test_a_credit_on_what_the_plan_covers_reduces_it(
    running: AsyncClient, receive: Receive
) -> None:
    await receive(credited(FIRST, 15_00, 45_00))
    assert await read(running) == ("running", "85.00")


async def test_a_plan_over_invoices_that_are_settled_is_completed_until_money_is_taken_back(
    running: AsyncClient, receive: Receive
) -> None:
    await receive(CANCELLED)
    await receive(applied(SECOND, 100_00, 0))
    assert await read(running) == ("completed", "0.00")
    moved = {"invoice_id": SECOND, "receivable_id": receivable_id_of(SECOND, 0)}
    await receive(UNAPPLIED.model_copy(update=moved))
    assert (await read(running))[0] == "running"


async def test_a_plan_over_what_is_asked_for_on_another_invoice_expects_it_no_more(
    running: AsyncClient, receive: Receive
) -> None:
    """The invoice service refuses it while a plan runs; this one was agreed in the same moment."""
    await receive(CONTINUED)
    assert await read(running) == ("running", "40.00")
    again = {**NEW, "reference": "PLAN-2", "slices": NEW["slices"][:1]}
    refused = (await running.post("/v1/plans", json=again)).json()
    assert (refused["code"], "inv_9" in refused["detail"]) == ("slice_unacceptable", True)


async def test_a_plan_of_which_all_is_asked_for_elsewhere_is_not_completed(
    erp: AsyncClient, receive: Receive
) -> None:
    """Nothing of it was paid, so nobody has kept it."""
    first = {
        **NEW,
        "slices": NEW["slices"][:1],
        "schedule": [{"due_on": "2026-03-02", "amount": eur_json("60.00")}],
    }
    assert (await erp.post("/v1/plans", json=first)).status_code == 201
    await receive(CONTINUED)
    assert await read(erp) == ("cancelled", "0.00")


async def test_what_happens_to_an_invoice_without_a_plan_is_not_our_business(
    receive: Receive,
) -> None:
    for event in (applied(FIRST, 50_00, 10_00), UNAPPLIED, credited(FIRST, 1, 59_99), CANCELLED):
        assert await receive(event) == []


async def test_a_cancellation_of_an_invoice_never_heard_of_is_only_noted(receive: Receive) -> None:
    assert await receive(CANCELLED.model_copy(update={"invoice_id": InvoiceId("inv_0")})) == []


@pytest.fixture
async def broken(
    running: AsyncClient, service: Service, command_runner: CommandRunner, clock: TurnedClock
) -> AsyncClient:
    """Nobody paid for five days."""
    ticker = Ticker(command_runner, clock, "system:payment-plan", service.timer_handlers)
    clock.turn(timedelta(days=5))
    assert await ticker.step() == 1
    return running


async def test_a_broken_plan_runs_again_when_money_of_the_day_is_booked(
    broken: AsyncClient, receive: Receive
) -> None:
    assert await read(broken) == ("broken", "100.00")
    recorded = await receive(applied(FIRST, 50_00, 10_00))
    assert any(isinstance(event, payment_plan.PlanReinstated) for event in recorded)
    assert await read(broken) == ("running", "50.00")


async def test_a_broken_plan_is_completed_by_the_rest_of_the_money_of_the_day(
    broken: AsyncClient, receive: Receive
) -> None:
    await receive(applied(SECOND, 40_00, 0))
    rest = applied(FIRST, 60_00, 0).model_copy(update={"allocation_id": AllocationId("alc_2")})
    assert isinstance((await receive(rest))[-1], payment_plan.PlanCompleted)
