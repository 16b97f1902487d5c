from datetime import timedelta

import pytest

from recoup_events.base import Fact
from recoup_events.dispute import (
    DisputeOpened,
    DisputePartlyUpheld,
    DisputeRejected,
    DisputeUpheld,
    DisputeWithdrawn,
    Reason,
)
from recoup_events.ids import DisputeId, InvoiceId, PlanId
from recoup_events.invoice import InvoiceIssued
from recoup_events.payment_plan import (
    Instalment,
    PlanAgreed,
    PlanBroken,
    PlanCancelled,
    PlanCompleted,
)
from recoup_events.slices import Slice
from recoup_events.workflow_scheduler import (
    EnrolmentPaused,
    EnrolmentResumed,
    PauseCause,
    ReminderRequested,
)
from recoup_testing.chasing import BERLIN, CUSTOMER, DUE, INVOICE, berlin, eur
from recoup_testing.world import World

DISPUTE, PLAN = DisputeId("dsp_1"), PlanId("pln_1")
PART = Slice(invoice_id=INVOICE, amount=eur("30.00"))
REST = Slice(invoice_id=INVOICE, amount=eur("70.00"))
OF_SECOND = Slice(invoice_id=InvoiceId("inv_2"), amount=eur("100.00"))
INSTALMENT = Instalment(due_on=DUE + timedelta(days=30), amount=eur("170.00"))

OPENED = DisputeOpened(
    dispute_id=DISPUTE,
    customer_id=CUSTOMER,
    slice=PART,
    reason=Reason.PRICE,
    statement="We agreed on less.",
)
SETTLED = (
    DisputeWithdrawn(dispute_id=DISPUTE, customer_id=CUSTOMER, slice=PART, why="a mistake"),
    DisputeRejected(dispute_id=DISPUTE, customer_id=CUSTOMER, slice=PART, why="as agreed"),
    DisputeUpheld(
        dispute_id=DISPUTE, customer_id=CUSTOMER, slice=PART, credit=eur("30.00"), why="right"
    ),
    DisputePartlyUpheld(
        dispute_id=DISPUTE, customer_id=CUSTOMER, slice=PART, credit=eur("10.00"), why="in part"
    ),
)
AGREED = PlanAgreed(
    plan_id=PLAN,
    customer_id=CUSTOMER,
    slices=(REST, OF_SECOND),
    schedule=(INSTALMENT,),
    time_zone=BERLIN,
    grace_days=3,
)
OVER = (
    PlanBroken(
        plan_id=PLAN,
        customer_id=CUSTOMER,
        slices=AGREED.slices,
        missed=INSTALMENT,
        remaining=eur("170.00"),
    ),
    PlanCancelled(plan_id=PLAN, customer_id=CUSTOMER, slices=AGREED.slices, why="asked to"),
    PlanCompleted(plan_id=PLAN, customer_id=CUSTOMER, slices=AGREED.slices),
)


def name(fact: Fact) -> str:
    return type(fact).__name__


async def test_d07_a_disputed_slice_is_not_chased_and_the_rest_is(
    world: World, issued: InvoiceIssued
) -> None:
    await world.hear(issued, OPENED)
    await world.until(berlin("2026-02-23 10:00"))
    [asked] = [f for f in await world.said() if isinstance(f, ReminderRequested)]
    assert asked.amount == eur("70.00")


async def test_a_dispute_and_a_plan_together_may_leave_nothing_to_chase(
    world: World, issued: InvoiceIssued, second: InvoiceIssued
) -> None:
    await world.hear(issued, second, OPENED, AGREED)
    paused = [f for f in await world.said() if isinstance(f, EnrolmentPaused)]
    assert [(f.cause, f.invoice_id, f.chased) for f in paused] == [
        (PauseCause.DISPUTE, INVOICE, eur("70.00")),
        (PauseCause.PLAN, INVOICE, eur("0.00")),
        (PauseCause.PLAN, OF_SECOND.invoice_id, eur("0.00")),
    ]
    assert await world.desk.store.next_due() is None


@pytest.mark.parametrize("settled", SETTLED, ids=name)
async def test_a_settled_dispute_is_chased_again(
    world: World, issued: InvoiceIssued, settled: Fact
) -> None:
    await world.hear(issued, OPENED, settled)
    [resumed] = [f for f in await world.said() if isinstance(f, EnrolmentResumed)]
    assert (resumed.cause_id, resumed.chased) == (DISPUTE, eur("100.00"))


@pytest.mark.parametrize("over", OVER, ids=name)
async def test_the_slices_of_a_plan_that_is_over_are_chased_again(
    world: World, issued: InvoiceIssued, second: InvoiceIssued, over: Fact
) -> None:
    await world.hear(issued, second, AGREED)
    await world.until(berlin("2026-02-12 09:00"))
    await world.hear(over)
    resumed = [f for f in await world.said() if isinstance(f, EnrolmentResumed)]
    assert [(f.invoice_id, f.chased) for f in resumed] == [
        (INVOICE, eur("100.00")),
        (OF_SECOND.invoice_id, eur("100.00")),
    ]


async def test_a_dispute_heard_of_before_its_invoice_still_pauses_it(
    world: World, issued: InvoiceIssued
) -> None:
    await world.hear(OPENED, issued)
    await world.until(berlin("2026-02-23 10:00"))
    [asked] = [f for f in await world.said() if isinstance(f, ReminderRequested)]
    assert asked.amount == eur("70.00")
