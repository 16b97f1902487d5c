"""Where units of work begin and end: open, decide, write, and try again when someone was faster."""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from time import perf_counter
from typing import Any, TypeVar
from uuid import UUID

from recoup_events.kernel.envelope import Account
from recoup_eventstore.decider import View
from recoup_eventstore.durations import Durations
from recoup_eventstore.errors import MoreAccounts, StreamConflict
from recoup_eventstore.ports import Store
from recoup_eventstore.work import Conclusions, Followers, UnitOfWork

R = TypeVar("R")
TRIES = 5
"""A conflict needs another writer of the same stream under another account: rare, and brief."""


class CommandRunner:
    """A service's store with its views; everything that decides does so by the command runner."""

    def __init__(
        self,
        store: Store,
        views: Sequence[View[Any]],
        new_id: Callable[[], UUID],
        followers: Followers | None = None,
        conclusions: Conclusions = (),
    ) -> None:
        self.store = store
        self.views = tuple(views)
        self.new_id = new_id
        self._followers = followers or {}
        self._conclusions = conclusions
        self._listeners: list[Callable[[], None]] = []
        self._kept_listeners: list[Callable[[], None]] = []
        self.recorded_by_type = Counter[str]()
        """How many events this process has recorded."""
        self.appending = Durations()
        """From the end of a decision that said something to its commit."""
        self.conflicts = 0
        """How many decisions lost a race."""

    @property
    def recorded(self) -> int:
        """Of all types."""
        return self.recorded_by_type.total()

    def when_recorded(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after each commit that recorded events (to wake relay, ticker, ...)."""
        self._listeners.append(listener)

    def on_rows_written(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after each commit that wrote rows of the service's own tables."""
        self._kept_listeners.append(listener)

    @asynccontextmanager
    async def work(self, also: Collection[Account] = ()) -> AsyncIterator[UnitOfWork]:
        """One transaction: written and committed when the block ends, else as if it never was.

        It locks the accounts in ``also`` with those that it locks by itself.
        """
        async with self.store.transaction() as transaction:
            unit = UnitOfWork(
                transaction, self.views, self.new_id, self._followers, self._conclusions, also
            )
            yield unit
            decided = perf_counter()
            changes = await unit.flush()
        if changes.events:
            self.appending.add(perf_counter() - decided)
            self.recorded_by_type.update(own.event.type for own in changes.events)
            for listener in self._listeners:
                listener()
        if changes.rows:
            for listener in self._kept_listeners:
                listener()

    async def decide(self, decision: Callable[[UnitOfWork], Awaitable[R]]) -> R:
        """Run a decision in its own transaction; once more when it lost a race or owned too little."""
        also = set[Account]()
        lost = 0
        while True:
            try:
                async with self.work(also) as unit:
                    return await decision(unit)
            except MoreAccounts as more:
                also.update(more.accounts)
            except StreamConflict:
                self.conflicts += 1
                lost += 1
                if lost == TRIES:
                    raise
