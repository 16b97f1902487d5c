"""Whatever is booked, in whatever order and however late: a naive ledger comes to the same, by any day.

``make ledgers`` plays 2,000 such sequences; here are as many as a test may take.
"""

import asyncio
import os
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from recoup_testing.amended_twice import move_due_dates
from recoup_testing.books_compared import compare
from recoup_testing.books_kept_twice import BooksKeptTwice
from recoup_testing.charged_twice import TERMS, charge_costs
from recoup_testing.disputed_twice import DisputesKeptTwice
from recoup_testing.ledger_strategies import (
    AMOUNTS,
    CURRENCIES,
    DAYS,
    DISCOUNTS,
    NTH,
    SCHEDULES,
    SOME_SCHEDULES,
    WHOSE,
    WISHES,
    Terms,
    Wish,
    falling_due,
)
from recoup_testing.planned_twice import PlansKeptTwice
from recoup_testing.planning_machine import PlanningMachine

pytestmark = pytest.mark.servers
SEQUENCES = int(os.environ.get("RECOUP_LEDGERS", "60"))
SETTINGS = settings(
    max_examples=SEQUENCES,
    derandomize="RECOUP_LEDGERS"
    not in os.environ,  # every run the same ones; `make ledgers` tries others
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
Begin = Callable[[str], BooksKeptTwice]
BeginPlans = Callable[[BooksKeptTwice], PlansKeptTwice]
Follow = Callable[[], Coroutine[Any, Any, None]]


class ParentAndChild(PlanningMachine):
    """A parent and its child, which buy of one creditor; the parent's money may pay for the child."""

    def __init__(
        self, begin: Begin, begin_plans: BeginPlans, follow: Follow, bolts: dict[str, Any]
    ) -> None:
        super().__init__()
        self.begin, self.begin_plans, self.follow, self.bolts = begin, begin_plans, follow, bolts
        self.cancelled = set[str]()

    @initialize(
        currency=CURRENCIES, schedules=SOME_SCHEDULES, discount=DISCOUNTS, wish=st.none() | WISHES
    )
    def start(
        self,
        currency: str,
        schedules: list[Terms],
        discount: tuple[int, int] | None,
        wish: Wish | None,
    ) -> None:
        self.books = self.begin(currency)
        self.plans = self.begin_plans(self.books)
        self.disputes = DisputesKeptTwice(self.plans)
        self.naive, self.began = self.books.naive, self.books.today
        self.books.done("/v1/agreements", TERMS)
        parent = self.books.done("/v1/customers", self.bolts)["id"]
        child = self.bolts | {"external_id": "C-2", "group": {"parent": parent}}
        self.customers = [parent, self.books.done("/v1/customers", child)["id"]]
        for schedule in schedules:
            self.issue(0, 0, schedule, discount)
        self.plans.settle()
        if wish is not None:
            self.agree(0, [0, 1], wish)

    @rule(days=st.integers(min_value=1, max_value=25))
    def days_pass(self, days: int) -> None:
        self.books.clock.turn(timedelta(days=days))

    @precondition(lambda self: len(self.invoices) < 5)
    @rule(of=WHOSE, off=DAYS, schedule=SCHEDULES, discount=DISCOUNTS)
    def issue(self, of: int, off: int, schedule: Terms, discount: tuple[int, int] | None) -> None:
        day = self.day(off)
        until = discount and (discount[0], day + timedelta(days=discount[1]))
        self.books.issue(self.customers[of], day, falling_due(day, schedule), until)

    @rule(nth=NTH)
    def charge(self, nth: int) -> None:
        charge_costs(self.books, self.invoice(nth))

    @rule(by=WHOSE, off=DAYS, amount=AMOUNTS, to=st.lists(NTH, max_size=2))
    def pay(self, by: int, off: int, amount: int, to: list[int]) -> None:
        names = dict.fromkeys(map(self.invoice, to))
        self.books.receive("payment", self.customers[by], self.day(off), amount, names)

    @rule(by=WHOSE, off=DAYS, to=NTH)
    def pay_all(self, by: int, off: int, to: int) -> None:
        """What is owed, less what a discount may be."""
        name = self.invoice(to)
        if owed := self.naive.balance(name):
            percent, _ = self.naive.documents[name].discount or (0, None)
            amount = owed - owed * percent // 100
            self.books.receive("payment", self.customers[by], self.day(off), amount, [name])

    @rule(by=WHOSE, off=DAYS, amount=AMOUNTS, to=NTH)
    def pay_a_term(self, by: int, off: int, amount: int, to: int) -> None:
        wishes = [self.term(to)]
        self.books.receive("payment", self.customers[by], self.day(off), amount, wishes)

    @rule(to=WHOSE, off=DAYS, amount=AMOUNTS, named=st.lists(NTH, max_size=2))
    def credit(self, to: int, off: int, amount: int, named: list[int]) -> None:
        """Of the customer's own invoices."""
        own = self.naive.names("invoice", of=[self.customers[to]])
        names = dict.fromkeys(own[nth % len(own)] for nth in named if own)
        self.books.receive("credit note", self.customers[to], self.day(off), amount, names)

    def source(self, nth: int, *kinds: str) -> str:
        sources = self.sources(*kinds)
        return sources[nth % len(sources)]

    def sources(self, *kinds: str) -> list[str]:
        return self.naive.names(*(kinds or ("payment", "credit note")))

    @precondition(lambda self: self.sources())
    @rule(nth=NTH, to=NTH, amount=AMOUNTS)
    def allocate(self, nth: int, to: int, amount: int) -> None:
        """Credit is for the customer's own invoices alone."""
        self.books.allocate(self.source(nth), self.invoice(to), amount)

    @precondition(lambda self: self.sources())
    @rule(nth=NTH, place=NTH)
    def unallocate(self, nth: int, place: int) -> None:
        self.books.unallocate(self.source(nth), place)

    @precondition(lambda self: self.sources())
    @rule(nth=NTH)
    def take_back(self, nth: int) -> None:
        self.books.take_back(self.source(nth))

    @precondition(lambda self: self.sources("payment"))
    @rule(nth=NTH, off=st.integers(min_value=0, max_value=20), part=st.sampled_from([1, 2]))
    def refund(self, nth: int, off: int, part: int) -> None:
        source = self.source(nth, "payment")
        if amount := self.naive.left(source) // part:
            self.books.refund(source, self.day(off), amount)

    @rule(nth=NTH, change=st.integers(min_value=-150_00, max_value=50_00))
    def adjust(self, nth: int, change: int) -> None:
        name = self.invoice(nth)
        if self.books.move(name, "adjustments", amount=self.books.money(change)):
            self.naive.adjust(name, change)

    @rule(nth=NTH, by=st.integers(min_value=-20, max_value=40))
    def move_due_dates(self, nth: int, by: int) -> None:
        move_due_dates(self.books, self.invoice(nth), timedelta(days=by))

    @precondition(lambda self: len(self.invoices) > 2)
    @rule(nth=NTH)
    def cancel(self, nth: int) -> None:
        if self.books.move(self.invoice(nth), "cancellation"):
            self.cancelled.add(self.invoice(nth))
            self.naive.cancel(self.invoice(nth))

    @rule(nth=NTH, off=st.integers(min_value=-30, max_value=0))
    def continue_by_another(self, nth: int, off: int) -> None:
        """To the bookkeeper it is the same debt; only that nothing counts before the new document.

        Discounts and write-offs belong to a document, so those with any are left out; a
        charge is not continued, nor is what a plan or a dispute is about.
        """
        name = self.invoice(nth)
        invoice = self.naive.documents[name]
        terms, day = self.naive.terms(name), max(self.day(off), invoice.issued)
        given_off = invoice.discount or any(
            part.kind == "write-off" for part in self.naive.parts(*terms)
        )
        aside = self.naive.is_set_aside((name, 0))
        plain = len(terms) == 1 and not given_off and not aside and "/" not in name
        if plain and self.naive.balance(name):
            self.books.continue_(name, day)
            invoice.issued = day

    @rule(nth=NTH, part=st.sampled_from([1, 3]))
    def write_off(self, nth: int, part: int) -> None:
        name = self.invoice(nth)
        amount = self.naive.balance(name) // part
        if amount and self.books.move(name, "write-off", amount=self.books.money(amount)):
            self.naive.give_off("write-off", name, amount, self.books.today)

    @rule(nth=NTH)
    def take_the_write_offs_back(self, nth: int) -> None:
        name = self.invoice(nth)
        if name not in self.books.continued and self.books.move(name, "write-off-reversal"):
            self.naive.undo_all(name, "write-off")

    @rule(nth=NTH, amount=AMOUNTS)
    def dispute(self, nth: int, amount: int) -> None:
        """As much as the term is over at most."""
        term = self.term(nth)
        amount = min(amount, self.naive.asked(term))
        if amount and term[0] not in self.cancelled:
            self.disputes.open(term, amount)

    @precondition(lambda self: self.naive.disputed)
    @rule(nth=NTH, upheld=st.booleans())
    def end_a_dispute(self, nth: int, upheld: bool) -> None:
        name, (term, _) = list(self.naive.disputed.items())[nth % len(self.naive.disputed)]
        if upheld and term[0] not in self.cancelled:
            self.disputes.uphold(name)
        else:
            self.disputes.withdraw(name)

    def teardown(self) -> None:
        if hasattr(self, "books"):
            self.books.run(self.follow())
            days = [self.began + timedelta(days=off) for off in (-45, -10, 0, 15, 60)]
            for customer in self.customers:
                compare(self.books, customer, days)
            self.plans.compare_in_any_order(self.disputes.recorded)
            self.plans.compare_by_any_day([self.began + timedelta(days=off) for off in range(90)])


async def test_a_naive_ledger_comes_to_the_same(
    begin: Begin,
    begin_plans: BeginPlans,
    follow: Follow,
    bolts: dict[str, Any],
) -> None:
    def books_kept() -> ParentAndChild:
        return ParentAndChild(begin, begin_plans, follow, bolts)

    made = cast(type[ParentAndChild], books_kept)
    await asyncio.to_thread(run_state_machine_as_test, made, settings=SETTINGS)
