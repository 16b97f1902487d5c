"""What an effect outside the database has to say; ``Effects`` performs it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol, TypeVar, runtime_checkable

from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_eventstore.work import UnitOfWork

P = TypeVar("P")
R = TypeVar("R")


class Effect(Protocol[P, R]):
    """One kind of effect.

    A crash after ``prepare`` leads to ``prepare`` again: it decides what to do about an effect
    that may or may not have happened.
    """

    async def prepare(
        self, work: UnitOfWork, stream: Stream, now: datetime, cause: Cause
    ) -> P | None:
        """Decide at the last moment; ``None`` when there is nothing to perform."""

    async def perform(self, prepared: P) -> R:
        """Do it; an expected failure is a result. What it raises sets this one effect aside."""

    def touches(self, stream: Stream, prepared: P, result: R) -> Collection[Account]:
        """The accounts beside the stream's own that ``record`` changes; they are locked with it."""

    async def record(
        self, work: UnitOfWork, stream: Stream, result: R, now: datetime, cause: Cause
    ) -> None:
        """Decide what follows from the result."""


@runtime_checkable
class Foreseeing(Protocol):
    """An effect that reads at once, for a whole batch, what it would else read one by one."""

    async def foresee(self, work: UnitOfWork, streams: Sequence[Stream]) -> None:
        """What ``prepare`` will need of all of these; their own histories are there."""

    async def foresee_records(self, work: UnitOfWork, streams: Sequence[Stream]) -> None:
        """What ``record`` will need of all of these; their own histories are there."""
