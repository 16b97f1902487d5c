"""What is contested or agreed in a plan is not held against a customer; a plan that breaks is."""

from collections.abc import Awaitable, Callable
from typing import Any

from recoup_events.invoice import CreditStandingChanged
from recoup_events.kernel.ids import CustomerId, PlanId
from recoup_events.payment_plan import PlanBroken
from recoup_testing.contested import opened, rejected, upheld
from recoup_testing.planned import agreed

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Receive = Callable[..., Awaitable[None]]
Changes = Callable[[], list[CreditStandingChanged]]
PassDays = Callable[[int], Awaitable[None]]
PREPAY_WHILE_OVERDUE = {"standing": "prepay", "measure": "items_overdue", "threshold": 1}
HOLD_AFTER_A_BROKEN_PLAN = {"standing": "hold", "measure": "broken_plans", "threshold": 1}


async def test_what_is_contested_is_not_overdue_until_the_dispute_is_rejected(
    rules: Do, issue: Do, order: Do, receive: Receive, pass_days: PassDays, changes: Changes
) -> None:
    await rules(PREPAY_WHILE_OVERDUE)
    invoice = await issue("SO-1", "100.00")
    await pass_days(31)
    await receive(opened(invoice, 60_00))
    assert [each.after for each in changes()] == ["prepay"], "40 are overdue"
    asked = await order()
    assert (asked["owed"]["amount"], asked["overdue"]["amount"]) == ("100.00", "40.00")
    assert asked["causes"][0]["receivables"][0]["overdue"]["amount"] == "40.00"
    await receive(opened(invoice, 40_00, "dsp_2"))
    assert [each.after for each in changes()] == ["prepay", "normal"]
    await receive(rejected(invoice, 60_00))
    assert [each.after for each in changes()] == ["prepay", "normal", "prepay"]
    await receive(upheld(invoice, 40_00, "dsp_2"))
    assert (await order())["overdue"]["amount"] == "60.00"


async def test_a_plan_that_runs_lifts_the_standing_and_one_that_breaks_is_remembered_for_a_year(
    rules: Do,
    issue: Do,
    pay: Do,
    order: Do,
    receive: Receive,
    pass_days: PassDays,
    changes: Changes,
) -> None:
    await rules(PREPAY_WHILE_OVERDUE, HOLD_AFTER_A_BROKEN_PLAN)
    invoice = await issue("SO-1", "100.00")
    await pass_days(31)
    plan = agreed([(invoice, 100_00)], {"2026-02-20": 50_00, "2026-03-20": 50_00})
    await receive(plan)
    assert [each.after for each in changes()] == ["prepay", "normal"]
    await pass_days(20)
    broken = PlanBroken(
        plan_id=PlanId(plan.plan_id),
        customer_id=CustomerId(invoice["customer_id"]),
        slices=plan.slices,
        missed=plan.schedule[0],
        remaining=plan.slices[0].amount,
    )
    await receive(broken)
    assert [each.after for each in changes()][2:] == ["hold"]
    assert changes()[-1].causes[0].plans == (plan.plan_id,)
    await pay("B-1", "100.00")
    assert (await order())["answer"] == "hold"
    await pass_days(364)
    assert (await order())["answer"] == "hold"
    await pass_days(1)
    assert [each.after for each in changes()][3:] == ["normal"]
