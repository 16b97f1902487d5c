"""A plan that was asked for and that the policy refuses is a person's to decide, until somebody has."""

from datetime import date

import pytest

from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.ids import PlanId, PlanOfferId
from recoup_events.payment_plan import (
    AskedBy,
    Every,
    Instalment,
    OfferedOption,
    OfferedSlice,
    OfferRule,
    PlanOfferAccepted,
    PlanOfferDeclined,
    PlanOfferEvent,
    PlanOfferMade,
    PlanOfferReferred,
    PlanOfferWithdrawn,
    Refusal,
)
from recoup_events.workflow_scheduler import ClosingReason, TaskClosed, TaskCreated, TaskKind
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import eur
from recoup_testing.reminders_example import CUSTOMER
from recoup_testing.service_harness import ServiceHarness

IDS = {"offer_id": PlanOfferId("pof_1"), "customer_id": CUSTOMER, "creditor_id": CREDITOR}
OPTION = OfferedOption(
    option="1",
    every=Every.MONTH,
    schedule=(Instalment(due_on=date(2026, 3, 31), amount=eur(100_00)),),
)


def terms(issued: InvoiceIssued) -> dict[str, object]:
    [term] = issued.terms
    slice = OfferedSlice(
        invoice_id=issued.invoice_id,
        receivable_id=term.receivable_id,
        amount=term.amount,
        due_date=term.due_date,
    )
    return {
        **IDS,
        "asked_by": AskedBy.DEBTOR,
        "slices": (slice,),
        "options": (OPTION,),
        "total": eur(100_00),
        "grace_days": 3,
        "made_on": date(2026, 3, 1),
        "time_zone": "Europe/Berlin",
    }


def referred(issued: InvoiceIssued) -> PlanOfferReferred:
    refusal = Refusal(rule=OfferRule.BROKEN_PLANS, reason="It has broken plans before.")
    return PlanOfferReferred.model_validate(
        {**terms(issued), "refusals": (refusal,), "words": "Until May."}
    )


async def test_it_is_a_task_that_says_why_and_what_can_be_done(
    harness: ServiceHarness, registered: CustomerRegistered, issued: InvoiceIssued
) -> None:
    await harness.receive(registered, issued)
    for _ in range(2):
        await harness.receive(referred(issued))
    (task,) = [each for each in await harness.recorded() if isinstance(each, TaskCreated)]
    assert (task.kind, task.creditor_id, task.words) == (TaskKind.REVIEW, CREDITOR, "Until May.")
    assert "It has broken plans before." in task.script
    assert "/v1/plan-offers/pof_1/override" in task.script


@pytest.mark.parametrize(
    "decided",
    [
        PlanOfferDeclined.model_validate(IDS),
        PlanOfferWithdrawn.model_validate({**IDS, "reason": "In error."}),
        "made",
    ],
)
async def test_whatever_is_decided_closes_it(
    harness: ServiceHarness,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    decided: PlanOfferEvent | str,
) -> None:
    await harness.receive(registered, issued, referred(issued))
    if isinstance(decided, str):
        made = {**terms(issued), "expires_on": date(2026, 3, 15)}
        await harness.receive(PlanOfferMade.model_validate(made))
    else:
        await harness.receive(decided)
    closed = [each for each in await harness.recorded() if isinstance(each, TaskClosed)]
    assert [each.reason for each in closed] == [ClosingReason.DECIDED]


async def test_an_offer_that_nobody_had_to_decide_on_closes_nothing(
    harness: ServiceHarness, registered: CustomerRegistered, issued: InvoiceIssued
) -> None:
    await harness.receive(registered, issued)
    made = {**terms(issued), "expires_on": date(2026, 3, 15)}
    accepted = {**IDS, "option": "1", "plan_id": PlanId("pln_1")}
    await harness.receive(
        PlanOfferMade.model_validate(made), PlanOfferAccepted.model_validate(accepted)
    )
    assert not [each for each in await harness.recorded() if isinstance(each, TaskClosed)]
