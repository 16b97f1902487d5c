"""Which terms of a customer's invoices still want money: candidates for money without references."""

from collections.abc import Sequence
from datetime import date

from recoup_events.invoice import InvoiceAmended, InvoiceIssued, Term
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import InvoiceId, ReceivableId
from recoup_events.kernel.money import Money
from recoup_eventstore.decider import View
from recoup_receivables.balance import balances_of


class OpenReceivable(Value):
    """What one term wants, and when; nothing once it is settled."""

    receivable_id: ReceivableId = ReceivableId("")
    invoice_id: InvoiceId = InvoiceId("")
    creditor_id: str = ""
    external_id: str = ""
    """The invoice's."""
    due_date: date = date.max
    balance: Money | None = None


def _documents(event: Event) -> Sequence[str]:
    if isinstance(event, InvoiceAmended):
        return [term.receivable_id for term in event.terms]
    return list(balances_of(event))


def _evolve(known: OpenReceivable, recorded: Envelope[Event]) -> OpenReceivable:
    match recorded.event:
        case InvoiceIssued() as event:
            return OpenReceivable(
                receivable_id=known.receivable_id,
                invoice_id=event.invoice_id,
                creditor_id=event.creditor_id,
                external_id=event.external_id,
                due_date=_due(known, event.terms),
                balance=balances_of(event)[known.receivable_id],
            )
        case InvoiceAmended(terms=terms):
            return known.model_copy(update={"due_date": _due(known, terms)})
        case event:
            return known.model_copy(update={"balance": balances_of(event)[known.receivable_id]})


def _due(known: OpenReceivable, terms: Sequence[Term]) -> date:
    return next(term.due_date for term in terms if term.receivable_id == known.receivable_id)


def _longest_due_first(known: OpenReceivable) -> str | None:
    if not known.balance:
        return None
    first = owed_to(known.creditor_id, known.balance.currency)
    return f"{first}{known.due_date} {known.external_id}"


def owed_to(creditor_id: str, currency: str) -> str:
    """How the places of a creditor's receivables in one currency begin."""
    return f"{creditor_id} {currency} "


OPEN_RECEIVABLES = View(
    "open_receivables",
    OpenReceivable(),
    _documents,
    _evolve,
    place=_longest_due_first,
    own_id="receivable_id",
)
