"""What a remittance may call an invoice: the ERP's id, or the number printed on it."""

from collections.abc import Sequence

from recoup_events import invoice as facts
from recoup_events.base import Fact, Value
from recoup_events.envelope import Envelope
from recoup_events.ids import InvoiceId
from recoup_eventstore.decider import View


class NamedInvoice(Value):
    invoice_id: InvoiceId | None = None


def documents_named(name: str) -> Sequence[str]:
    """Where to look for a name, the ERP's id before the printed number."""
    return (f"external_id:{name}", f"number:{name}")


def _documents(fact: Fact) -> Sequence[str]:
    match fact:
        case facts.InvoiceIssued(external_id=external_id, number=number):
            return (documents_named(external_id)[0], documents_named(number)[1])
        case _:
            return ()


def _evolve(document: NamedInvoice, envelope: Envelope[Fact]) -> NamedInvoice:
    match envelope.fact:
        case facts.InvoiceIssued(invoice_id=id):
            return NamedInvoice(invoice_id=id)  # a number used again means the newer invoice
        case _:
            return document


INVOICE_NAMES = View("invoice_names", NamedInvoice(), _documents, _evolve)
