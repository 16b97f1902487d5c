"""A sample stream for the libraries' tests: it counts up to a limit, and rings when it has to."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.refusals import Refused
from recoup_eventstore.decider import Decider


class Counted(Event, type="counter.counted.v1", owner="invoice"):
    by: int


class Overheard(Event, type="counter.overheard.v1", owner="invoice"):
    """Public, and nobody in the tests listens to it."""


class AlarmSet(Event, type="counter.alarm_set.v1"):
    at: datetime | None


class Count(Command):
    by: int = 1


class SetAlarm(Command):
    at: datetime | None


class TooHigh(Refused):
    code = "too_high"


LIMIT = 1_000_000


class Counter(Value):
    total: int = 0
    alarm: datetime | None = None


def decide(command: Count | SetAlarm, counter: Counter) -> Sequence[Counted | AlarmSet]:
    match command:
        case Count(by=by) if counter.total + by > LIMIT:
            raise TooHigh(f"a counter ends at {LIMIT}", pointer="/by")
        case Count(by=by):
            return [Counted(by=by)]
        case SetAlarm(at=at):
            return [AlarmSet(at=at)]


def evolve(counter: Counter, event: Counted | AlarmSet) -> Counter:
    match event:
        case Counted(by=by):
            return counter.model_copy(update={"total": counter.total + by})
        case AlarmSet(at=at):
            return counter.model_copy(update={"alarm": at})


def timers(counter: Counter) -> Mapping[str, datetime]:
    return {} if counter.alarm is None else {"alarm": counter.alarm}


COUNTER: Decider[Count | SetAlarm, Counter, Counted | AlarmSet] = Decider(
    "counter", Counter(), decide, evolve, timers
)
