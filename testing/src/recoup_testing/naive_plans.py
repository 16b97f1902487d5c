"""Payment plans on the same paper: who promised to pay how much of which terms, by which days.

What is planned is set aside. Instalments are sums, met by the days on which money counts; a plan
never expects more than is owed, and then asks for less of all that is ahead; and one that turns out to have been kept, or not to have been
completed, runs again, unless another has replaced it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate

from recoup_testing.naive_ledger import LAST, Entry, NaiveLedger, Term, shared

Schedule = Sequence[tuple[date, int]]


@dataclass
class Plan:
    customer: str
    slices: dict[Term, int]
    instalments: Schedule
    grace: timedelta
    state: str = "running"
    replaced: bool = False
    """Another was agreed over some of it."""
    fillings: list[tuple[Entry, int, date]] = field(default_factory=list)
    """What a part of a payment, or what a term was lowered by, counts at most, and from when on."""

    @property
    def counts(self) -> bool:
        return self.state == "running" or (self.state != "cancelled" and not self.replaced)

    def met(self, until: date = LAST, term: Term | None = None) -> int:
        """What is taken off the term counts no more."""
        counted = [each for each in self.fillings if each[2] <= until]
        found = [each for each in counted if term in (None, each[0].term)]
        return sum(min(most, -part.amount) for part, most, _ in found)

    def expected(self, term: Term) -> int:
        return self.slices[term] - self.met(term=term)

    @property
    def remaining(self) -> int:
        return sum(map(self.expected, self.slices))

    def sums(self) -> list[tuple[date, int]]:
        """By each instalment's day, what is to be paid until then."""
        sums = accumulate(amount for _, amount in self.instalments)
        return [(due, upto) for (due, _), upto in zip(self.instalments, sums, strict=True)]

    @property
    def open(self) -> list[int]:
        """What is open of each instalment, of which the soonest is met first."""
        parts = zip(self.instalments, self.sums(), strict=True)
        return [max(min(amount, upto - self.met()), 0) for (_, amount), (_, upto) in parts]

    @property
    def next_due(self) -> date:
        return next(due for due, upto in self.sums() if upto > self.met())

    def waits_for(self, money: int, on: date) -> int:
        """What of money that names nothing: instalments that it meets to the cent, or what is due."""
        short = [(due, upto - self.met()) for due, upto in self.sums()]
        if money in [left for _, left in short]:
            return money
        return min(money, max([left for due, left in short if due <= on], default=0))

    def lower(self, term: Term, by: int, day: date) -> None:
        """Each that is ahead, by its share of what is open; what is left fills those that are over."""
        open = self.open
        ahead = [
            left if due >= day else 0 for (due, _), left in zip(self.instalments, open, strict=True)
        ]
        cut = min(by, sum(ahead))
        shares = [divmod(cut * left, sum(ahead) or 1) for left in ahead]
        first = sorted(range(len(ahead)), key=lambda n: (-shares[n][1], n))
        more = first[: cut - sum(part for part, _ in shares)]
        parts = [part + (n in more) for n, (part, _) in enumerate(shares)]
        self.instalments = [
            (due, amount - part)
            for (due, amount), part in zip(self.instalments, parts, strict=True)
        ]
        self.slices[term] -= cut
        if by > cut:
            lowered = Entry("lowered", cut - by, day, term, "")
            self.fillings.append((lowered, by - cut, day))

    def count(self, part: Entry, day: date, today: date) -> None:
        """Beyond its slice it takes the place of others, of which the last gives first.

        Once it is completed, by the part before of the same payment even, it waits for nothing.
        """
        if not self.remaining:
            self.judge(today)
        surplus = 0 if self.state == "completed" else -part.amount - self.remaining
        latest = sorted(self.fillings, key=lambda each: each[2], reverse=True)
        for each in [each for each in latest if each[2] > day and each[0].kind == "payment"]:
            counts = min(each[1], -each[0].amount)
            gives = min(max(surplus, 0), counts)
            self.fillings[self.fillings.index(each)] = (each[0], counts - gives, each[2])
            surplus -= gives
        amount = min(-part.amount, self.remaining)
        others = [(each, self.expected(each)) for each in self.slices if each != part.term]
        beyond = shared(amount - self.expected(part.term), reversed(others))
        for other, moved in beyond.items():
            self.slices[other] -= moved
            self.slices[part.term] += moved
        self.fillings.append((part, amount, day))

    def judge(self, today: date) -> None:
        """By what is open once the days of grace are over; a broken one by when it was met."""
        ends = [(due + self.grace, upto) for due, upto in self.sums()]
        over = [(last, upto) for last, upto in ends if last < today]
        if self.state == "paid_off":
            self.state = "broken"
        if self.state == "completed" and self.remaining:
            self.state = "running"
        if self.state == "running" and any(self.met() < upto for _, upto in over):
            self.state = "broken"
        elif self.state == "broken" and all(self.met(last) >= upto for last, upto in over):
            self.state = "running"
        if not self.remaining:
            self.state = {"running": "completed", "broken": "paid_off"}.get(self.state, self.state)


