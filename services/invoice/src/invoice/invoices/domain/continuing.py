"""An invoice asks for what is owed on others, in their place: a residual item, or a bill written anew.

Each of their terms that owes something is a term of it, of the same due date, so that nothing is merged: its age, its disputes, and how
far it was chased are those of one receivable.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from invoice.invoices.domain import commands
from invoice.invoices.domain.errors import (
    ContinuationUnacceptable,
    CurrencyUnacceptable,
    DatesUnacceptable,
    InvoiceRefused,
)
from invoice.invoices.domain.invoice import Invoice, InvoiceState
from invoice.invoices.domain.running_plans import PlansOverInvoice
from recoup_events import invoice as events
from recoup_events.invoice import MOST_TERMS, Chase, Continuation, Term
from recoup_events.kernel.ids import CreditorId, InvoiceId, receivable_id_of
from recoup_events.kernel.money import Money, total

RESTRAINT = (Chase.NOW, Chase.FROM, Chase.ON_RELEASE, Chase.NEVER)
"""Of several, the most restrained one holds for what continues them."""


class Successor(NamedTuple):
    """The invoice that continues others, as far as that matters to them."""

    creditor_id: CreditorId
    total: Money
    issue_date: date


def check_continued(nth: int, invoice: Invoice, by: Successor) -> None:
    """Whether the ``nth`` that is named can be continued."""
    pointer, number = f"/continues/{nth}", invoice.number
    if invoice.continued_by is not None:
        raise ContinuationUnacceptable(
            f"Invoice {number} is continued by {invoice.continued_by} already; continue that one.",
            pointer=pointer,
        )
    if invoice.issued.charge is not None:
        raise ContinuationUnacceptable(
            f"{number} is a charge, and would bear interest as an invoice; leave it out.",
            pointer=pointer,
        )
    if invoice.state not in (InvoiceState.OPEN, InvoiceState.OVERDUE):
        raise ContinuationUnacceptable(
            f"Invoice {number} is {invoice.state}: nothing of it is left to be asked for; leave it "
            "out.",
            pointer=pointer,
        )
    if invoice.issued.creditor_id != by.creditor_id:
        raise ContinuationUnacceptable(
            f"Invoice {number} is owed to another creditor; continue those of one creditor.",
            pointer=pointer,
        )
    if invoice.currency != by.total.currency:
        raise CurrencyUnacceptable(
            f"Invoice {number} is in {invoice.currency} and the total in {by.total.currency}; "
            "continue it in its own currency.",
            pointer="/total/currency",
        )
    if by.issue_date < invoice.issued.issue_date:
        raise DatesUnacceptable(
            f"Invoice {number} was issued on {invoice.issued.issue_date}; what continues it is "
            "issued on that day or later.",
            pointer="/issue_date",
        )


def check_unplanned(nth: int, invoice: Invoice, known: PlansOverInvoice) -> None:
    """A plan is an agreement about the invoices that it names."""
    if known.running:
        raise InvoiceRefused(
            f"Plan {known.running[0]} runs over invoice {invoice.number}; cancel it first, and agree "
            "one over what continues the invoice.",
            pointer=f"/continues/{nth}",
        )


def differences(
    invoices: Sequence[Invoice], by: Successor, reason: str | None
) -> Mapping[InvoiceId, Mapping[int, Money]]:
    """What has to be adjusted first, on which terms, for them to owe what the new one asks for.

    More is asked for on the last term; less takes the latest due first, and never what was paid.
    """
    owed = total((invoice.balance for invoice in invoices), by.total.currency)
    difference = by.total - owed
    if difference and reason is None:
        raise ContinuationUnacceptable(
            f"{owed} are owed on what it continues, and its total is {by.total}; if a payment or a "
            "credit is missing, send that first, otherwise say in difference_reason what else was "
            "changed.",
            pointer="/total/amount",
        )
    if difference.minor_units > 0:
        last = invoices[-1]
        return {last.issued.invoice_id: {len(last.terms) - 1: difference}}
    return _lowered(invoices, -difference)


def _lowered(invoices: Sequence[Invoice], left: Money) -> Mapping[InvoiceId, Mapping[int, Money]]:
    changes: dict[InvoiceId, dict[int, Money]] = {}
    for invoice in reversed(invoices):
        for place in reversed(range(len(invoice.terms))):
            part = min(left, invoice.owed(invoice.terms[place].receivable_id))
            if part.minor_units > 0:
                changes.setdefault(invoice.issued.invoice_id, {})[place] = -part
                left -= part
    return changes


def continuations(
    id: InvoiceId, invoices: Sequence[Invoice]
) -> tuple[tuple[Term, ...], tuple[Continuation, ...]]:
    """The terms of the new invoice, the soonest due first, and which terms they continue.

    What is owed later on a term that owes nothing now is asked for on the first one.
    """
    owed = sorted(
        (
            (term, invoice)
            for invoice in invoices
            for term in invoice.terms
            if invoice.owed(term.receivable_id)
        ),
        key=lambda pair: pair[0].due_date,
    )
    if len(owed) > MOST_TERMS:
        raise ContinuationUnacceptable(
            f"{len(owed)} terms would be continued, and {MOST_TERMS} are the most; continue fewer "
            "invoices.",
            pointer="/continues",
        )
    terms = tuple(
        Term(
            receivable_id=receivable_id_of(id, place),
            due_date=term.due_date,
            amount=invoice.owed(term.receivable_id),
        )
        for place, (term, invoice) in enumerate(owed)
    )
    by = {term.receivable_id: new for (term, _), new in zip(owed, terms, strict=True)}
    return terms, tuple(
        Continuation(
            invoice_id=invoice.issued.invoice_id,
            receivable_id=term.receivable_id,
            continued_by=by.get(term.receivable_id, terms[0]).receivable_id,
            amount=invoice.owed(term.receivable_id),
        )
        for invoice in invoices
        for term in invoice.terms
    )


def chase_of(invoices: Sequence[Invoice]) -> tuple[Chase, date | None]:
    most = max(
        invoices, key=lambda each: (RESTRAINT.index(each.chase), each.chase_from or date.min)
    )
    return most.chase, most.chase_from


def continued(
    command: commands.ContinueInvoice, invoice: Invoice
) -> Sequence[events.InvoiceContinued]:
    """All that is owed on it, be it the first time or later."""
    terms = tuple(_passed_on(invoice))
    return [
        events.InvoiceContinued(
            **invoice.ids,
            **dict(command),
            amount=total((-term.change for term in terms), invoice.currency),
            terms=terms,
        )
    ]


def _passed_on(invoice: Invoice) -> Iterator[events.ChangedTerm]:
    nothing = Money.zero(invoice.currency)
    for term in invoice.terms:
        owed = invoice.owed(term.receivable_id)
        if owed:
            yield events.ChangedTerm(**dict(term), change=-owed, balance=nothing)


def check_cancellable(invoice: Invoice) -> None:
    """With it would go what others were owed for."""
    if invoice.continues:
        raise InvoiceRefused(
            f"Invoice {invoice.number} is asked for in the place of {', '.join(invoice.continues)}, "
            "whose debt would be gone with it; issue one that continues it, or lower it by an adjustment."
        )
