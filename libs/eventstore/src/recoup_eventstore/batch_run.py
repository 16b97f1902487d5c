"""A run over many accounts, batch by batch: what it was started with, and how far it has come; pure.

What a batch does to its accounts is a ``RunEffect`` of ``recoup_service.batch_effect``.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from pydantic import AwareDatetime

from recoup_events.kernel.event import Command, Event, Value
from recoup_eventstore.decider import Decider

BATCH = "batch"
"""The timer that asks for the next batch; it stays wanted until none is left."""


class RunStarted(Event):
    """Begins the runs of one kind; each kind has its own, with what it is about."""

    at: AwareDatetime


class BatchDone(Event, type="batch_run.batch_done.v1"):
    """A batch was dealt with; the next one begins behind its place."""

    count: int
    """For how many of the batch there was something left to do."""
    place: tuple[str, ...]
    """Of the last that was looked at, as the list of what comes next is ordered."""


class RunCompleted(Event, type="batch_run.completed.v1"):
    """Nothing was left."""

    at: AwareDatetime


E = TypeVar("E", bound=RunStarted)


class StartRun(Command):
    started: RunStarted


class RecordBatch(Command):
    """What a batch came to; without a place nothing was left."""

    count: int
    place: tuple[str, ...] | None
    at: AwareDatetime


class RunState(StrEnum):
    RUNNING = "running"
    COMPLETED = "completed"


class BatchRun(Value, Generic[E]):
    started: E | None = None
    count: int = 0
    place: tuple[str, ...] = ()
    completed_at: AwareDatetime | None = None

    @property
    def state(self) -> RunState:
        return RunState.COMPLETED if self.completed_at else RunState.RUNNING

    @property
    def about(self) -> E:
        """What it was started with."""
        assert self.started is not None, "a run that was found was started"
        return self.started


def batch_runs(
    category: str, started: type[E]
) -> Decider[StartRun | RecordBatch, BatchRun[E], Event]:
    """The runs that begin with this event."""

    def evolve(run: BatchRun[E], event: Event) -> BatchRun[E]:
        return BatchRun(started=event) if isinstance(event, started) else _evolve(run, event)

    return Decider(category, BatchRun(), _decide, evolve, _timers)


def _decide(command: StartRun | RecordBatch, run: BatchRun[Any]) -> Sequence[Event]:
    match command:
        case StartRun(started=event) if run.started is None:
            return [event]
        case RecordBatch() if run.started is None or run.completed_at:
            return []
        case RecordBatch(place=None, at=at):
            return [RunCompleted(at=at)]
        case RecordBatch(count=count, place=place):
            return [BatchDone(count=count, place=place)]
        case _:
            return []


def _evolve(run: BatchRun[E], event: Event) -> BatchRun[E]:
    match event:
        case BatchDone(count=count, place=place):
            return run.model_copy(update={"count": run.count + count, "place": place})
        case RunCompleted(at=at):
            return run.model_copy(update={"completed_at": at})
        case _:
            return run


def _timers(run: BatchRun[Any]) -> Mapping[str, datetime]:
    return {BATCH: run.started.at} if run.started and not run.completed_at else {}
