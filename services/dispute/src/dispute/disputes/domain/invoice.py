"""An invoice as a dispute needs to know it: what its terms owe, and what of that is contested."""

from collections.abc import Iterator, Mapping, Sequence

from recoup_events import dispute, invoice
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import DisputeId
from recoup_events.kernel.money import Money
from recoup_events.kernel.slices import Slice
from recoup_eventstore.decider import View
from recoup_receivables.balance import MOVES
from recoup_receivables.cover import amount_in
from recoup_receivables.known_invoice import KnownInvoice, invoices_in


class Invoice(KnownInvoice):
    lines: tuple[int, ...] = ()
    """What each is over with its tax, in minor units: an invoice may have a thousand."""
    contested: Mapping[DisputeId, tuple[Slice, ...]] = {}
    """The slices of open disputes."""

    @property
    def contestable(self) -> Iterator[Slice]:
        """What each term owes and nobody contests yet; payments may have left less than that."""
        for id, balance in self.balances.items():
            free = balance
            for slices in self.contested.values():
                free -= amount_in(slices, id)
            nothing = Money.zero(balance.currency)
            yield Slice(invoice_id=self.invoice_id, receivable_id=id, amount=max(free, nothing))


def _documents(event: Event) -> Sequence[str]:
    match event:
        case invoice.InvoiceEvent() if isinstance(event, (*MOVES, invoice.InvoiceAmended)):
            return [event.invoice_id]
        case dispute.DisputeMoved(before=before, slices=slices):
            return invoices_in([*before, *slices])
        case (
            dispute.DisputeOpened(slices=slices)
            | dispute.DisputeWithdrawn(slices=slices)
            | dispute.DisputeUpheld(slices=slices)
            | dispute.DisputePartlyUpheld(slices=slices)
            | dispute.DisputeRejected(slices=slices)
        ):
            return invoices_in(slices)
        case _:
            return []


def _evolve(known: Invoice, received: Envelope[Event]) -> Invoice:
    match received.event:
        case invoice.InvoiceIssued(lines=lines) as issued:
            return known.after(issued).model_copy(update={"lines": _worth(lines)})
        case invoice.InvoiceAmended(lines=lines):
            return known.model_copy(update={"lines": _worth(lines)})
        case invoice.InvoiceEvent() as event:
            return known.after(event)
        case dispute.DisputeOpened(dispute_id=id, slices=slices):
            return known.model_copy(update={"contested": {**known.contested, id: slices}})
        case dispute.DisputeMoved(dispute_id=id, slices=slices):
            still = {other: kept for other, kept in known.contested.items() if other != id}
            here = {id: slices} if known.invoice_id in invoices_in(slices) else {}
            return known.model_copy(update={"contested": still | here})
        case (
            dispute.DisputeWithdrawn(dispute_id=id)
            | dispute.DisputeUpheld(dispute_id=id)
            | dispute.DisputePartlyUpheld(dispute_id=id)
            | dispute.DisputeRejected(dispute_id=id)
        ):
            still = {other: slices for other, slices in known.contested.items() if other != id}
            return known.model_copy(update={"contested": still})
        case _:
            return known


def _worth(lines: Sequence[invoice.Line]) -> tuple[int, ...]:
    return tuple((line.net + line.tax).minor_units for line in lines)


INVOICE = View(
    "invoice",
    Invoice(),
    _documents,
    _evolve,
    subscribes=(*MOVES, invoice.InvoiceAmended),
    own_id="invoice_id",
)
