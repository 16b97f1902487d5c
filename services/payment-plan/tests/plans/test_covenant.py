"""New invoices stay current: one that comes to be overdue while a plan runs breaks it, unless it is cured."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events import dispute, invoice
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    AllocationId,
    CreditorId,
    CustomerId,
    DisputeId,
    InvoiceId,
    PaymentId,
    TenantId,
    derived,
    receivable_id_of,
)
from recoup_events.kernel.slices import Slice
from recoup_events.payment_plan import CovenantBreached, CovenantCured, PlanBroken
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import eur, eur_json
from recoup_testing.reminders_example import berlin
from recoup_testing.terms import one_term

ACME = TenantId("acme")
CUSTOMER = CustomerId(derived("cus", ACME, "C-1"))
NEW_INVOICE = InvoiceId("inv_new")
TERM = receivable_id_of(NEW_INVOICE, 0)
PATH = f"/v1/plans/{derived('pln', ACME, 'PLAN-1')}"
PLAN: dict[str, Any] = {
    "customer_external_id": "C-1",
    "reference": "PLAN-1",
    "slices": [{"invoice_external_id": "SO-1", "amount": eur_json("60.00")}],
    "schedule": [{"due_on": "2026-06-30", "amount": eur_json("60.00")}],
    "keep_current": True,
    "cure_days": 7,
}
Receive = Callable[..., Awaitable[list[Event]]]
Wake = Callable[[datetime], Awaitable[None]]


def issued(due: date, creditor_id: CreditorId = CREDITOR) -> invoice.InvoiceIssued:
    return invoice.InvoiceIssued(
        invoice_id=NEW_INVOICE,
        customer_id=CUSTOMER,
        creditor_id=creditor_id,
        external_id="SO-9",
        number="SO-9",
        total=eur(80_00),
        issue_date=date(2026, 2, 1),
        terms=one_term(NEW_INVOICE, due, eur(80_00)),
        time_zone="Europe/Berlin",
    )


def overdue(due: date) -> invoice.InvoiceBecameOverdue:
    return invoice.InvoiceBecameOverdue(
        invoice_id=NEW_INVOICE,
        receivable_id=TERM,
        customer_id=CUSTOMER,
        balance=eur(80_00),
        due_date=due,
    )


def paid(cents: int) -> invoice.PaymentApplied:
    return invoice.PaymentApplied(
        invoice_id=NEW_INVOICE,
        receivable_id=TERM,
        customer_id=CUSTOMER,
        payer_id=CUSTOMER,
        payment_id=PaymentId("pay_9"),
        allocation_id=AllocationId("alc_9"),
        amount=eur(cents),
        balance=eur(80_00 - cents),
        applied_on=date(2026, 3, 12),
        value_date=date(2026, 3, 12),
    )


def contested() -> dispute.DisputeOpened:
    return dispute.DisputeOpened(
        dispute_id=DisputeId("dsp_1"),
        customer_id=CUSTOMER,
        creditor_id=CREDITOR,
        slices=(Slice(invoice_id=NEW_INVOICE, receivable_id=TERM, amount=eur(80_00)),),
        reason=dispute.Reason.QUALITY,
        statement="Broken.",
    )


DUE = date(2026, 3, 10)


@pytest.fixture
async def breached(erp: AsyncClient, receive: Receive) -> CovenantBreached:
    """A plan that runs while a new invoice is overdue since 11 March."""
    assert (await erp.post("/v1/plans", json=PLAN)).status_code == 201
    await receive(issued(DUE))
    (said,) = await receive(overdue(DUE))
    assert isinstance(said, CovenantBreached)
    return said


async def test_it_is_seen_on_the_day_on_which_it_is_overdue(
    erp: AsyncClient, breached: CovenantBreached
) -> None:
    assert (breached.overdue.overdue_on, breached.cure_until) == (
        date(2026, 3, 11),
        date(2026, 3, 17),
    )
    plan = (await erp.get(PATH)).json()
    assert (plan["state"], plan["keep_current"], plan["cure_days"]) == ("running", True, 7)
    (shown,) = plan["breaches"]
    assert (shown["invoice_id"], shown["cure_until"]) == (NEW_INVOICE, "2026-03-17")


async def test_what_is_not_cured_breaks_the_plan_once_its_days_are_over(
    erp: AsyncClient,
    breached: CovenantBreached,
    wake: Wake,
    recorded: Callable[[], Awaitable[list[Event]]],
) -> None:
    await wake(berlin("2026-03-17 23:59"))
    assert (await erp.get(PATH)).json()["state"] == "running"
    await wake(berlin("2026-03-18 00:00"))
    plan = (await erp.get(PATH)).json()
    assert (plan["state"], plan["broken_by"], plan["breaches"]) == ("broken", "new_invoice", [])
    broken = (await recorded())[-1]
    assert isinstance(broken, PlanBroken)
    assert (broken.missed, broken.overdue) == (None, breached.overdue)


@pytest.mark.parametrize(
    "cures",
    [
        paid(80_00),
        contested(),
        invoice.InvoiceAmended(
            invoice_id=NEW_INVOICE,
            customer_id=CUSTOMER,
            creditor_id=CREDITOR,
            number="SO-9",
            terms=one_term(NEW_INVOICE, date(2026, 4, 10), eur(80_00)),
            time_zone="Europe/Berlin",
            reason="More time.",
        ),
    ],
)
async def test_what_settles_contests_or_moves_it_cures_it(
    erp: AsyncClient, breached: CovenantBreached, receive: Receive, wake: Wake, cures: Event
) -> None:
    (cured,) = await receive(cures)
    assert isinstance(cured, CovenantCured)
    assert cured.overdue == breached.overdue
    await wake(berlin("2026-03-20 00:00"))
    plan = (await erp.get(PATH)).json()
    assert (plan["state"], plan["breaches"]) == ("running", [])


async def test_a_part_cures_nothing(
    erp: AsyncClient, breached: CovenantBreached, receive: Receive, wake: Wake
) -> None:
    assert await receive(paid(79_99)) == []
    await wake(berlin("2026-03-18 00:00"))
    assert (await erp.get(PATH)).json()["state"] == "broken"


async def test_a_plan_over_it_cures_it_too(
    erp: AsyncClient, breached: CovenantBreached, receive: Receive
) -> None:
    other = {
        **PLAN,
        "reference": "PLAN-2",
        "slices": [{"invoice_id": NEW_INVOICE, "amount": eur_json("80.00")}],
        "schedule": [{"due_on": "2026-06-30", "amount": eur_json("80.00")}],
    }
    assert (await erp.post("/v1/plans", json=other)).status_code == 201
    assert (await erp.get(PATH)).json()["breaches"] == []


@pytest.mark.parametrize(
    ("plan", "due", "creditor_id"),
    [
        ({"keep_current": False}, DUE, CREDITOR),
        ({}, date(2026, 2, 27), CREDITOR),
        ({}, DUE, CreditorId("crd_other")),
    ],
)
async def test_what_was_not_agreed_was_due_before_or_is_owed_to_others_breaches_nothing(
    erp: AsyncClient,
    receive: Receive,
    plan: dict[str, object],
    due: date,
    creditor_id: CreditorId,
) -> None:
    await erp.post("/v1/plans", json={**PLAN, **plan})
    await receive(issued(due, creditor_id))
    assert await receive(overdue(due)) == []


async def test_what_is_contested_when_it_comes_to_be_due_breaches_nothing(
    erp: AsyncClient, receive: Receive
) -> None:
    await erp.post("/v1/plans", json=PLAN)
    await receive(issued(DUE), contested())
    assert await receive(overdue(DUE)) == []


async def test_what_was_overdue_and_is_paid_too_late_pays_off_and_does_not_reinstate(
    erp: AsyncClient, breached: CovenantBreached, receive: Receive, wake: Wake
) -> None:
    await wake(berlin("2026-03-18 00:00"))
    first = InvoiceId(derived("inv", ACME, "SO-1"))
    update = {
        "invoice_id": first,
        "receivable_id": receivable_id_of(first, 0),
        "amount": eur(60_00),
        "balance": eur(0),
    }
    await receive(paid(80_00).model_copy(update=update))
    assert (await erp.get(PATH)).json()["state"] == "paid_off"
