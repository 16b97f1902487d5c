"""What rules may ask about a customer, as it is known here."""

from collections.abc import Mapping, Sequence

from recoup_events.invoice import (
    CustomerDetailsChanged,
    CustomerKind,
    CustomerMetadataChanged,
    CustomerRegistered,
)
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_eventstore.decider import View

_HEARD = (CustomerRegistered, CustomerDetailsChanged, CustomerMetadataChanged)


class CustomerFacts(Value):
    """One customer; nothing is known of it before it is registered."""

    kind: CustomerKind | None = None
    country: str | None = None
    subdivision: str | None = None
    metadata: Mapping[str, str] = {}


def _documents(event: Event) -> Sequence[str]:
    return (event.customer_id,) if isinstance(event, _HEARD) else ()


def _evolve(facts: CustomerFacts, received: Envelope[Event]) -> CustomerFacts:
    event = received.event
    changed: dict[str, object] = {}
    if isinstance(event, CustomerRegistered | CustomerDetailsChanged):
        named = ("kind", "country", "subdivision")
        changed |= {name: getattr(event, name) for name in named}
    if isinstance(event, CustomerRegistered | CustomerMetadataChanged):
        changed["metadata"] = event.metadata
    return facts.model_copy(update=changed) if changed else facts


CUSTOMER_FACTS = View("customer_facts", CustomerFacts(), _documents, _evolve, subscribes=_HEARD)
