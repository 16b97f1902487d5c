"""Who cannot pay is offered what the creditor's policy allows, and once."""

from collections.abc import Awaitable, Callable
from datetime import date

from httpx import AsyncClient

from recoup_events.invoice import Condition, CustomerConditionRecorded
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    ConditionId,
    CreditorId,
    CustomerId,
    InvoiceId,
    TaskId,
    TenantId,
    derived,
)
from recoup_events.payment_plan import AskedBy, PlanOfferMade
from recoup_events.workflow_scheduler import HardshipReason, HardshipSignalled
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import eur
from recoup_testing.terms import slice_of

CUSTOMER = CustomerId(derived("cus", TenantId("acme"), "C-1"))
Receive = Callable[..., Awaitable[list[Event]]]
SIGNALLED = HardshipSignalled(
    customer_id=CUSTOMER,
    creditor_id=CREDITOR,
    task_id=TaskId("tsk_1"),
    slices=(slice_of(InvoiceId(derived("inv", "acme", "SO-1")), eur(60_00)),),
    reason=HardshipReason.CASH_FLOW,
)


def declared(id: str, creditor_id: str | None = None) -> CustomerConditionRecorded:
    return CustomerConditionRecorded(
        customer_id=CUSTOMER,
        condition_id=ConditionId(id),
        condition=Condition.HARDSHIP,
        creditor_id=None if creditor_id is None else CreditorId(creditor_id),
        source="The debtor",
        effective_from=date(2026, 3, 1),
    )


async def test_a_declared_hardship_is_answered_with_an_offer(receive: Receive) -> None:
    (made,) = await receive(declared("cnd_1"))
    assert isinstance(made, PlanOfferMade)
    assert (made.asked_by, made.total, len(made.options)) == (AskedBy.HARDSHIP, eur(160_00), 3)


async def test_what_was_offered_and_waits_is_not_offered_again(receive: Receive) -> None:
    await receive(declared("cnd_1"))
    assert await receive(declared("cnd_1"), declared("cnd_2"), SIGNALLED) == []


async def test_a_hardship_that_was_said_in_a_call_is_answered_too(receive: Receive) -> None:
    (made,) = await receive(SIGNALLED)
    assert isinstance(made, PlanOfferMade)
    assert (made.creditor_id, made.total) == (CREDITOR, eur(160_00))


async def test_a_creditors_hardship_is_no_business_of_others(receive: Receive) -> None:
    assert await receive(declared("cnd_1", "crd_other")) == []


async def test_what_the_policy_does_not_allow_is_left_to_the_person_who_is_asked_anyhow(
    erp: AsyncClient, receive: Receive
) -> None:
    for body in (
        {"credits_lower": "spread", "offers_in_hardship": False},
        {"credits_lower": "spread", "largest_totals": [{"currency": "EUR", "amount": "1.00"}]},
    ):
        await erp.put("/v1/plan-policy", json=body, headers={"If-Match": "*"})
        said = await receive(declared("cnd_1"))
        assert [each for each in said if isinstance(each, PlanOfferMade)] == []
