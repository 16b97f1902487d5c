"""Two creditors of one tenant over many months, with terms, discounts, charges and groups: every month-end balances."""

import asyncio
import os
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any

import pytest

from recoup_testing.books_compared import aged, compare, naively_aged
from recoup_testing.books_kept_twice import BooksKeptTwice
from recoup_testing.charged_twice import TERMS, charge_costs

pytestmark = pytest.mark.servers
MONTHS = int(os.environ.get("RECOUP_LEDGER_MONTHS", "5"))
CUSTOMERS = 3 * MONTHS
"""Every third stands above the two that come after it."""
Do = Callable[[], object]


@dataclass
class CreditorsCalendar:
    """What happens to one creditor's books, by the day on which it is booked."""

    books: BooksKeptTwice
    customers: list[str]
    random: Random
    diary: dict[date, list[Do]] = field(default_factory=dict)

    def on(self, day: date, do: Do) -> None:
        self.diary.setdefault(day, []).append(do)

    def month(self, first: date) -> None:
        for nth, customer in enumerate(self.customers):
            for _ in range(self.random.randint(0, 2)):
                day = first + timedelta(days=self.random.randint(0, 25))
                amount = self.random.randint(5_00, 900_00)
                self.on(day, partial(self.issue, nth, customer, amount))

    def issue(self, nth: int, customer: str, amount: int) -> None:
        """Booked some days late now and then; paid early, late, in parts, by the parent, or never."""
        today = self.books.today
        issued = today - timedelta(days=self.random.choice([0, 0, 0, 3, 12]))
        parts = [amount] if self.random.random() < 0.7 else [amount // 2, amount - amount // 2]
        terms = [(issued + timedelta(days=14 + 30 * n), part) for n, part in enumerate(parts)]
        discount = (2, issued + timedelta(days=10)) if self.random.random() < 0.4 else None
        name = self.books.issue(customer, issued, terms, discount)
        payer = self.customers[nth - nth % 3] if self.random.random() < 0.3 else customer
        for after in self.days_of_payment():
            value_date, share = today + timedelta(after), self.random.choice([1, 1, 1, 2, 3])
            booked_on = value_date + timedelta(self.random.choice([0, 1, 5]))
            self.on(booked_on, partial(self.pay, payer, name, value_date, share))
        if self.random.random() < 0.3:
            day = today + timedelta(self.random.randint(16, 40))
            self.on(day, partial(charge_costs, self.books, name))
        if self.random.random() < 0.2:
            day = today + timedelta(self.random.randint(5, 60))
            self.on(day, partial(self.trouble, name))

    def days_of_payment(self) -> list[int]:
        kind = self.random.choice(["early", "late", "parts", "parts", "never"])
        ranges = {"early": [(2, 9)], "late": [(20, 80)], "parts": [(5, 30), (31, 70)], "never": []}
        return [self.random.randint(*each) for each in ranges[kind]]

    def pay(self, payer: str, name: str, value_date: date, share: int) -> None:
        """By name, or without a word; two per cent less where a discount is offered."""
        owed = self.books.naive.balance(name) // share
        if self.books.naive.documents[name].discount and self.random.random() < 0.7:
            owed -= owed * 2 // 100
        if owed > 0:
            wishes = [] if self.random.random() < 0.15 else [name]
            source = self.books.receive("payment", payer, value_date, owed, wishes)
            if self.random.random() < 0.05:
                self.on(self.books.today + timedelta(4), partial(self.books.take_back, source))

    def trouble(self, name: str) -> None:
        books, customer = self.books, self.books.naive.documents[name].customer
        amount = books.naive.balance(name)
        kind = self.random.choice(["credit", "credit", "lower", "raise", "write off", "cancel"])
        if kind == "credit":
            books.receive("credit note", customer, books.today, max(1, amount // 3), [name])
        elif kind in ("lower", "raise"):
            change = -max(1, amount // 4) if kind == "lower" else 10_00
            if books.move(name, "adjustments", amount=books.money(change)):
                books.naive.adjust(name, change)
        elif kind == "write off":
            if amount and books.move(name, "write-off", amount=books.money(amount)):
                books.naive.give_off("write-off", name, amount, books.today)
        elif books.move(name, "cancellation"):
            books.naive.cancel(name)

    def today(self) -> None:
        for do in self.diary.pop(self.books.today, []):
            do()


def months(first: date) -> list[date]:
    places = (divmod(first.month - 1 + nth, 12) for nth in range(MONTHS + 1))
    return [date(first.year + year, month + 1, 1) for year, month in places]


def registered(books: BooksKeptTwice, bolts: dict[str, Any]) -> Iterator[str]:
    for nth in range(CUSTOMERS):
        group = {"group": {"parent": f"C-{nth - nth % 3}"}} if nth % 3 else {}
        body = bolts | {"external_id": f"C-{nth}", "name": f"Customer {nth}"} | group
        yield books.done("/v1/customers", body)["id"]


def run(books: BooksKeptTwice, bolts: dict[str, Any]) -> list[CreditorsCalendar]:
    """Both creditors, day by day, to the end of the last month."""
    customers = list(registered(books, bolts))
    creditors = [
        CreditorsCalendar(books, customers, Random(1)),
        CreditorsCalendar(books.of_creditor("north"), customers, Random(2)),
    ]
    for each in creditors:
        books.done("/v1/agreements", TERMS | {"creditor": each.books.creditor})
    *begun, end = months(books.today)
    for each in creditors:
        for month in begun:
            each.month(max(month, books.today))
    while books.today < end:
        for each in creditors:
            each.today()
        books.clock.turn(timedelta(days=1))
    return creditors


async def test_every_month_end_of_two_creditors_balances(
    begin: Callable[[str], BooksKeptTwice],
    follow: Callable[[], Coroutine[Any, Any, None]],
    bolts: dict[str, Any],
) -> None:
    books = await asyncio.to_thread(begin, "EUR")
    first = books.today
    creditors = await asyncio.to_thread(run, books, bolts)
    await follow()

    def compare_all() -> None:
        ends = [following - timedelta(days=1) for following in months(first)[1:]]
        for each in creditors:
            for end in ends:
                naively = naively_aged(each.books.naive, end, *each.customers)
                assert aged(each.books, end) == naively, end
            for customer in each.customers:
                compare(each.books, customer, ends[-1:])

    await asyncio.to_thread(compare_all)
