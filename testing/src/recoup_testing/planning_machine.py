"""What customers do who pay by plans, for state machines of Hypothesis."""

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from recoup_testing.books_kept_twice import BooksKeptTwice
from recoup_testing.ledger_strategies import LATER, NTH, TO, WHOSE, WISHES, Wish
from recoup_testing.naive_ledger import Term
from recoup_testing.naive_plans import Plan, PlanningLedger
from recoup_testing.planned_twice import PlansKeptTwice

MOST_PLANS = 7


class PlanningMachine(RuleBasedStateMachine):
    books: BooksKeptTwice
    plans: PlansKeptTwice
    naive: PlanningLedger
    customers: list[str]

    def day(self, off: int) -> date:
        return self.books.today + timedelta(days=off)

    @property
    def invoices(self) -> list[str]:
        return self.naive.names("invoice")

    def invoice(self, nth: int) -> str:
        return self.invoices[nth % len(self.invoices)]

    def term(self, nth: int) -> Term:
        terms = self.naive.terms(*self.invoices)
        return terms[nth % len(terms)]

    @precondition(lambda self: len(self.naive.plans) < MOST_PLANS)
    @rule(of=WHOSE, named=st.lists(NTH, min_size=1, max_size=3), wish=WISHES)
    def agree(self, of: int, named: list[int], wish: Wish) -> None:
        """Of plain invoices; each plan has a weekday of its own, so that one is always next."""
        part, count, first, weeks, grace = wish
        own = self.naive.names("invoice", of=[self.customers[of]])
        owed = {name: self.naive.balance(name) // part for name in own if "/" not in name}
        owing = [name for name, amount in owed.items() if amount]
        names = dict.fromkeys(owing[nth % len(owing)] for nth in named if owing)
        amounts = {name: owed[name] for name in names}
        if (whole := sum(amounts.values())) >= count:
            due = self.books.today + timedelta(days=first)
            due += timedelta(days=(len(self.naive.plans) - due.toordinal()) % MOST_PLANS)
            parts = [whole // count + (n < whole % count) for n in range(count)]
            schedule = [(due + n * timedelta(weeks=weeks), each) for n, each in enumerate(parts)]
            self.plans.agree(self.customers[of], amounts, schedule, grace)

    def plan(self, nth: int, *states: str) -> tuple[str, Plan]:
        found = [each for each in self.naive.plans.items() if each[1].state in states]
        return found[nth % len(found)]

    @precondition(
        lambda self: any(p.state in ("running", "broken") for p in self.naive.plans.values())
    )
    @rule(nth=NTH, later=LATER, booked=st.integers(min_value=0, max_value=9), to=TO)
    def pay_an_instalment(self, nth: int, later: int, booked: int, to: int | None) -> None:
        """What is open of the soonest, some days after its own, and booked when others are over."""
        _, plan = self.plan(nth, "running", "broken")
        open = [(due, left) for (due, _), left in zip(plan.instalments, plan.open, strict=True)]
        due, amount = next(((due, left) for due, left in open if left), (date.min, 0))
        if amount:
            day = due + timedelta(days=later)
            if day > self.books.today:
                self.books.clock.turn(day + timedelta(days=booked) - self.books.today)
                self.plans.settle()
            slices = list(plan.slices)
            wishes = [] if to is None else [slices[to % len(slices)]]
            self.books.receive("payment", plan.customer, day, amount, wishes)

    @precondition(lambda self: any(plan.state == "running" for plan in self.naive.plans.values()))
    @rule(nth=NTH)
    def cancel_a_plan(self, nth: int) -> None:
        name, _ = self.plan(nth, "running")
        self.plans.cancel(name)

    @invariant()
    def comes_to_the_same(self) -> None:
        self.plans.settle()
        self.plans.compare()
