"""Appends that share a round trip: nobody is left waiting, and none shares more than it should."""

import asyncio
from datetime import UTC, datetime
from itertools import count
from uuid import UUID

import pytest

from recoup_events.kernel.envelope import Cause, Envelope
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.ports import START, Store
from recoup_eventstore.postgres import appends
from recoup_testing.counter import COUNTER, Counted

pytestmark = pytest.mark.servers
CAUSE = Cause(datetime(2026, 1, 5, 12, tzinfo=UTC), "test", UUID(int=7))
ACME, OTHER = TenantId("acme"), TenantId("other")
ALL_AT_ONCE = 8
NUMBERS = count(1)
PATIENCE_SECONDS = 10


def events(size: int, tenant: TenantId = ACME) -> list[Envelope[Counted]]:
    stream = COUNTER.stream(tenant, "cus_1", str(next(NUMBERS)))
    return [
        Envelope(UUID(int=next(NUMBERS)), stream, version, CAUSE, Counted(by=1))
        for version in range(1, size + 1)
    ]


async def test_who_appends_again_the_moment_it_was_told_is_served(
    postgres_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(appends, "AT_ONCE", 1)  # every group is the last under way as it ends

    async def again_and_again() -> None:
        for _ in range(3):
            await postgres_store.append(events(1))

    async with asyncio.timeout(PATIENCE_SECONDS):
        await asyncio.gather(*(again_and_again() for _ in range(ALL_AT_ONCE)))
    assert len(await postgres_store.feed(START, 100)) == 3 * ALL_AT_ONCE


async def test_what_does_not_fit_in_a_group_is_recorded_after_it(
    postgres_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(appends, "LARGEST", 3)
    sizes = (2, 2, 5, 1)  # larger than any group, the third goes alone
    said_events = [events(size, tenant) for size in sizes for tenant in (ACME, OTHER)]
    await asyncio.gather(*map(postgres_store.append, said_events))
    recorded = [p.envelope for p in await postgres_store.feed(START, 100)]
    for together in said_events:
        places = [recorded.index(event) for event in together]
        assert places == list(range(places[0], places[0] + len(together)))
