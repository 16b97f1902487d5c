"""Terms of invoices as events have them, with as little said as a test needs."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from recoup_events.invoice import (
    ChangedTerm,
    Continuation,
    InvoiceContinued,
    InvoiceIssued,
    Term,
    schedule_of,
)
from recoup_events.kernel.ids import InvoiceId, receivable_id_of
from recoup_events.kernel.money import Money
from recoup_events.kernel.slices import Slice


def one_term(invoice_id: InvoiceId, due_date: date, amount: Money) -> tuple[Term, ...]:
    """All of it is due on one day."""
    return schedule_of(invoice_id, [(due_date, amount)])


def changed(term: Term, by: Money, balance: Money, *, change: Money | None = None) -> ChangedTerm:
    """The term, after an adjustment; or after a write-off, by which its amount stays."""
    return ChangedTerm(
        receivable_id=term.receivable_id,
        due_date=term.due_date,
        amount=term.amount + by,
        change=by if change is None else change,
        balance=balance,
    )


def cancelled(terms: Sequence[Term]) -> tuple[ChangedTerm, ...]:
    """Those of a cancelled invoice on which nothing had been paid."""
    return tuple(
        ChangedTerm(**dict(term), change=-term.amount, balance=Money.zero(term.amount.currency))
        for term in terms
    )


def issued_as(issued: InvoiceIssued, invoice_id: str, **changes: Any) -> InvoiceIssued:
    """The same invoice under another id; ``due_date`` and ``amount`` are those of its one term."""
    [term] = issued.terms
    due_date = changes.pop("due_date", term.due_date)
    amount = changes.pop("amount", term.amount)
    terms = one_term(InvoiceId(invoice_id), due_date, amount)
    update = {"invoice_id": InvoiceId(invoice_id), "terms": terms, "total": amount, **changes}
    return issued.model_copy(update=update)


def continued_as(
    issued: InvoiceIssued, invoice_id: str, left: Money, **changes: Any
) -> tuple[InvoiceContinued, InvoiceIssued]:
    """That it is continued, and the invoice over what is left of its one term, which does so."""
    [term] = issued.terms
    new = issued_as(issued, invoice_id, amount=left, **changes)
    continuation = Continuation(
        invoice_id=issued.invoice_id,
        receivable_id=term.receivable_id,
        continued_by=new.terms[0].receivable_id,
        amount=left,
    )
    nothing = Money.zero(left.currency)
    continued = InvoiceContinued(
        invoice_id=issued.invoice_id,
        customer_id=issued.customer_id,
        continued_by=new.invoice_id,
        amount=left,
        terms=(changed(term, nothing, nothing, change=-left),),
        continuations=(continuation,),
        effective_on=new.issue_date,
        reason="a residual item",
    )
    return continued, new.model_copy(update={"continues": (continuation,)})


def slice_of(invoice_id: InvoiceId, amount: Money) -> Slice:
    """So much of an invoice that is due on one day."""
    return Slice(
        invoice_id=invoice_id, receivable_id=receivable_id_of(invoice_id, 0), amount=amount
    )
