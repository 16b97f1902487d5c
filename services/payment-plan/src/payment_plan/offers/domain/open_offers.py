"""Which offers to a customer wait for an answer, and over what."""

from collections.abc import Sequence

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import ReceivableId
from recoup_events.payment_plan import (
    PlanOfferAccepted,
    PlanOfferDeclined,
    PlanOfferExpired,
    PlanOfferMade,
    PlanOfferReferred,
    PlanOfferWithdrawn,
)
from recoup_eventstore.decider import View

_WAITS = (PlanOfferMade, PlanOfferReferred)
_ENDS = (PlanOfferAccepted, PlanOfferDeclined, PlanOfferWithdrawn, PlanOfferExpired)


class OpenOffer(Value):
    over: frozenset[ReceivableId] = frozenset()
    """Nothing once it has been answered."""


def _documents(event: Event) -> Sequence[str]:
    return [event.offer_id] if isinstance(event, (*_WAITS, *_ENDS)) else []


def _evolve(_offer: OpenOffer, recorded: Envelope[Event]) -> OpenOffer:
    match recorded.event:
        case PlanOfferMade(slices=slices) | PlanOfferReferred(slices=slices):
            return OpenOffer(over=frozenset(slice.receivable_id for slice in slices))
        case _:
            return OpenOffer()


def _among_open(offer: OpenOffer) -> str | None:
    return "open" if offer.over else None


OPEN_OFFERS = View("open_offers", OpenOffer(), _documents, _evolve, place=_among_open)
