"""Whatever happened, in whatever order, the sums and the standing are those of a look at everything."""

from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from httpx import AsyncClient

from invoice.allocations.domain.open_receivables import OPEN_RECEIVABLES
from invoice.credit_standing.domain.credit import CREDIT, credit_stream
from invoice.credit_standing.domain.figures import CREDIT_FIGURES, Figures
from invoice.credit_standing.domain.rules import Known, advise
from invoice.credit_standing.handlers import policy_of
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import Invoice
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.ids import DEFAULT, TenantId, creditor_id_of
from recoup_eventstore.command_runner import CommandRunner
from recoup_receivables.calendar import local_date
from recoup_testing.clock import TurnedClock

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
PassDays = Callable[[int], Awaitable[None]]
ACME = TenantId("acme")
CREDITOR = creditor_id_of(ACME, DEFAULT)
RULES = [
    {"standing": "watch", "measure": "late_share", "threshold": 40},
    {"standing": "watch", "measure": "days_silent", "threshold": 5},
    {
        "standing": "prepay",
        "measure": "amount_overdue",
        "amount": {"amount": "60.00", "currency": "EUR"},
    },
    {"standing": "hold", "measure": "items_overdue", "threshold": 3},
    {"standing": "hold", "measure": "days_overdue", "threshold": 12},
    {"standing": "stop_serving_advised", "measure": "returned_payments", "threshold": 3},
]
WHY = {"reason": "as it goes"}


class Life:
    """What may happen to a customer, one thing after another."""

    def __init__(self, random: Random, erp: AsyncClient, issue: Do, pay: Do, clock: TurnedClock):
        self.invoices: list[str] = []
        self._random, self._erp, self._issue, self._pay = random, erp, issue, pay
        self._clock = clock
        self._payments: list[str] = []

    async def go_on(self) -> None:
        often = (self.issued, self.issued, self.paid, self.paid)
        seldom = (self.paid_back, self.moved, self.written_off, self.cancelled, self.adjusted)
        happens = self._random.choice([*often, *seldom])
        await happens()

    def _day(self, first: int, last: int) -> str:
        return str(self._clock.now().date() + timedelta(self._random.randint(first, last)))

    async def issued(self) -> None:
        nth = len(self.invoices)
        currency = self._random.choice(["EUR", "EUR", "JPY"])
        amounts = [self._random.randrange(1, 40) for _ in range(self._random.randrange(1, 3))]
        days = sorted({self._day(-20, 10) for _ in amounts})
        schedule = [
            {"due_date": day, "amount": {"currency": currency, "amount": str(amount)}}
            for day, amount in zip(days, amounts, strict=False)
        ]
        whole = sum(amounts[: len(days)])
        made = await self._issue(
            f"SO-{nth}",
            total={"currency": currency, "amount": str(whole)},
            issue_date=str(date(2025, 12, 1)),
            due_date=None,
            schedule=schedule,
        )
        self.invoices.append(made["id"])

    async def paid(self) -> None:
        nth, day = len(self._payments), self._day(-10, 0)
        amount = {
            "currency": self._random.choice(["EUR", "EUR", "JPY"]),
            "amount": str(self._random.randrange(1, 70)),
        }
        made = await self._pay(f"B-{nth}", "", amount=amount, value_date=day)
        self._payments.append(made["id"])

    async def paid_back(self) -> None:
        if self._payments:
            id = self._random.choice(self._payments)
            await self._erp.post(f"/v1/payments/{id}/reversal", json=WHY)

    async def _to_one(self, path: str, body: Shown) -> None:
        """It may be refused; then nothing has happened."""
        if self.invoices:
            id = self._random.choice(self.invoices)
            await self._erp.post(f"/v1/invoices/{id}/{path}", json=body | WHY)

    async def moved(self) -> None:
        if self.invoices:
            id = self._random.choice(self.invoices)
            later = {"due_date": self._day(-20, 10), **WHY}
            await self._erp.patch(f"/v1/invoices/{id}", json=later)

    async def written_off(self) -> None:
        await self._to_one("write-off", {})

    async def cancelled(self) -> None:
        await self._to_one("cancellation", {})

    async def adjusted(self) -> None:
        amount = {"currency": "EUR", "amount": str(self._random.choice([-3, 5]))}
        await self._to_one("adjustments", {"amount": amount})


async def looked_at(command_runner: CommandRunner, account: Account, ids: list[str]) -> Figures:
    """Every term of every invoice, and every document beside it."""
    owed, overdue, due_days = Counter[str](), Counter[str](), list[int]()
    async with command_runner.work() as work:
        kept = (await work.document(CREDIT_FIGURES, account, account.key)).of(CREDITOR)
        for id in ids:
            invoice = await work.state(INVOICE, INVOICE.stream(*account, id))
            assert isinstance(invoice, Invoice)
            for term in invoice.terms:
                balance = invoice.owed(term.receivable_id).minor_units
                owed[invoice.currency] += balance
                if term.receivable_id in invoice.aged:
                    overdue[invoice.currency] += balance
                    due_days.append(term.due_date.toordinal())
    return kept.model_copy(
        update={
            "owed": dict(+owed),
            "overdue": dict(+overdue),
            "items_overdue": len(due_days),
            "due_days": sum(due_days),
        }
    )


@pytest.mark.parametrize("seed", range(12))
async def test_they_are_what_a_look_at_everything_would_find(
    seed: int,
    erp: AsyncClient,
    rules: Do,
    issue: Do,
    pay: Do,
    customer: Shown,
    clock: TurnedClock,
    pass_days: PassDays,
    command_runner: CommandRunner,
) -> None:
    random = Random(seed)
    await rules(*RULES)
    account, life = Account(ACME, customer["id"]), Life(random, erp, issue, pay, clock)
    for _ in range(40):
        await life.go_on()
        if random.random() < 0.5:
            await pass_days(random.randrange(1, 4))
            known = await looked_at(command_runner, account, life.invoices)
            today = local_date(clock.now(), "Europe/Berlin")
            async with command_runner.work() as work:
                document = await work.document(CREDIT_FIGURES, account, account.key)
                assert document.of(CREDITOR) == known
                receivables = (await work.listed(OPEN_RECEIVABLES, account)).values()
                oldest = sorted(
                    (each for each in receivables if each.overdue), key=lambda each: each.due_date
                )
                policy = await policy_of(work, account, CREDITOR)
                credit = await work.state(CREDIT, credit_stream(account, CREDITOR))
            advice = advise(policy, Known(known, oldest, today))
            assert credit.advised is advice.standing
