"""How a customer has paid so far is part of its standing: silence, late payments, returned ones."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from invoice.credit_standing.domain.figures import CREDIT_FIGURES, Figures
from recoup_events.invoice import CreditStandingChanged
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.ids import DEFAULT, TenantId, creditor_id_of
from recoup_eventstore.command_runner import CommandRunner

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Changes = Callable[[], list[CreditStandingChanged]]
PassDays = Callable[[int], Awaitable[None]]
ACME = TenantId("acme")
SILENCE = {"standing": "watch", "measure": "days_silent", "threshold": 14}
LATE = {"standing": "prepay", "measure": "late_share", "threshold": 50}
RETURNED = {"standing": "hold", "measure": "returned_payments", "threshold": 2}


@pytest.fixture
def figures(command_runner: CommandRunner, customer: Shown) -> Callable[[], Awaitable[Figures]]:
    async def read() -> Figures:
        account = Account(ACME, customer["id"])
        async with command_runner.work() as work:
            document = await work.document(CREDIT_FIGURES, account, account.key)
        return document.of(creditor_id_of(ACME, DEFAULT))

    return read


@pytest.fixture
def paid(issue: Do, pay: Do) -> Do:
    """An invoice that was paid so many days after its due date."""

    async def late(nth: int, days: int) -> Shown:
        due = date(2025, 12, 1)
        dates = {"issue_date": "2025-11-01", "due_date": str(due)}
        await issue(f"OLD-{nth}", "10.00", **dates)
        day = str(due + timedelta(days))
        return await pay(
            f"PAID-{nth}", "10.00", value_date=day, references=[{"invoice": f"OLD-{nth}"}]
        )

    return late


@pytest.mark.parametrize(
    ("days", "usual"),
    [
        ([-5, 0, 0, 0], None),
        ([-5, 0, 0, 0, 0], 0),
        ([2] * 9 + [60], 3),
        ([2] * 8 + [60] * 2, 60),
        ([91] * 5, None),
    ],
)
async def test_what_is_usual_is_how_late_nine_tenths_were_paid(
    paid: Do, figures: Callable[[], Awaitable[Figures]], days: list[int], usual: int | None
) -> None:
    for nth, late in enumerate(days):
        await paid(nth, late)
    assert (await figures()).usual_days == usual


async def test_a_good_payer_who_goes_silent_is_watched_long_before_a_bad_one(
    rules: Do, issue: Do, paid: Do, order: Do, pay: Do, pass_days: PassDays, changes: Changes
) -> None:
    await rules(SILENCE)
    for nth in range(5):
        await paid(nth, 2)
    invoice = await issue("SO-1")
    await pass_days(30 + 3 + 13)
    assert changes() == []
    await pass_days(1)
    [change] = changes()
    assert (change.after, change.causes[0].value) == ("watch", 14)
    assert [each.invoice_id for each in change.causes[0].receivables] == [invoice["id"]]
    watched = await order()
    assert (watched["answer"], watched["reasons"][0]["code"]) == ("allow", "standing_watch")
    await pay("B-1", "100.00")
    assert changes()[-1].after == "normal"


async def test_who_pays_late_as_a_rule_pays_in_advance_until_it_does_not(
    rules: Do, issue: Do, paid: Do, pay: Do, pass_days: PassDays, changes: Changes
) -> None:
    await rules(LATE)
    for nth in range(4):
        await paid(nth, 40)
    await issue("SO-1")
    await pass_days(31)
    await pay("B-1", "100.00", value_date="2026-02-05")
    assert [(each.after, each.causes[0].value) for each in changes()] == [("prepay", 100)]
    for nth in range(4, 9):
        await paid(nth, 0)
    assert changes()[-1].after == "prepay", "five of ten"
    await paid(10, 0)
    assert changes()[-1].after == "normal"


async def test_payments_that_came_back_count_for_a_year(
    erp: AsyncClient, rules: Do, paid: Do, send: Do, pass_days: PassDays, changes: Changes
) -> None:
    await rules(RETURNED)
    for nth in range(2):
        back = (await paid(nth, 0))["id"]
        await send(f"/v1/payments/{back}/reversal", {"reason": "no funds"})
    [change] = changes()
    assert (change.after, len(change.causes[0].payments)) == ("hold", 2)
    await pass_days(364)
    assert len(changes()) == 1
    await pass_days(1)
    assert changes()[-1].after == "normal"


async def test_figures_are_taken_back_with_what_they_counted(
    issue: Do, pay: Do, send: Do, figures: Callable[[], Awaitable[Figures]], pass_days: PassDays
) -> None:
    invoice = await issue("SO-1")
    await pass_days(40)
    before = await figures()
    assert (before.owed, before.overdue, before.items_overdue) == ({"EUR": 100_00},) * 2 + (1,)
    payment = await pay("B-1", "100.00", value_date="2026-02-10")
    settled = await figures()
    assert (settled.owed, settled.overdue, settled.due_days) == ({}, {}, 0)
    assert settled.paid == (0, 0, 1, 0, 0, 0, 0, 0)
    await send(
        f"/v1/payments/{payment['id']}/allocations/{payment['allocations'][0]['id']}/unallocation",
        {"reason": "meant for another"},
    )
    await pass_days(0)
    again = await figures()
    assert (again.owed, again.paid) == (before.owed, before.paid)
    await send(f"/v1/invoices/{invoice['id']}/cancellation", {"reason": "a mistake"})
    gone = await figures()
    assert (gone.owed, gone.overdue, gone.items_overdue, gone.due_days) == ({}, {}, 0, 0)


async def test_a_charge_is_owed_and_its_payment_says_nothing_of_how_one_pays(
    issue: Do, pay: Do, send: Do, figures: Callable[[], Awaitable[Figures]]
) -> None:
    terms = {"collection_costs": {"percent": "10"}}
    agreed = {"clauses": terms, "effective_from": "2020-01-01", "reason": "our terms of trade"}
    await send("/v1/agreements", agreed)
    dates = {"issue_date": "2025-12-01", "due_date": "2026-01-03"}
    invoice = await issue("SO-1", "100.00", **dates)
    await send("/v1/charges", {"invoice_id": invoice["id"], "kind": "cost"})
    assert (await figures()).owed == {"EUR": 110_00}
    await pay("B-1", "110.00", value_date="2026-01-05")
    paid = await figures()
    assert (paid.owed, sum(paid.paid)) == ({}, 1)
