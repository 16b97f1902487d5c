"""Which payments keep money for a receivable."""

from collections.abc import Sequence

from recoup_events.invoice import PaymentReleased, PaymentReserved
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import PaymentId, ReceivableId
from recoup_eventstore.decider import View
from recoup_receivables.cover import amount_in


class ReservedFor(Value):
    receivable_id: ReceivableId = ReceivableId("")
    payments: tuple[PaymentId, ...] = ()


def _documents(event: Event) -> Sequence[str]:
    if not isinstance(event, PaymentReserved | PaymentReleased):
        return []
    return [slice.receivable_id for slice in event.slices]


def _evolve(known: ReservedFor, recorded: Envelope[Event]) -> ReservedFor:
    event = recorded.event
    if not isinstance(event, PaymentReserved | PaymentReleased):
        return known
    others = tuple(id for id in known.payments if id != event.payment_id)
    keeps = amount_in(event.slices, known.receivable_id)
    payments = (*others, event.payment_id) if keeps else others
    return known.model_copy(update={"payments": payments})


RESERVED_FOR = View("reserved_for", ReservedFor(), _documents, _evolve, own_id="receivable_id")
