"""The most valuable test of the store: every committed event is fed once, in its account's order."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid5

import pytest

from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.ports import START, Changes, Positioned
from recoup_eventstore.postgres.pools import open_pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_testing.counter import COUNTER, Counted
from recoup_testing.databases import Databases

WRITERS = 16
EVENTS = 50_000
STREAMS_PER_ACCOUNT = 3
ACCOUNTS = 40
NAMESPACE = UUID(int=1)


class RolledBack(Exception):
    """What a writer raises to change its mind at the last moment."""


class Writers:
    """Appends to one or two streams at a time, dawdles, and sometimes takes it all back."""

    def __init__(self, store: PostgresStore) -> None:
        self._store = store
        self.committed: list[UUID] = []

    async def write(self, seed: int) -> None:
        chance = random.Random(seed)
        turn = 0
        while len(self.committed) < EVENTS:
            turn += 1
            era = len(self.committed) // 2_500  # new accounts now and then keep histories short
            account = f"cus_{era}_{chance.randrange(ACCOUNTS)}"
            streams = [
                COUNTER.stream(TenantId("acme"), account, f"{account}.{n}")
                for n in chance.sample(range(STREAMS_PER_ACCOUNT), chance.choice((1, 2)))
            ]
            cause = Cause(datetime(2026, 1, 5, tzinfo=UTC), "test", UUID(int=seed * 10**6 + turn))
            try:
                self.committed += await self._append(chance, cause, streams)
            except RolledBack:
                continue

    async def _append(
        self, chance: random.Random, cause: Cause, streams: Sequence[Stream]
    ) -> list[UUID]:
        events: list[Envelope[Counted]] = []
        async with self._store.transaction() as tx:
            await tx.lock([streams[0].account])
            if chance.random() < 0.1:
                await asyncio.sleep(chance.random() / 200)
            for stream in streams:
                before = len(await tx.read([stream]))
                for n in range(1, chance.randint(1, 5) + 1):
                    id = uuid5(NAMESPACE, f"{cause.correlation_id}{stream.name}{n}")
                    events.append(Envelope(id, stream, before + n, cause, Counted(by=n)))
            await tx.write(Changes(events=events))
            if chance.random() < 0.1:
                await asyncio.sleep(chance.random() / 200)
            if chance.random() < 0.1:
                raise RolledBack
        return [envelope.id for envelope in events]


async def read_until(store: PostgresStore, done: asyncio.Event) -> list[Positioned]:
    """Poll the feed as a relay does, until nothing more can come."""
    seen: list[Positioned] = []
    while True:
        ended = done.is_set()
        page = await store.feed(seen[-1].cursor if seen else START, 500)
        seen += page
        if ended and not page:
            return seen
        await asyncio.sleep(0)


@pytest.mark.servers
async def test_delivered_is_committed_in_the_order_of_every_account(databases: Databases) -> None:
    async with (
        databases.fresh() as address,
        open_pools(address, name="race", app_size=WRITERS) as pools,
    ):
        store = PostgresStore(pools)
        writers, done = Writers(store), asyncio.Event()
        reading = asyncio.create_task(read_until(store, done))
        await asyncio.gather(*(writers.write(seed) for seed in range(WRITERS)))
        done.set()
        delivered = await reading
    assert sorted(p.envelope.id for p in delivered) == sorted(writers.committed)
    versions: dict[str, list[int]] = defaultdict(list)
    txids: dict[str, list[int]] = defaultdict(list)
    for p in delivered:
        versions[p.envelope.stream.name].append(p.envelope.version)
        txids[p.envelope.account.key].append(p.cursor.txid)
    assert all(seen == list(range(1, len(seen) + 1)) for seen in versions.values())
    assert all(seen == sorted(seen) for seen in txids.values())
