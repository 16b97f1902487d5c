"""Whatever happened, in whatever order, the sums and the standing are those of a look at everything."""

from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from httpx import AsyncClient

from invoice.credit_standing.domain.credit import CREDIT, credit_stream
from invoice.credit_standing.domain.figures import CREDIT_FIGURES
from invoice.credit_standing.domain.rules import Known, advise
from invoice.credit_standing.handlers.situation import policy_of
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import Invoice
from invoice.open_items.domain.open_receivables import OPEN_RECEIVABLES
from recoup_events.invoice.credit_standing import OverdueReceivable
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.ids import DEFAULT, TenantId, creditor_id_of
from recoup_eventstore.command_runner import CommandRunner
from recoup_receivables.calendar import local_date
from recoup_testing.clock import TurnedClock
from recoup_testing.contested import opened, rejected, upheld

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Receive = Callable[..., Awaitable[None]]
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

    def __init__(
        self,
        random: Random,
        erp: AsyncClient,
        issue: Do,
        pay: Do,
        receive: Receive,
        clock: TurnedClock,
    ) -> None:
        self.invoices: list[str] = []
        self._contested: list[tuple[Shown, int, str]] = []
        self._receive = receive
        self._random, self._erp, self._issue, self._pay = random, erp, issue, pay
        self._clock = clock
        self._payments: list[str] = []

    async def go_on(self) -> None:
        often = (self.issued, self.issued, self.paid, self.paid)
        seldom = (self.paid_back, self.moved, self.written_off, self.cancelled, self.adjusted)
        happens = self._random.choice([*often, *seldom, self.contested, self.answered])
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

    async def contested(self) -> None:
        if self.invoices:
            shown = (
                await self._erp.get(f"/v1/invoices/{self._random.choice(self.invoices)}")
            ).json()
            slice = (shown, self._random.randrange(1, 30), f"dsp_{self._random.random()}")
            if shown["total"]["currency"] == "EUR":
                self._contested.append(slice)
                await self._receive(opened(*slice))

    async def answered(self) -> None:
        if self._contested:
            slice = self._contested.pop()
            await self._receive(self._random.choice([rejected, upheld])(*slice))

    async def adjusted(self) -> None:
        amount = {"currency": "EUR", "amount": str(self._random.choice([-3, 5]))}
        await self._to_one("adjustments", {"amount": amount})


async def looked_at(
    command_runner: CommandRunner, account: Account, ids: list[str], today: date
) -> Known:
    """Every term of every invoice, and what is set aside of it."""
    owed, overdue = Counter[str](), list[OverdueReceivable]()
    async with command_runner.work() as work:
        kept = (await work.document(CREDIT_FIGURES, account, account.key)).of(CREDITOR)
        for id in ids:
            invoice = await work.state(INVOICE, INVOICE.stream(*account, id))
            assert isinstance(invoice, Invoice)
            for term in invoice.terms:
                owed[invoice.currency] += invoice.owed(term.receivable_id).minor_units
                known = await work.document(OPEN_RECEIVABLES, account, term.receivable_id)
                if term.receivable_id in invoice.aged and known.chased:
                    overdue.append(
                        OverdueReceivable(
                            invoice_id=invoice.issued.invoice_id,
                            receivable_id=term.receivable_id,
                            due_date=term.due_date,
                            balance=invoice.owed(term.receivable_id),
                            overdue=known.chased,
                        )
                    )
    sums = Counter[str]()
    for each in overdue:
        sums[each.overdue.currency] += each.overdue.minor_units
    found = {
        "owed": dict(+owed),
        "overdue": dict(sums),
        "items_overdue": len(overdue),
        "due_days": sum(each.due_date.toordinal() for each in overdue),
    }
    oldest = tuple(sorted(overdue, key=lambda each: each.due_date))
    return Known(kept.model_copy(update=found), oldest, today)


@pytest.mark.parametrize("seed", range(12))
async def test_they_are_what_a_look_at_everything_would_find(
    seed: int,
    erp: AsyncClient,
    rules: Do,
    issue: Do,
    pay: Do,
    receive: Receive,
    customer: Shown,
    clock: TurnedClock,
    pass_days: PassDays,
    command_runner: CommandRunner,
) -> None:
    random = Random(seed)
    await rules(*RULES)
    account, life = Account(ACME, customer["id"]), Life(random, erp, issue, pay, receive, clock)
    for _ in range(40):
        await life.go_on()
        if random.random() < 0.5:
            await pass_days(random.randrange(1, 4))
            today = local_date(clock.now(), "Europe/Berlin")
            known = await looked_at(command_runner, account, life.invoices, today)
            async with command_runner.work() as work:
                document = await work.document(CREDIT_FIGURES, account, account.key)
                policy = await policy_of(work, account, CREDITOR)
                credit = await work.state(CREDIT, credit_stream(account, CREDITOR))
            assert document.of(CREDITOR) == known.figures
            assert credit.advised is advise(policy, known).standing
