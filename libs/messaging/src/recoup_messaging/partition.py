"""One partition as this process reads it: loading its place, loaded, then ready for records."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime
from enum import Enum, auto
from itertools import islice

from recoup_eventstore.errors import OffsetTaken, Unavailable, Unstorable
from recoup_eventstore.parked import Reason
from recoup_eventstore.ports import OffsetKey, Store
from recoup_messaging.cloudevents import context_of, recorded_at
from recoup_messaging.errors import Failed, RecordsLost, TooManyParked
from recoup_messaging.ports import Source
from recoup_messaging.records import ConsumerRecord, Unfit

log = logging.getLogger(__name__)
BATCH = 1_000
REFILL = 4
"""At a fourth of its room it asks for more; each pause throws away what was fetched and not handed over."""
STORM_SECONDS = 5.0
TRIES = 3
Take = Callable[[OffsetKey, int, Sequence[ConsumerRecord], Unfit | None], Awaitable[None]]


class Phase(Enum):
    LOADING = auto()
    """Its place is being read from the store; records that come now come from anywhere."""
    LOADED = auto()
    """Its place is known; the source must be sent there."""
    READY = auto()


class Partition:
    """Buffers a partition's records and hands them to the inbox handler, batch by batch, in order."""

    def __init__(
        self,
        at: OffsetKey,
        store: Store,
        source: Source,
        take: Take,
        room: int,
    ) -> None:
        self.at = at
        self.phase = Phase.LOADING
        self.offset = 0
        """The next to handle, as the store has it."""
        self._store = store
        self._source = source
        self._take = take
        self._room = room
        """With so many records waiting here, more are not asked for."""
        self._buffer: deque[ConsumerRecord] = deque()
        self._position = 0
        self._arrived = asyncio.Event()
        self._full = False
        self._stopping = asyncio.Event()
        self._pause = 0.0
        self._most = BATCH
        self._failures = 0
        """How often in a row a single record has failed."""
        self._unfit: Unfit | None = None
        """Why the store does not take the next record, when that is known."""
        self._lost: RecordsLost | None = None
        """Why what came is not what should have come next."""
        self.halted: str | None = None
        """Why it stands still until an operator has done something, if it does."""
        self._source.pause(at)
        self.task = asyncio.create_task(self._run())

    @property
    def idle(self) -> bool:
        return self.phase is Phase.READY and not self._buffer

    @property
    def oldest(self) -> datetime | None:
        """When the next to handle was said, if it is here and says so."""
        return recorded_at(context_of(self._buffer[0].headers)) if self._buffer else None

    def open(self) -> None:
        """Go to its place; only the task that fetches may, with no records in its hands."""
        self._source.seek(self.at, self.offset)
        self._source.resume(self.at)
        self._position, self._full = self.offset, False
        self.phase = Phase.READY

    def put(self, records: Sequence[ConsumerRecord]) -> None:
        """Keep fetched records; those that came before it was ready are void."""
        if self.phase is not Phase.READY:
            return
        if records[0].offset != self._position:
            self._lost = RecordsLost(
                f"{self.at.topic}[{self.at.partition}] continues at {records[0].offset} "
                f"where {self._position} was expected"
            )
            self._arrived.set()
            return
        self._buffer.extend(records)
        self._position = records[-1].through + 1
        self._arrived.set()
        if len(self._buffer) >= self._room and not self._full:
            self._full = True
            self._source.pause(self.at)

    async def stop(self) -> None:
        """End after the present batch."""
        self._stopping.set()
        self._arrived.set()
        await self.task

    async def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                if self.phase is Phase.LOADING:
                    await self._load()
                await self._arrived.wait()
                if self._lost is not None:
                    await self._look_again(self._lost)
                    continue
                if self._buffer:
                    await self._handle()
                self._pause, self.halted = 0.0, None
            except OffsetTaken as taken:
                log.info("reading again from where another process got to: %s", taken)
                self._forget()
            except Unavailable as error:
                log.warning("%s[%s] waits: %s", *self.at, error)
                await self._rest()
            except (TooManyParked, Unstorable, Failed) as trouble:
                await self._narrow(trouble)

    async def _narrow(self, trouble: TooManyParked | Unstorable | Failed) -> None:
        """Take what does go; a single record that does not is set aside, or waits for an operator."""
        if self._most > 1:
            self._most = max(1, min(self._most, len(self._buffer)) // 2)
        elif self._unfit is not None or isinstance(trouble, TooManyParked):
            await self._stand(trouble)
        elif isinstance(trouble, Unstorable):
            self._unfit = (Reason.UNREADABLE, str(trouble))
        else:
            await self._fail(trouble)

    async def _fail(self, failure: Failed) -> None:
        """Give it a few tries: what raised may have been the moment's, and not the record's."""
        self._failures += 1
        if self._failures < TRIES:
            await self._rest()
            return
        log.error("%s[%s]@%s is set aside", *self.at, self.offset, exc_info=failure)
        self._unfit = (Reason.FAILED, str(failure))

    async def _stand(self, trouble: Exception) -> None:
        if self.halted is None:
            log.error("%s[%s] stands still: %s", *self.at, trouble)
        self.halted = str(trouble)
        await self._rest()

    async def _look_again(self, lost: RecordsLost) -> None:
        """Another place is stored as soon as somebody has seen what happened to the topic."""
        self._lost = None
        self._forget()
        await self._stand(lost)

    async def _rest(self) -> None:
        self._pause = min(self._pause * 2 or 0.05, STORM_SECONDS)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), self._pause)

    def _forget(self) -> None:
        self._buffer.clear()
        self._arrived.clear()
        self._unfit, self._failures = None, 0
        self.phase = Phase.LOADING
        self._source.pause(self.at)

    async def _load(self) -> None:
        known = await self._store.offset(self.at)
        self.offset = await self._source.begin(self.at) if known is None else known
        self.phase = Phase.LOADED

    async def _handle(self) -> None:
        batch = list(islice(self._buffer, self._most))
        await self._try(batch)
        self._most, self._unfit, self._failures = min(self._most * 2, BATCH), None, 0
        for _ in batch:
            self._buffer.popleft()
        self.offset = batch[-1].through + 1
        if not self._buffer:
            self._arrived.clear()
        self._take_more()

    async def _try(self, batch: Sequence[ConsumerRecord]) -> None:
        try:
            await self._take(self.at, self.offset, batch, self._unfit)
        except (OffsetTaken, Unavailable, TooManyParked, Unstorable):
            raise
        except Exception as bug:
            raise Failed(f"{type(bug).__name__}: {bug}") from bug

    def _take_more(self) -> None:
        if self._full and len(self._buffer) <= self._room // REFILL:
            self._full = False
            self._source.resume(self.at)
