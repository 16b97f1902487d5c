"""How often in a row messages to a person came back."""

from collections.abc import Sequence

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.notification import MessageDelivered, MessageUndelivered
from recoup_eventstore.decider import View

MOST = 4
"""So many that came back in a row say that the address needs somebody, whatever they give as a reason."""


class Bounces(Value):
    in_a_row: int = 0


def _documents(event: Event) -> Sequence[str]:
    if not isinstance(event, MessageDelivered | MessageUndelivered):
        return ()
    return () if event.person_id is None else (f"{event.person_id}/{event.channel}",)


def _evolve(known: Bounces, received: Envelope[Event]) -> Bounces:
    if isinstance(received.event, MessageUndelivered):
        return Bounces(in_a_row=known.in_a_row + 1)
    return Bounces()


BOUNCES = View(
    "bounces", Bounces(), _documents, _evolve, subscribes=(MessageDelivered, MessageUndelivered)
)
