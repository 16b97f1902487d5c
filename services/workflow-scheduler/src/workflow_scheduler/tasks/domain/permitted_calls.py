"""The calls that notification has permitted, so that a task can name the one that was made."""

from collections.abc import Sequence

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.notification import CallPermitted
from recoup_eventstore.decider import View


class PermittedCall(Value):
    """Counted from its permission on, whatever its outcome."""

    arrived: bool = False


def _documents(event: Event) -> Sequence[str]:
    return (event.call_id,) if isinstance(event, CallPermitted) else ()


def _evolve(_call: PermittedCall, _received: Envelope[Event]) -> PermittedCall:
    return PermittedCall(arrived=True)


PERMITTED_CALLS = View(
    "permitted_calls", PermittedCall(), _documents, _evolve, subscribes=(CallPermitted,)
)
