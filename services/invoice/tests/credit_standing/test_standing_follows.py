"""A customer's standing follows what is owed, by events and by time, through the API."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from httpx import AsyncClient

from recoup_events.invoice import CreditStandingChanged
from recoup_events.invoice.credit_standing import CreditPolicyApplied, Standing
from recoup_testing.clock import TurnedClock
from recoup_testing.money import eur, eur_json

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Changes = Callable[[], list[CreditStandingChanged]]
Policies = Callable[[], list[CreditPolicyApplied]]
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


async def test_a_customer_is_told_of_the_policy_before_it_is_granted_credit(
    rules: Do, order: Do, issue: Do, erp: AsyncClient, customer: Shown, policies_told: Policies
) -> None:
    """With its first order that is kept; once, however often it orders, is invoiced and reviewed."""
    limit = eur_json("500.00")
    await rules(PREPAY_WHILE_OVERDUE, notify_customers=True, acceptance_needed=True, limit=limit)
    await order()
    assert policies_told() == []
    await order(reference="ORDER-1", record=True)
    await order(reference="ORDER-2", record=True)
    await issue("SO-1")
    [told] = policies_told()
    assert (told.policy_version, told.acceptance_needed, told.limit) == (1, True, eur(500_00))
    assert [rule.standing for rule in told.rules] == [Standing.PREPAY]
    own = await erp.put(
        f"/v1/customers/{customer['id']}/credit", json={"limit": eur_json("900.00")}
    )
    assert own.is_success, own.text
    await rules(HOLD_AFTER_A_MONTH, notify_customers=True)
    await order(reference="ORDER-3", record=True)
    assert [(t.policy_version, t.limit) for t in policies_told()[1:]] == [(2, eur(900_00))]


async def test_with_its_first_invoice_a_customer_is_told_within_a_day(
    rules: Do, issue: Do, policies_told: Policies, clock: TurnedClock
) -> None:
    await rules(PREPAY_WHILE_OVERDUE, notify_customers=True)
    await issue("SO-1")
    await issue("SO-2")
    [told] = policies_told()
    assert clock.instant < told.notify_at < clock.instant + timedelta(days=1)


async def test_a_creditor_that_does_not_want_it_told_tells_nobody_of_its_policy(
    rules: Do, issue: Do, order: Do, policies_told: Policies
) -> None:
    await rules(PREPAY_WHILE_OVERDUE)
    await issue("SO-1")
    await order(reference="ORDER-1", record=True)
    assert policies_told() == []


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