class PlanningLedger(NaiveLedger):
    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__(today)
        self.plans = dict[str, Plan]()
        self.disputed = dict[str, tuple[Term, int]]()
        """How much of a term each open dispute is about."""
        self.lowered_on = dict[Term, date]()
        """From when on less was owed of a term, when it was lowered last."""

    def agree(
        self, name: str, customer: str, amounts: Mapping[str, int], schedule: Schedule, grace: int
    ) -> None:
        """So much of each invoice, of the terms that are due first."""
        slices = dict[Term, int]()
        for invoice, amount in amounts.items():
            slices |= shared(amount, [(term, self.left(term)) for term in self.terms(invoice)])
        for other in self.plans.values():
            ended = other.state in ("broken", "completed", "paid_off")
            other.replaced |= ended and not slices.keys().isdisjoint(other.slices)
        self.plans[name] = Plan(customer, slices, schedule, timedelta(days=grace))

    def plan_over(self, term: Term) -> Plan | None:
        """The one that counts."""
        plans = (each for each in self.plans.values() if each.counts and term in each.slices)
        return next(plans, None)

    def is_set_aside(self, term: Term) -> bool:
        contested = any(term == of for of, _ in self.disputed.values())
        return contested or self.plan_over(term) is not None

    def chased(self, term: Term) -> int:
        """The rest; what is disputed and planned may overlap."""
        plan = self.plan_over(term)
        planned = plan.expected(term) if plan and plan.state == "running" else 0
        contested = sum(amount for of, amount in self.disputed.values() if of == term)
        return max(self.left(term) - contested - planned, 0)

    def book(self, kind: str, amount: int, day: date, term: Term, source: str = "") -> None:
        super().book(kind, amount, day, term, source)
        if amount < 0 and kind != "payment":
            counts = max(day, self.documents[term[0]].issued)
            self.lowered_on[term] = min(counts, self.today())
        plan = self.plan_over(term)
        if amount and plan and kind == "payment":
            today = self.today()
            plan.count(self.pages[term][-1], min(self.documents[source].issued, today), today)

    def end_day(self) -> None:
        """Or a booking."""
        for plan in [each for each in self.plans.values() if each.counts]:
            for term in plan.slices:
                if (less := plan.expected(term) - self.left(term)) > 0:
                    plan.lower(term, less, self.lowered_on[term])
            plan.judge(self.today())

    def pay_unnamed(self, source: str) -> None:
        """What is due of plans, then the longest due that is not set aside, then the rest of plans."""
        money, left = self.documents[source], self.left(source)
        running = [each for each in self.plans.values() if each.state == "running"]
        wishes, rests = list[tuple[Term, int]](), list[tuple[Term, int]]()
        for plan in sorted(running, key=lambda plan: plan.next_due):
            if plan.customer == money.customer:
                expected = [(term, plan.expected(term)) for term in plan.slices]
                due = shared(plan.waits_for(left, money.issued), expected)
                left -= due.total()
                wishes += due.items()
                rests += [(term, amount - due[term]) for term, amount in expected]
        terms = self.terms(*self.names("invoice", of=[money.customer]))
        wishes += [(term, self.chased(term)) for term in sorted(terms, key=self.longest_due)]
        self.apply(source, shared(self.left(source), wishes + rests))

    def longest_due(self, term: Term) -> tuple[bool, date, Term]:
        """Charges have a stroke, and come last."""
        return ("/" in term[0], self.due(term), term)
