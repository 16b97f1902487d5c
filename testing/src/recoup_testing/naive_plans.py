"""Payment plans on the same paper: who promised to pay how much of which terms, by which days.

What is planned is set aside. An instalment is a sum, met by the days on which money counts; a plan
never expects more than is owed; and one that turns out to have been kept runs again, unless
another has replaced it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from recoup_testing.naive_ledger import NaiveLedger
from recoup_testing.naive_paper import Owner, Part


@dataclass
class Filling:
    part: Part
    """Of a payment, or what a term was lowered by."""
    most: int
    day: date

    @property
    def amount(self) -> int:
        """What is taken off the term does not count."""
        return min(self.most, self.part.amount)


@dataclass
class Plan:
    customer: str
    slices: dict[Owner, int]
    instalments: list[tuple[date, int]]
    grace: timedelta
    state: str = "running"
    replaced: bool = False
    """Another was agreed over some of it."""
    fillings: list[Filling] = field(default_factory=list)

    @property
    def counts(self) -> bool:
        return self.state == "running" or (self.state == "broken" and not self.replaced)

    def met(self, until: date = date.max) -> int:
        return sum(each.amount for each in self.fillings if each.day <= until)

    @property
    def remaining(self) -> int:
        return sum(amount for _, amount in self.instalments) - self.met()

    def expected(self, owner: Owner) -> int:
        filled = sum(each.amount for each in self.fillings if each.part.owner == owner)
        return self.slices[owner] - filled

    def sums(self) -> Iterator[tuple[date, int]]:
        """By each instalment's day, what is to be paid until then."""
        upto = 0
        for due, amount in self.instalments:
            upto += amount
            yield due, upto

    @property
    def open(self) -> list[int]:
        """What is open of each instalment, of which the soonest is met first."""
        short = [max(upto - self.met(), 0) for _, upto in self.sums()]
        amounts = [amount for _, amount in self.instalments]
        return [min(amount, left) for amount, left in zip(amounts, short, strict=True)]

    def waits_for(self, money: int, on: date) -> int:
        """What of money that names nothing: instalments that it meets to the cent, or what is due."""
        short = [(due, max(upto - self.met(), 0)) for due, upto in self.sums()]
        if money in [left for _, left in short]:
            return money
        return min(money, max([left for due, left in short if due <= on], default=0))

    def count(self, part: Part, day: date) -> None:
        """Beyond its slice it takes the place of others, of which the last gives first."""
        amount = min(part.amount, self.remaining)
        beyond = max(amount - self.expected(part.owner), 0)
        for other in reversed([owner for owner in self.slices if owner != part.owner]):
            moved = min(beyond, self.expected(other))
            self.slices[other] -= moved
            self.slices[part.owner] += moved
            beyond -= moved
        self.fillings.append(Filling(part, amount, day))

    def judge(self, today: date) -> None:
        """By what is open once the days of grace are over; a broken one by when it was met."""
        over = [i for i, (due, _) in enumerate(self.instalments) if due + self.grace < today]
        sums = list(self.sums())
        if self.state == "running" and any(self.open[i] for i in over):
            self.state = "broken"
        elif self.state == "broken":
            kept = all(self.met(sums[i][0] + self.grace) >= sums[i][1] for i in over)
            self.state = "running" if kept else "broken"
        if self.state == "running" and not self.remaining:
            self.state = "completed"


class PlanningLedger(NaiveLedger):
    def __init__(self) -> None:
        super().__init__()
        self.plans: dict[str, Plan] = {}
        self.disputed: dict[str, tuple[Owner, int]] = {}
        """How much of a term each open dispute is about."""
        self.today = date.min

    def agree(
        self,
        name: str,
        customer: str,
        amounts: Mapping[str, int],
        instalments: list[tuple[date, int]],
        grace: int,
    ) -> None:
        """So much of each invoice, of the terms that are due first."""
        slices = {}
        for invoice, amount in amounts.items():
            left = amount
            for owner in self.owners(invoice):
                if part := min(left, self.owed(owner)):
                    slices[owner] = part
                    left -= part
        for other in self.plans.values():
            other.replaced |= other.state == "broken" and not slices.keys().isdisjoint(other.slices)
        self.plans[name] = Plan(customer, slices, instalments, timedelta(days=grace))

    def plan_over(self, owner: Owner, *states: str) -> Plan | None:
        """The one that counts."""
        plans = (each for each in self.plans.values() if each.counts and owner in each.slices)
        return next((each for each in plans if each.state in states), None)

    def is_set_aside(self, owner: Owner) -> bool:
        disputed = any(owner == of for of, _ in self.disputed.values())
        return disputed or self.plan_over(owner, "running", "broken") is not None

    def end_day(self, today: date) -> None:
        """Or a booking."""
        self.today = today
        for plan in self.plans.values():
            if plan.counts:
                for owner in plan.slices:
                    if (less := plan.expected(owner) - self.owed(owner)) > 0:
                        lowered = Part("lowered", "", owner, less, today, next(self.made))
                        plan.fillings.append(Filling(lowered, less, today))
                plan.judge(today)

    def chased(self, owner: Owner) -> int:
        """The rest; what is disputed and planned may overlap."""
        plan = self.plan_over(owner, "running")
        disputed = sum(amount for of, amount in self.disputed.values() if of == owner)
        return max(self.owed(owner) - disputed - (plan.expected(owner) if plan else 0), 0)

    def put(self, source: str, owner: Owner, amount: int, kind: str = "credit note") -> None:
        super().put(source, owner, amount, kind)
        part = self.invoices[owner[0]].parts[-1]
        plan = self.plan_over(owner, "running") or self.plan_over(owner, "broken")
        if plan and part.kind == "payment":
            plan.count(part, min(self.sources[source].day, self.today))

    def pay_unnamed(self, source: str, customer: str) -> None:
        """What is due of plans, then the longest due that is not set aside, then the rest of plans."""
        left, day = self.unapplied(source), self.sources[source].day
        running = [
            p for p in self.plans.values() if p.state == "running" and p.customer == customer
        ]
        wishes, rests = Counter[Owner](), Counter[Owner]()
        for plan in sorted(running, key=next_due):
            waits = plan.waits_for(left, day)
            for owner in plan.slices:
                part = min(waits, plan.expected(owner))
                wishes[owner] += part
                rests[owner] += plan.expected(owner) - part
                waits, left = waits - part, left - part
        free = {owner: self.chased(owner) for owner in self.oldest_first(customer)}
        for owner, amount in [*free.items(), *rests.items()]:
            part = min(left, amount)
            wishes[owner] += part
            left -= part
        self.apply_each(source, wishes)


def next_due(plan: Plan) -> date:
    return next(due for (due, _), left in zip(plan.instalments, plan.open, strict=True) if left)
