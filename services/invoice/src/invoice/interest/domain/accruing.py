"""Interest on the terms of an invoice, from the day after each due date, on what was owed each day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from invoice.interest.domain.errors import NothingAgreed, UnknownLaw
from invoice.invoices.domain.applications import PaymentPart
from invoice.invoices.domain.invoice import Invoice
from recoup_compliance.interest.accrual import Interest, InterestFree, Reduction, interest
from recoup_compliance.interest.fixed_sums import fixed_sum
from recoup_compliance.interest.law import Law
from recoup_compliance.interest.laws import BY_ID
from recoup_compliance.interest.reference_rates import hundredths
from recoup_events import invoice as events
from recoup_events.kernel.ids import ReceivableId
from recoup_events.kernel.money import Money, total


class TermInterest(NamedTuple):
    """What has run up on one overdue term."""

    term: events.Term
    interest: Interest
    fixed_sum: Money | None
    """What the law grants once for a debt of this size; ``None`` also where what it continues has it."""


class FreeDays(NamedTuple):
    """For which no interest is asked, then or later."""

    customer: Sequence[InterestFree] = ()
    """Of the customer's moratoria, on all it owes; no fees either."""
    receivables: Mapping[ReceivableId, Sequence[InterestFree]] = {}
    """Of single receivables."""

    def of(self, id: ReceivableId) -> Sequence[InterestFree]:
        return [*self.customer, *self.receivables.get(id, ())]


def law_named(id: str) -> Law:
    """A law by the id it has in the table of laws."""
    if id not in BY_ID:
        raise UnknownLaw(f"No law is called {id!r} here; send one of {', '.join(sorted(BY_ID))}.")
    return BY_ID[id]


def law_agreed(terms: events.AgreementRecorded | None) -> Law:
    """What the agreement names: a law, or a rate of its own that stays as it is."""
    clause = None if terms is None else terms.clauses.interest
    if terms is None or clause is None:
        raise NothingAgreed(
            "No agreement is about the interest on this invoice; name a law, or record one."
        )
    if clause.percent is None:
        return law_named(clause.law or "")
    return Law(
        id="agreed",
        name="As agreed",
        citation=f"agreement {terms.agreement_id}, version {terms.version}",
        country=None,
        debtors=(),
        reference=None,
        margin=hundredths(clause.percent),
        effective_from=date.min,
    )


def accrued(invoice: Invoice, law: Law, until: date, free: FreeDays) -> Sequence[TermInterest]:
    """Of each term that was overdue by then; a cancelled invoice never bore any."""
    if invoice.cancelled:
        return []
    return [
        TermInterest(
            term,
            interest(
                law,
                term.amount,
                term.due_date + timedelta(1),
                until,
                [*reductions(invoice, term.receivable_id), *_not_yet(invoice, term)],
                free.of(term.receivable_id),
            ),
            None if invoice.issued.continues else fixed_sum(law, term.amount),
        )
        for term in invoice.terms
        if term.due_date < until
    ]


def segments_of(interest: Interest) -> tuple[events.InterestSegment, ...]:
    """As events say them."""
    return tuple(
        events.InterestSegment(**each.model_dump(exclude={"rounds_each_day"}), text=str(each))
        for each in interest.segments
    )


def reductions(invoice: Invoice, id: ReceivableId) -> Iterator[Reduction]:
    """Money counts from its value date, whenever it was booked."""
    for part in invoice.applied.values():
        if part.receivable_id == id:
            on = part.value_date if isinstance(part, PaymentPart) else part.applied_on
            yield Reduction(on, part.amount)
    for write_off in invoice.write_offs.values():
        if id in write_off.parts:
            yield Reduction(write_off.effective_on, write_off.parts[id])
    for passed in invoice.passed_on:
        if id in passed.parts:
            yield Reduction(passed.on, passed.parts[id])


def _not_yet(invoice: Invoice, term: events.Term) -> Iterator[Reduction]:
    """A term that continues another has its due date, and bears interest once that one does not."""
    if not invoice.issued.continues:
        return
    later = [
        (passed.on, passed.parts[term.receivable_id])
        for passed in invoice.taken_over
        if term.receivable_id in passed.parts
    ]
    first = term.amount - total((amount for _, amount in later), term.amount.currency)
    yield Reduction(date.min, term.amount)
    for on, amount in ((invoice.issued.issue_date, first), *later):
        yield Reduction(on, -amount)
