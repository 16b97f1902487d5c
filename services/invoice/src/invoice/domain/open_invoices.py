"""Which invoices of a customer still want money: the candidates for a payment without references."""

from collections.abc import Sequence

from recoup_events import invoice as facts
from recoup_events.base import Fact, Value
from recoup_events.envelope import Envelope
from recoup_events.ids import InvoiceId
from recoup_eventstore.decider import View

ALL = "all"
"""The one document of an account; its currencies are told apart by the invoices themselves."""


class OpenInvoices(Value):
    ids: frozenset[InvoiceId] = frozenset()


def _documents(fact: Fact) -> Sequence[str]:
    match fact:
        case (
            facts.InvoiceIssued()
            | facts.InvoiceReopened()
            | facts.InvoicePaid()
            | facts.InvoiceCancelled()
        ):
            return (ALL,)
        case _:
            return ()


def _evolve(document: OpenInvoices, envelope: Envelope[Fact]) -> OpenInvoices:
    match envelope.fact:
        case facts.InvoiceIssued(invoice_id=id) | facts.InvoiceReopened(invoice_id=id):
            return OpenInvoices(ids=document.ids | {id})
        case facts.InvoicePaid(invoice_id=id) | facts.InvoiceCancelled(invoice_id=id):
            return OpenInvoices(ids=document.ids - {id})
        case _:
            return document


OPEN_INVOICES = View("open_invoices", OpenInvoices(), _documents, _evolve)
