from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from payment_plan.plans.domain.debtor import DEBTOR
from payment_plan.plans.domain.decider import PLAN
from payment_plan.plans.domain.invoice import INVOICE, Invoice
from recoup_events import invoice, payment_plan
from recoup_events.kernel.envelope import Cause, Envelope
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CustomerId, InvoiceId, PlanId, TenantId, receivable_id_of
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import eur
from recoup_testing.terms import cancelled, one_term, slice_of

FIRST, SECOND = InvoiceId("inv_1"), InvoiceId("inv_2")
CUSTOMER, PLANNED = CustomerId("cus_1"), PlanId("pln_1")
STREAM = PLAN.stream(TenantId("acme"), CUSTOMER, PLANNED)
CAUSE = Cause(datetime(2026, 3, 1, tzinfo=UTC), "test", UUID(int=1))


def received(event: Event) -> Envelope[Event]:
    return Envelope(UUID(int=2), STREAM, 1, CAUSE, event)


def after(events: Sequence[Event]) -> Invoice:
    known = INVOICE.empty(FIRST)
    for event in events:
        known = INVOICE.evolve(known, received(event))
    return known


INSTALMENT = payment_plan.Instalment(due_on=date(2026, 3, 2), amount=eur(100_00))
SLICES = (slice_of(FIRST, eur(60_00)), slice_of(SECOND, eur(40_00)))
OVER: dict[str, Any] = {"plan_id": PLANNED, "customer_id": CUSTOMER, "slices": SLICES}
AGREED = payment_plan.PlanAgreed(
    **OVER, creditor_id=CREDITOR, schedule=(INSTALMENT,), time_zone="Europe/Berlin", grace_days=3
)
ENDINGS = [
    payment_plan.PlanBroken(**OVER, missed=INSTALMENT, remaining=eur(1)),
    payment_plan.PlanCompleted(**OVER),
    payment_plan.PlanCancelled(**OVER, reason="Pays at once."),
]


def test_a_running_plan_covers_each_of_its_invoices() -> None:
    assert INVOICE.documents(AGREED) == [FIRST, SECOND]
    assert after([AGREED]).plans == {receivable_id_of(FIRST, 0): PLANNED}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_plan_that_has_ended_lets_its_invoices_go(ending: payment_plan.PaymentPlanEvent) -> None:
    assert INVOICE.documents(ending) == [FIRST, SECOND]
    assert after([AGREED, ending]).plans == {}


def test_an_invoice_is_unknown_until_it_is_heard_of() -> None:
    gone = invoice.InvoiceCancelled(
        invoice_id=FIRST,
        customer_id=CUSTOMER,
        reason="Twice.",
        amount=eur(60_00),
        terms=cancelled(one_term(FIRST, date(2026, 2, 4), eur(60_00))),
        effective_on=date(2026, 1, 20),
    )
    assert after([gone]).balances == {}


def test_a_plan_takes_note_of_nothing_else() -> None:
    paid = invoice.InvoicePaid(invoice_id=FIRST, customer_id=CUSTOMER, paid_on=date(2026, 3, 1))
    assert INVOICE.documents(paid) == []
    assert DEBTOR.documents(paid) == []


def test_the_calendar_follows_the_customer() -> None:
    details: dict[str, Any] = {
        "customer_id": CUSTOMER,
        "name": "Customer 001 GmbH",
        "kind": invoice.CustomerKind.ENTITY,
        "country": "DE",
        "language": "de",
    }
    registered = invoice.CustomerRegistered(**details, external_id="C-1", time_zone="Europe/Berlin")
    moved = invoice.CustomerDetailsChanged(**details, time_zone="America/New_York")
    assert DEBTOR.documents(registered) == DEBTOR.documents(moved) == [CUSTOMER]
    debtor = DEBTOR.evolve(DEBTOR.initial, received(registered))
    assert debtor.time_zone == "Europe/Berlin"
    assert DEBTOR.evolve(debtor, received(moved)).time_zone == "America/New_York"
