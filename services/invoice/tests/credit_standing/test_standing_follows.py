"""A customer's standing follows what is owed, by events and by time, through the API."""

from collections.abc import Awaitable, Callable
from typing import Any

from httpx import AsyncClient

from recoup_events.invoice import CreditStandingChanged

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Changes = Callable[[], list[CreditStandingChanged]]
PassDays = Callable[[int], Awaitable[None]]
EUR_500 = {"amount": "500.00", "currency": "EUR"}
PREPAY_WHILE_OVERDUE = {"standing": "prepay", "measure": "items_overdue", "threshold": 1}
HOLD_AFTER_A_MONTH = {"standing": "hold", "measure": "days_overdue", "threshold": 30}
STOP_AFTER_A_QUARTER = {
    "standing": "stop_serving_advised",
    "measure": "days_overdue",
    "threshold": 90,
}
WATCH_FROM_500 = {"standing": "watch", "measure": "amount_overdue", "amount": EUR_500}


def moves(changes: Changes) -> list[tuple[str, str]]:
    return [(each.before.value, each.after.value) for each in changes()]


async def test_new_work_is_prepaid_while_anything_is_overdue_and_it_lifts_by_itself(
    rules: Do, issue: Do, pay: Do, order: Do, pass_days: PassDays, changes: Changes
) -> None:
    await rules(PREPAY_WHILE_OVERDUE)
    invoice = await issue("SO-1")
    assert (await order())["answer"] == "allow"
    await pass_days(31)
    held = await order()
    assert (held["answer"], held["standing"]) == ("allow_if_prepaid", "prepay")
    [cause] = held["causes"]
    assert [each["invoice_id"] for each in cause["receivables"]] == [invoice["id"]]
    assert (cause["value"], cause["rule"]["threshold"]) == (1, 1)
    await pay("B-1", "100.00")
    assert (await order())["answer"] == "allow"
    assert moves(changes) == [("normal", "prepay"), ("prepay", "normal")]
    assert changes()[-1].causes == ()


async def test_time_alone_makes_it_worse_on_the_very_day(
    rules: Do, issue: Do, order: Do, pass_days: PassDays, changes: Changes
) -> None:
    await rules(PREPAY_WHILE_OVERDUE, HOLD_AFTER_A_MONTH, STOP_AFTER_A_QUARTER)
    await issue("SO-1")
    await pass_days(30 + 29)
    assert moves(changes) == [("normal", "prepay")]
    assert (await order())["answer"] == "allow_if_prepaid"
    await pass_days(1)
    assert moves(changes)[1:] == [("prepay", "hold")]
    assert (await order())["answer"] == "hold"
    await pass_days(60)
    assert moves(changes)[2:] == [("hold", "stop_serving_advised")]
    assert [cause.rule.standing for cause in changes()[-1].causes] == [
        "stop_serving_advised",
        "hold",
        "prepay",
    ]


async def test_a_payment_in_part_changes_what_depends_on_the_amount(
    rules: Do, issue: Do, pay: Do, pass_days: PassDays, changes: Changes
) -> None:
    await rules(WATCH_FROM_500)
    await issue("SO-1", "300.00")
    await issue("SO-2", "300.00")
    await pass_days(31)
    assert moves(changes) == [("normal", "watch")]
    assert len(changes()[0].causes[0].receivables) == 2
    await pay("B-1", "100.00")
    assert moves(changes) == [("normal", "watch")], "500 are still overdue"
    await pay("B-2", "0.01")
    assert moves(changes)[1:] == [("watch", "normal")]


async def test_a_moved_due_date_a_credit_and_a_returned_payment_are_followed(
    erp: AsyncClient,
    rules: Do,
    issue: Do,
    pay: Do,
    send: Do,
    credit: Do,
    pass_days: PassDays,
    changes: Changes,
) -> None:
    await rules(HOLD_AFTER_A_MONTH)
    invoice = await issue("SO-1")
    await pass_days(60)
    later = await erp.patch(
        f"/v1/invoices/{invoice['id']}", json={"due_date": "2026-02-20", "reason": "agreed"}
    )
    assert later.is_success, later.text
    assert moves(changes) == [("normal", "hold"), ("hold", "normal")]
    await pass_days(16)
    assert moves(changes)[2:] == [("normal", "hold")]
    paid = await pay("B-1", "100.00")
    assert moves(changes)[3:] == [("hold", "normal")]
    await send(f"/v1/payments/{paid['id']}/reversal", {"reason": "returned"})
    await pass_days(1)
    assert moves(changes)[4:] == [("normal", "hold")]
    await credit("CN-1", "100.00", "SO-1")
    assert moves(changes)[5:] == [("hold", "normal")]


async def test_without_a_policy_everybody_is_served_and_nothing_is_recorded(
    issue: Do, order: Do, pass_days: PassDays, changes: Changes
) -> None:
    await issue("SO-1")
    await pass_days(60)
    asked = await order()
    assert (asked["answer"], asked["owed"]["amount"]) == ("allow", "100.00")
    assert (asked["overdue"]["amount"], changes()) == ("100.00", [])


async def test_a_change_says_whether_the_policy_has_the_customer_told(
    rules: Do, issue: Do, pay: Do, pass_days: PassDays, changes: Changes
) -> None:
    shown = await rules(PREPAY_WHILE_OVERDUE, notify_customers=True)
    assert shown["notify_customers"] is True
    await issue("SO-1")
    await pass_days(31)
    await rules(PREPAY_WHILE_OVERDUE)
    await pay("B-1", "100.00")
    assert [each.notify_customer for each in changes()] == [True, False]
