"""An invoice as a dispute needs to know it: what is owed, and what of that is contested already."""

from collections.abc import Mapping, Sequence

from recoup_events import dispute, invoice
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import CreditorId, DisputeId
from recoup_events.kernel.money import Money, total
from recoup_eventstore.decider import View
from recoup_receivables.balance import MOVES, balance_after


class Receivable(Value):
    """``balance`` is ``None`` until the invoice has arrived."""

    balance: Money | None = None
    creditor_id: CreditorId | None = None
    """Whom it is owed to; arrives with the balance."""
    contested: Mapping[DisputeId, Money] = {}
    """The slices of open disputes."""


def contestable(balance: Money, contested: Mapping[DisputeId, Money]) -> Money:
    """What is owed and not yet contested; payments may have left less than is contested."""
    free = balance - total(contested.values(), balance.currency)
    return max(free, Money.zero(balance.currency))


def _documents(event: Event) -> Sequence[str]:
    match event:
        case invoice.InvoiceEvent() if isinstance(event, MOVES):
            return [event.invoice_id]
        case (
            dispute.DisputeOpened(slice=slice)
            | dispute.DisputeWithdrawn(slice=slice)
            | dispute.DisputeUpheld(slice=slice)
            | dispute.DisputePartlyUpheld(slice=slice)
            | dispute.DisputeRejected(slice=slice)
        ):
            return [slice.invoice_id]
        case _:
            return []


def _evolve(known: Receivable, received: Envelope[Event]) -> Receivable:
    match received.event:
        case invoice.InvoiceIssued(creditor_id=id, total=owed):
            return known.model_copy(update={"balance": owed, "creditor_id": id})
        case invoice.InvoiceEvent() as event:
            return known.model_copy(update={"balance": balance_after(event, known.balance)})
        case dispute.DisputeOpened(dispute_id=id, slice=slice):
            return known.model_copy(update={"contested": {**known.contested, id: slice.amount}})
        case (
            dispute.DisputeWithdrawn(dispute_id=id)
            | dispute.DisputeUpheld(dispute_id=id)
            | dispute.DisputePartlyUpheld(dispute_id=id)
            | dispute.DisputeRejected(dispute_id=id)
        ):
            still = {other: amount for other, amount in known.contested.items() if other != id}
            return known.model_copy(update={"contested": still})
        case _:
            return known


RECEIVABLE = View(
    "receivable",
    Receivable(),
    _documents,
    _evolve,
    subscribes=MOVES,
)
