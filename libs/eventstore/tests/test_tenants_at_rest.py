"""What falls due for a tenant that is suspended or has ended waits, in memory and in PostgreSQL."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from recoup_events.kernel.envelope import Account
from recoup_events.kernel.ids import PLATFORM, TenantId
from recoup_eventstore.ports import Changes, Document, DocumentKey, DueTimer, Store, TimerKey
from recoup_testing.counter import COUNTER

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
ACME = TenantId("acme")
LATER = NOON + timedelta(seconds=1)
MINE = TimerKey(COUNTER.stream(ACME, "cus_1", "1"), "alarm")
FOREIGN_ALARM = TimerKey(COUNTER.stream(TenantId("other"), "cus_1", "1"), "alarm")
KNOWN = DocumentKey(Account(PLATFORM, ACME), "tenant", ACME)


@pytest.fixture(params=["memory_store", pytest.param("postgres_store", marks=pytest.mark.servers)])
def store(request: pytest.FixtureRequest) -> Store:
    chosen: Store = request.getfixturevalue(request.param)
    return chosen


async def wants(store: Store, timers: Mapping[TimerKey, datetime | None]) -> None:
    async with store.transaction() as tx:
        await tx.write(Changes(timers=timers))


async def at_rest(store: Store, state: str) -> None:
    async with store.transaction() as tx:
        await tx.write(Changes(documents={KNOWN: Document(f'{{"state":"{state}"}}')}))


async def due(store: Store) -> list[DueTimer]:
    return list(await store.due(LATER, ["counter.alarm"], 10))


async def test_timers_of_a_tenant_at_rest_wait_and_are_due_when_it_goes_on(store: Store) -> None:
    await wants(store, {MINE: NOON, FOREIGN_ALARM: LATER})
    for state in ("suspended", "ended"):
        await at_rest(store, state)
        assert await due(store) == [DueTimer(LATER, FOREIGN_ALARM)]
        assert await store.next_due() == LATER
    await at_rest(store, "open")
    assert await due(store) == [DueTimer(NOON, MINE), DueTimer(LATER, FOREIGN_ALARM)]
    assert await store.next_due() == NOON


async def test_what_is_set_aside_is_due_again_at_its_moment(store: Store) -> None:
    await wants(store, {MINE: NOON, FOREIGN_ALARM: LATER})
    await at_rest(store, "suspended")
    while await store.rest_timers(LATER):
        pass
    assert await due(store) == [DueTimer(LATER, FOREIGN_ALARM)]
    assert await store.next_due() == LATER
    async with store.transaction() as tx:
        assert await tx.moment(MINE) == NOON
    await at_rest(store, "open")
    assert await store.next_due() == NOON
    while await store.rest_timers(LATER):
        pass
    assert await due(store) == [DueTimer(NOON, MINE), DueTimer(LATER, FOREIGN_ALARM)]


@pytest.mark.parametrize("anew", [LATER, None], ids=["moved", "cancelled"])
async def test_what_changes_while_it_is_set_aside_stays_changed(
    store: Store, anew: datetime | None
) -> None:
    await wants(store, {MINE: NOON})
    await at_rest(store, "suspended")
    await store.rest_timers(LATER)
    await wants(store, {MINE: anew})
    await at_rest(store, "open")
    await store.rest_timers(LATER)
    assert await due(store) == ([DueTimer(LATER, MINE)] if anew else [])
    assert await store.next_due() == anew
