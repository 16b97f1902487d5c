"""What a remittance may call an invoice: the ERP's id, or the number printed on it."""

from collections.abc import Sequence

from recoup_events import invoice as events
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import CreditorId, InvoiceId
from recoup_eventstore.decider import View


class NamedInvoice(Value):
    invoice_id: InvoiceId | None = None


def documents_named(creditor_id: CreditorId, name: str) -> Sequence[str]:
    """Where to look for a creditor's name, the ERP's id before the printed number."""
    return (f"{creditor_id} external_id:{name}", f"{creditor_id} number:{name}")


def _documents(event: Event) -> Sequence[str]:
    match event:
        case events.InvoiceIssued(creditor_id=id, external_id=external_id, number=number):
            return (documents_named(id, external_id)[0], documents_named(id, number)[1])
        case events.InvoiceAmended(creditor_id=id, number=number):
            return (documents_named(id, number)[1],)
        case _:
            return ()


def _evolve(document: NamedInvoice, envelope: Envelope[Event]) -> NamedInvoice:
    match envelope.event:
        case events.InvoiceIssued(invoice_id=id) | events.InvoiceAmended(invoice_id=id):
            return NamedInvoice(invoice_id=id)  # a number used again means the newer invoice
        case _:
            return document


INVOICE_NAMES = View("invoice_names", NamedInvoice(), _documents, _evolve)
