"""The customer as a dispute's clock needs to know it: whose working days are counted."""

from collections.abc import Sequence

from recoup_events.invoice import CustomerDetailsChanged, CustomerRegistered
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_eventstore.decider import View

_FOLLOWED = (CustomerRegistered, CustomerDetailsChanged)


class Debtor(Value):
    """Until the customer has arrived, nowhere: days are those of UTC, and weekends alone are off."""

    time_zone: str = "UTC"
    country: str | None = None
    subdivision: str | None = None


def _documents(event: Event) -> Sequence[str]:
    return [event.customer_id] if isinstance(event, _FOLLOWED) else []


def _evolve(_: Debtor, received: Envelope[Event]) -> Debtor:
    event = received.event
    assert isinstance(event, _FOLLOWED), "these alone concern a debtor"
    place = {"country": event.country, "subdivision": event.subdivision}
    return Debtor(time_zone=event.time_zone, **place)


DEBTOR = View("debtor", Debtor(), _documents, _evolve, subscribes=_FOLLOWED)
