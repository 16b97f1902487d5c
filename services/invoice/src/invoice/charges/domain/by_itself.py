"""What a creditor's rules have charged without anybody asking, and when they look again."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from invoice.charges.domain.assessing import fee_days
from invoice.customers.domain.customer import Customer
from invoice.interest.domain.accruing import law_named
from invoice.invoices.domain.invoice import Invoice
from recoup_events.invoice import ChargeKind, Condition, LateFee
from recoup_events.invoice.creditor import ChargingRule
from recoup_events.kernel.ids import CreditorId
from recoup_receivables.clauses import Held

LEFT_TO_PEOPLE = (
    Condition.INSOLVENCY,
    Condition.DEATH,
    Condition.BREATHING_SPACE,
    Condition.HARDSHIP,
    Condition.VULNERABILITY,
)
"""Where these hold the law may forbid to charge, or nobody would want to without having looked."""
CLAUSES = {
    ChargeKind.LATE_FEE: "late_fee",
    ChargeKind.INTEREST: "interest",
    ChargeKind.FIXED_SUM: "interest",
}


def applies(rule: ChargingRule, customer: Customer, held: Mapping[str, Held]) -> bool:
    """A law's rule to the debtors whom the law is about; what was agreed to whom it was agreed with."""
    if rule.law is None:
        return CLAUSES[rule.kind] in held
    law = law_named(rule.law)
    return customer.country == law.country and customer.kind in law.debtors


def restraint(customer: Customer, creditor_id: CreditorId, today: date) -> Condition | None:
    """The first condition that holds today and leaves charging to people."""
    holding = (
        each.condition
        for each in customer.conditions.values()
        if each.holds_on(today) and each.binds(creditor_id)
    )
    return next((each for each in holding if each in LEFT_TO_PEOPLE), None)


def until_of(rule: ChargingRule, today: date) -> date:
    """Interest is charged by whole months, everything else once its day has ended."""
    return today.replace(day=1) - timedelta(1) if rule.kind is ChargeKind.INTEREST else today


def next_look(
    rules: Sequence[ChargingRule],
    invoice: Invoice,
    held: Mapping[str, Held],
    today: date,
    *,
    waits: bool,
) -> date | None:
    """The first day after today on which one of the rules may charge more; ``None`` if none will."""
    if not invoice.balance:
        return None
    days = [day for rule in rules for day in _next(rule, invoice, held, today)]
    return min([*days, *([_next_month(today)] if waits else [])], default=None)


def _next(
    rule: ChargingRule, invoice: Invoice, held: Mapping[str, Held], today: date
) -> Iterator[date]:
    if rule.kind is ChargeKind.INTEREST:
        yield _next_month(today)
    if rule.kind is ChargeKind.LATE_FEE:
        clause, _ = held[CLAUSES[rule.kind]]
        assert isinstance(clause, LateFee), "each clause has its own type"
        yield from _next_fees(clause, invoice, today)


def _next_fees(clause: LateFee, invoice: Invoice, today: date) -> Iterator[date]:
    for term in invoice.terms:
        first = term.due_date + timedelta(clause.after_days)
        if invoice.owed(term.receivable_id):
            days = fee_days(first, monthly=clause.monthly)
            yield from (day + timedelta(1) for day in _first_from(days, today))


def _first_from(days: Iterator[date], today: date) -> Iterator[date]:
    """The first of these that ends after today began; none if all have ended."""
    found = next((day for day in days if day >= today), None)
    if found is not None:
        yield found


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(32)).replace(day=1)
