"""Which invoices of a customer still want money: the candidates for a payment without references."""

from collections.abc import Sequence
from datetime import date

from recoup_events.invoice import InvoiceAmended, InvoiceEvent, InvoiceIssued
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.money import Money
from recoup_eventstore.decider import View
from recoup_receivables.balance import MOVES, balance_after


class OpenInvoice(Value):
    """What one invoice wants, and when; nothing once it is settled."""

    creditor_id: str = ""
    external_id: str = ""
    due_date: date = date.max
    balance: Money | None = None


def _documents(event: Event) -> Sequence[str]:
    return (event.invoice_id,) if isinstance(event, (*MOVES, InvoiceAmended)) else ()


def _evolve(known: OpenInvoice, recorded: Envelope[Event]) -> OpenInvoice:
    match recorded.event:
        case InvoiceIssued(total=total) as event:
            return OpenInvoice(
                creditor_id=event.creditor_id,
                external_id=event.external_id,
                due_date=event.due_date,
                balance=total,
            )
        case InvoiceAmended(due_date=due_date):
            return known.model_copy(update={"due_date": due_date})
        case InvoiceEvent() as event:
            return known.model_copy(update={"balance": balance_after(event, known.balance)})
        case _:
            return known


def _longest_due_first(invoice: OpenInvoice) -> str | None:
    if not invoice.balance:
        return None
    first = owed_to(invoice.creditor_id, invoice.balance.currency)
    return f"{first}{invoice.due_date} {invoice.external_id}"


def owed_to(creditor_id: str, currency: str) -> str:
    """How the places of a creditor's invoices in one currency begin."""
    return f"{creditor_id} {currency} "


OPEN_INVOICES = View("open_invoices", OpenInvoice(), _documents, _evolve, place=_longest_due_first)
