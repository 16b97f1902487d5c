"""The customer as a plan needs to know it: whose calendar it follows, and what stops collecting."""

from collections.abc import Sequence

from recoup_compliance import conditions
from recoup_compliance.conditions import Conditions
from recoup_events.invoice import (
    CustomerConditionLifted,
    CustomerConditionRecorded,
    CustomerDetailsChanged,
    CustomerRegistered,
)
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_eventstore.decider import View

_FOLLOWED = (CustomerRegistered, CustomerDetailsChanged, *conditions.CHANGES)


class Debtor(Value):
    """``time_zone`` is ``None`` until the customer has arrived."""

    time_zone: str | None = None
    country: str | None = None
    subdivision: str | None = None
    conditions: Conditions = Conditions()


def _documents(event: Event) -> Sequence[str]:
    return [event.customer_id] if isinstance(event, _FOLLOWED) else []


def _evolve(debtor: Debtor, received: Envelope[Event]) -> Debtor:
    match received.event:
        case CustomerRegistered() | CustomerDetailsChanged() as event:
            place = {"country": event.country, "subdivision": event.subdivision}
            return debtor.model_copy(update={"time_zone": event.time_zone, **place})
        case CustomerConditionRecorded() | CustomerConditionLifted() as event:
            followed = conditions.follow(debtor.conditions, event)
            return debtor.model_copy(update={"conditions": followed})
        case _:
            return debtor


DEBTOR = View("debtor", Debtor(), _documents, _evolve, subscribes=_FOLLOWED)
