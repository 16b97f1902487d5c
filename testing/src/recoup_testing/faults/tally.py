"""What an account's own counters counted, kept in the transaction that counts."""

from collections.abc import Sequence

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_eventstore.decider import View
from recoup_testing.counter import COUNTER, Counted


class Tally(Value):
    counts: tuple[int, ...] = ()


def _documents(event: Event) -> Sequence[str]:
    return ["own"] if isinstance(event, Counted) else []


def _add(tally: Tally, envelope: Envelope[Event]) -> Tally:
    if envelope.stream.category != COUNTER.category or not isinstance(envelope.event, Counted):
        return tally
    return Tally(counts=(*tally.counts, envelope.event.by))


TALLY = View("tally", Tally(), _documents, _add)
