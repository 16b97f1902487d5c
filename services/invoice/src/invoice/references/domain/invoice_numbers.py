"""What a remittance may call an invoice: the ERP's id, Recoup's, or the number printed on it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from recoup_events import invoice as events
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import ERP, ReceivableId
from recoup_events.kernel.money import Money, total
from recoup_eventstore.decider import View
from recoup_receivables.balance import MOVES, balances_after, balances_of


class Reference(NamedTuple):
    """An invoice that the payer named, and what else came with its name."""

    invoice: str
    amount: Money | None
    """How much is for it."""
    customer: str | None = None
    """Whose it is."""
    source: str = ERP
    """The system whose id it may be."""
    term: int | None = None
    """The number of the term it is for, from 1."""
    clearing_document: str | None = None
    """The ERP's, where it has decided that this is paid."""


class NumberedInvoice(Value):
    """A number is a search key, which several invoices may bear."""

    creditor_id: str = ""
    number: str = ""
    external_id: str = ""
    terms: tuple[events.Term, ...] = ()
    balances: Mapping[ReceivableId, Money] = {}

    @property
    def balance(self) -> Money | None:
        """Of the whole invoice."""
        if not self.terms:
            return None
        return total(self.balances.values(), self.terms[0].amount.currency)

    @property
    def due_date(self) -> date:
        """The next on which something is to be paid."""
        unpaid = (term.due_date for term in self.terms if self.balances[term.receivable_id])
        return next(unpaid, date.max)


def bearing(creditor_id: str, number: str) -> str:
    """How the places of a creditor's invoices of this number begin; the unpaid ones come first."""
    return f"{creditor_id} {number}\x1f"


def unpaid_bearing(
    creditor_id: str, number: str, currency: str, balance: Money | None = None
) -> str:
    """How the places of unpaid ones in this currency begin, or of those with just this balance."""
    exactly = "" if balance is None else f"{balance.minor_units:020d} "
    return f"{bearing(creditor_id, number)}{currency} {exactly}"


def _numbered(event: Event) -> Sequence[str]:
    return (event.invoice_id,) if isinstance(event, (*MOVES, events.InvoiceAmended)) else ()


def _numbering(known: NumberedInvoice, recorded: Envelope[Event]) -> NumberedInvoice:
    match recorded.event:
        case events.InvoiceIssued() as event:
            return NumberedInvoice(
                creditor_id=event.creditor_id,
                number=event.number,
                external_id=event.external_id,
                terms=event.terms,
                balances=balances_of(event),
            )
        case events.InvoiceAmended(number=number, terms=terms):
            return known.model_copy(update={"number": number, "terms": terms})
        case event:
            return known.model_copy(update={"balances": balances_after(event, known.balances)})


def _place(known: NumberedInvoice) -> str | None:
    balance = known.balance
    if not balance:
        return f"{bearing(known.creditor_id, known.number)}~{known.external_id}"
    owed = unpaid_bearing(known.creditor_id, known.number, balance.currency, balance)
    return f"{owed}{known.due_date} {known.external_id}"


INVOICE_NUMBERS = View("invoice_numbers", NumberedInvoice(), _numbered, _numbering, place=_place)
