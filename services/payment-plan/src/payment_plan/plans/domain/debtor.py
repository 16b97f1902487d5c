"""The customer as a plan needs to know it: whose calendar the instalments follow."""

from collections.abc import Sequence

from recoup_events.invoice import CustomerDetailsChanged, CustomerRegistered
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_eventstore.decider import View


class Debtor(Value):
    """``time_zone`` is ``None`` until the customer has arrived."""

    time_zone: str | None = None


def _documents(event: Event) -> Sequence[str]:
    match event:
        case CustomerRegistered(customer_id=id) | CustomerDetailsChanged(customer_id=id):
            return [id]
        case _:
            return []


def _evolve(debtor: Debtor, received: Envelope[Event]) -> Debtor:
    match received.event:
        case CustomerRegistered(time_zone=zone) | CustomerDetailsChanged(time_zone=zone):
            return Debtor(time_zone=zone)
        case _:
            return debtor


DEBTOR = View(
    "debtor",
    Debtor(),
    _documents,
    _evolve,
    subscribes=(CustomerRegistered, CustomerDetailsChanged),
)
