"""A quarter of receivables made from a seed, late and contested like a real ledger."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, islice
from random import Random

from recoup_cli.ledger.chance import working_day
from recoup_cli.ledger.debtor_behaviour import GOING_UNDER
from recoup_cli.ledger.debtor_quarter import live
from recoup_cli.ledger.debtors import Debtor, invent
from recoup_cli.ledger.entries import Entry, IssueInvoice, in_order, instant_of
from recoup_cli.ledger.groups import branches, joining, paid_by_parents
from recoup_cli.ledger.lateness import CHARGES, charges
from recoup_cli.ledger.notices import ended_by_insolvency, refusals
from recoup_cli.ledger.telephone import CALLS, calls
from recoup_events.kernel.ids import DEFAULT
from recoup_events.kernel.money import Money

_SPREAD_OF_SIZES = 0.9
"""Sigma of a log-normal: most invoices are small, a few carry the ledger."""
OTHER_CREDITOR = "nuts"
"""The second of the demo's creditors."""
_OTHERS = 5
"""It issues every fifth invoice."""
_BEFORE = 60
"""Days from which open items may come."""
_SPREAD_OF_APPETITES = 0.5
"""Sigma of a log-normal: some debtors buy often, some hardly at all."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """How much happens, and when."""

    customers: int = 80
    invoices: int = 550
    """Issued in the quarter."""
    opening: int = 150
    """Issued in the two months before; what of them is still owed is imported on the first day."""
    start: date = date(2026, 1, 5)
    days: int = 91

    @property
    def quarter(self) -> list[date]:
        return [self.start + timedelta(day) for day in range(self.days)]

    @property
    def before(self) -> list[date]:
        return [self.start - timedelta(day) for day in range(_BEFORE, 0, -1)]


def generate(parameters: Parameters, random: Random) -> tuple[Entry, ...]:
    """The ledger; the same parameters and seed give the same entries."""
    quarter = parameters.quarter
    debtors = invent(parameters.customers, parameters.start, random)
    invoices = _invoices(debtors, parameters, random)
    lives = {d.id: list(live(d.behaviour, invoices[d.id], quarter, random)) for d in debtors}
    failing = [debtor.id for debtor in debtors if debtor.behaviour is GOING_UNDER]
    if failing:
        largest = max(failing, key=lambda customer: len(lives[customer]))
        lives[largest] = ended_by_insolvency(lives[largest], largest, quarter, random)
    introductions = (debtor.introduction for debtor in debtors)
    parents, joined = branches(debtors), parameters.start + timedelta(1)
    lived = paid_by_parents(chain(*lives.values()), parents, joined)
    refused = refusals(debtors, quarter, random)
    called = chain.from_iterable(calls(debtor, lives[debtor.id], quarter) for debtor in debtors)
    talks = islice(called, CALLS)
    late = chain.from_iterable(charges(debtor, lives[debtor.id], quarter) for debtor in debtors)
    asked = islice(late, CHARGES)
    everything = chain(*introductions, joining(parents, joined), lived, refused, talks, asked)
    return in_order(entry for entry in everything if entry.at <= instant_of(quarter[-1]))


def _invoices(
    debtors: list[Debtor], parameters: Parameters, random: Random
) -> dict[str, list[IssueInvoice]]:
    appetites = [random.lognormvariate(0, _SPREAD_OF_APPETITES) for _ in debtors]
    buyers = random.choices(debtors, appetites, k=parameters.opening + parameters.invoices)
    days = _days(parameters.before, parameters.opening, random)
    days += _days(parameters.quarter, parameters.invoices, random)
    by_customer: dict[str, list[IssueInvoice]] = defaultdict(list)
    for number, (debtor, day) in enumerate(zip(buyers, days, strict=True), start=1):
        by_customer[debtor.id].append(_invoice(number, debtor, day, random))
    return by_customer


def _days(days: list[date], count: int, random: Random) -> list[date]:
    return sorted(random.choices([day for day in days if day == working_day(day)], k=count))


def _invoice(number: int, debtor: Debtor, day: date, random: Random) -> IssueInvoice:
    market = debtor.market
    size = round(market.typical * random.lognormvariate(0, _SPREAD_OF_SIZES))
    return IssueInvoice(
        at=instant_of(day),
        customer=debtor.id,
        invoice=f"INV-{number:05d}",
        creditor=DEFAULT if number % _OTHERS else OTHER_CREDITOR,
        total=Money(minor_units=max(size, 100), currency=market.currency),
        issue_date=day,
        due_date=day + timedelta(market.terms),
    )
