"""What a remittance may call an invoice: the ERP's id, Recoup's, or the number printed on it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from recoup_events import invoice as events
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import ERP
from recoup_events.kernel.money import Money
from recoup_eventstore.decider import View
from recoup_receivables.balance import MOVES, balance_after


class Reference(NamedTuple):
    """An invoice that the payer named, and what else was said of it."""

    invoice: str
    amount: Money | None
    """How much is for it."""
    customer: str | None = None
    """Whose it is."""
    source: str = ERP
    """The system whose id it may be."""


class NumberedInvoice(Value):
    """A number is a search key, which several invoices may bear."""

    creditor_id: str = ""
    number: str = ""
    external_id: str = ""
    due_date: date = date.max
    balance: Money | None = None


def bearing(creditor_id: str, number: str) -> str:
    """How the places of a creditor's invoices of this number begin; the unpaid ones come first."""
    return f"{creditor_id} {number}\x1f"


def owing(creditor_id: str, number: str, currency: str, balance: Money | None = None) -> str:
    """How the places of unpaid ones in this currency begin, or of those with just this balance."""
    exactly = "" if balance is None else f"{balance.minor_units:020d} "
    return f"{bearing(creditor_id, number)}{currency} {exactly}"


def _numbered(event: Event) -> Sequence[str]:
    return (event.invoice_id,) if isinstance(event, (*MOVES, events.InvoiceAmended)) else ()


def _numbering(known: NumberedInvoice, recorded: Envelope[Event]) -> NumberedInvoice:
    match recorded.event:
        case events.InvoiceIssued(total=total) as event:
            return NumberedInvoice(
                creditor_id=event.creditor_id,
                number=event.number,
                external_id=event.external_id,
                due_date=event.due_date,
                balance=total,
            )
        case events.InvoiceAmended(number=number, due_date=due_date):
            return known.model_copy(update={"number": number, "due_date": due_date})
        case events.InvoiceEvent() as event:
            return known.model_copy(update={"balance": balance_after(event, known.balance)})
        case _:
            return known


def _place(known: NumberedInvoice) -> str | None:
    if not known.balance:
        return f"{bearing(known.creditor_id, known.number)}~{known.external_id}"
    owed = owing(known.creditor_id, known.number, known.balance.currency, known.balance)
    return f"{owed}{known.due_date} {known.external_id}"


INVOICE_NUMBERS = View("invoice_numbers", NumberedInvoice(), _numbered, _numbering, place=_place)
