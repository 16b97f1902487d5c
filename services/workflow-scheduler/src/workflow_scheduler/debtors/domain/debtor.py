"""What is known of a debtor here: when it may be called, and whether it may be chased at all."""

from collections.abc import Sequence

from recoup_events.invoice import (
    CustomerCeasedContact,
    CustomerDetailsChanged,
    CustomerInsolvencyRecorded,
    CustomerKind,
    CustomerRegistered,
)
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_eventstore.decider import View

_HEARD = (
    CustomerRegistered,
    CustomerDetailsChanged,
    CustomerInsolvencyRecorded,
    CustomerCeasedContact,
)


class Debtor(Value):
    """One customer; nothing is known of it before it is registered."""

    kind: CustomerKind | None = None
    time_zone: str | None = None
    insolvent: bool = False
    ceased: bool = False


def _documents(event: Event) -> Sequence[str]:
    return (event.customer_id,) if isinstance(event, _HEARD) else ()


def _evolve(debtor: Debtor, received: Envelope[Event]) -> Debtor:
    match received.event:
        case CustomerRegistered() | CustomerDetailsChanged() as details:
            return debtor.model_copy(update={"kind": details.kind, "time_zone": details.time_zone})
        case CustomerInsolvencyRecorded():
            return debtor.model_copy(update={"insolvent": True})
        case CustomerCeasedContact():
            return debtor.model_copy(update={"ceased": True})
        case _:
            return debtor


DEBTOR = View("debtor", Debtor(), _documents, _evolve, subscribes=_HEARD)
