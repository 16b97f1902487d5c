"""What every store promises; memory and PostgreSQL are held to the same words."""

import asyncio
from datetime import UTC, datetime, timedelta
from types import MappingProxyType, NoneType
from uuid import UUID

import pytest

from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.errors import (
    OffsetTaken,
    RequestRunning,
    StreamConflict,
    UnlockedAccount,
)
from recoup_eventstore.ports import (
    START,
    Changes,
    Claimed,
    Cursor,
    Document,
    DocumentKey,
    DueTimer,
    OffsetKey,
    Remembered,
    Store,
    StoredResponse,
    TimerKey,
    Watermarks,
)
from recoup_testing.counter import COUNTER, Counted

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
CAUSE = Cause(at=NOON, actor="test", correlation_id=UUID(int=7), traceparent="00-a-b-01")
ACME, OTHER = TenantId("acme"), TenantId("other")
STREAM = COUNTER.stream(ACME, "cus_1", "1")
SIBLING = COUNTER.stream(ACME, "cus_1", "2")
FOREIGN = COUNTER.stream(OTHER, "cus_1", "1")
ANSWER = StoredResponse(fingerprint=b"f", status=201, headers={"ETag": '"1"'}, body=b"{}")
PLACE, ELSEWHERE = OffsetKey("recoup.invoice", 3), OffsetKey("recoup.invoice", 4)


def event(version: int, stream: Stream = STREAM, id: int = 1) -> Envelope[Counted]:
    return Envelope(UUID(int=id * 100 + version), stream, version, CAUSE, Counted(by=version))


async def claim(
    store: Store,
    at: OffsetKey,
    expected: int,
    next_offset: int,
    marks: Watermarks = MappingProxyType({}),
) -> Claimed:
    async with store.transaction() as tx:
        return await tx.claim(at, expected, next_offset, marks, ())


@pytest.fixture(params=["memory_store", pytest.param("postgres_store", marks=pytest.mark.servers)])
def store(request: pytest.FixtureRequest) -> Store:
    chosen: Store = request.getfixturevalue(request.param)
    return chosen


async def test_what_was_appended_is_read_back_in_order(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.lock([STREAM.account])
        await tx.write(Changes(events=[event(1), event(2), event(1, SIBLING, 2)]))
    async with store.transaction() as tx:
        assert list(await tx.read([STREAM])) == [event(1), event(2)]
        assert list(await tx.find(ACME, SIBLING.name)) == [event(1, SIBLING, 2)]


async def test_another_tenants_stream_of_the_same_name_is_another_stream(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.lock([STREAM.account, FOREIGN.account])
        await tx.write(Changes(events=[event(1), event(1, FOREIGN, 2), event(2)]))
    async with store.transaction() as tx:
        assert list(await tx.read([FOREIGN])) == [event(1, FOREIGN, 2)]
        assert await tx.find(TenantId("nobody"), STREAM.name) == []


async def test_a_version_is_taken_once(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.write(Changes(events=[event(1)]))
    with pytest.raises(StreamConflict):
        async with store.transaction() as tx:
            await tx.write(Changes(events=[event(1, id=2)]))


async def test_events_of_known_versions_are_recorded_without_a_unit_of_work(store: Store) -> None:
    await store.append([event(1), event(2)])
    with pytest.raises(StreamConflict):
        await store.append([event(2, id=2)])
    assert [p.envelope for p in await store.feed(START, 9)] == [event(1), event(2)]


async def test_appends_at_the_same_time_succeed_or_fail_each_on_its_own(store: Store) -> None:
    appends = [
        store.append([event(1)]),
        store.append([event(1, FOREIGN, 2)]),
        store.append([event(1, id=3)]),
        store.append([event(1, SIBLING, 4), event(2, SIBLING, 4)]),
    ]
    outcomes = await asyncio.gather(*appends, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [NoneType, NoneType, StreamConflict, NoneType]
    assert len(await store.feed(START, 9)) == 4


async def test_an_exception_leaves_nothing_behind(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        async with store.transaction() as tx:
            await tx.write(Changes(events=[event(1)]))
            await tx.write(Changes(timers={TimerKey(STREAM, "alarm"): NOON}))
            raise ZeroDivisionError
    assert await store.feed(START, 10) == []
    assert await store.next_due() is None


async def test_locking_after_writing_is_a_bug_that_shows(store: Store) -> None:
    with pytest.raises(UnlockedAccount):
        async with store.transaction() as tx:
            await tx.write(Changes(events=[event(1)]))
            await tx.lock([STREAM.account])


async def test_the_feed_goes_on_after_a_cursor(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.write(Changes(events=[event(1), event(2), event(3)]))
    first = await store.feed(START, 2)
    assert [p.envelope for p in first] == [event(1), event(2)]
    assert [p.envelope for p in await store.feed(first[-1].cursor, 2)] == [event(3)]
    assert await store.head() == (await store.feed(START, 9))[-1].cursor
    assert Cursor.parse(str(first[0].cursor)) == first[0].cursor


async def test_documents_are_replaced_whole(store: Store) -> None:
    key, unknown = (DocumentKey(STREAM.account, "open", id) for id in ("1", "2"))
    for content in ('{"n": 1}', '{"n": 2}'):
        async with store.transaction() as tx:
            await tx.write(Changes(documents={key: Document(content)}))
    async with store.transaction() as tx:
        assert dict(await tx.read_documents([key, unknown])) == {key: '{"n": 2}'}


async def test_timers_are_due_at_or_before_now_and_taken_once(store: Store) -> None:
    late, later = TimerKey(STREAM, "alarm"), TimerKey(SIBLING, "alarm")
    async with store.transaction() as tx:
        await tx.write(Changes(timers={late: NOON, later: NOON + timedelta(seconds=1)}))
    assert await store.due(NOON, ["counter.other"], 10) == []
    due = await store.due(NOON, ["counter.alarm"], 10)
    assert list(due) == [DueTimer(NOON, late)]
    async with store.transaction() as tx:
        assert list(await tx.take_timers(due)) == list(due)
    async with store.transaction() as tx:
        assert list(await tx.take_timers(due)) == []
    assert await store.next_due() == NOON + timedelta(seconds=1)


async def test_a_timer_that_moved_since_it_was_seen_is_not_taken(store: Store) -> None:
    key = TimerKey(STREAM, "alarm")
    async with store.transaction() as tx:
        await tx.write(Changes(timers={key: NOON}))
    seen = await store.due(NOON, ["counter.alarm"], 10)
    async with store.transaction() as tx:
        await tx.write(Changes(timers={key: NOON + timedelta(days=1)}))
    async with store.transaction() as tx:
        assert list(await tx.take_timers(seen)) == []
        await tx.write(Changes(timers={key: None}))
    assert await store.next_due() is None


async def test_an_answer_is_remembered_until_it_expires(store: Store) -> None:
    async with store.transaction() as tx:
        assert await tx.recall(ACME, "k") is None
        await tx.write(Changes(answer=Remembered(ACME, "k", ANSWER, NOON)))
    async with store.transaction() as tx:
        assert await tx.recall(ACME, "k") == ANSWER
        assert await tx.recall(OTHER, "k") is None
    await store.expire_responses(NOON + timedelta(seconds=1))
    async with store.transaction() as tx:
        assert await tx.recall(ACME, "k") is None


async def test_a_second_request_with_the_same_key_is_told_that_the_first_runs(
    store: Store,
) -> None:
    async with store.transaction() as first:
        await first.recall(ACME, "k")
        with pytest.raises(RequestRunning):
            async with store.transaction() as second:
                await second.recall(ACME, "k")


async def test_an_offset_is_moved_by_the_one_who_knows_it(store: Store) -> None:
    await claim(store, PLACE, 0, 5)
    assert await store.offset(PLACE) == 5
    with pytest.raises(OffsetTaken):
        await claim(store, PLACE, 0, 5)
    await claim(store, PLACE, 5, 9)
    assert await store.offset(PLACE) == 9


async def test_of_two_who_claim_at_the_same_time_one_is_refused(store: Store) -> None:
    outcomes = await asyncio.gather(
        *(claim(store, PLACE, 0, 5, {1: Cursor(1, 1, n)}) for n in (1, 2)), return_exceptions=True
    )
    winner = next(n for n, outcome in enumerate(outcomes, 1) if isinstance(outcome, Claimed))
    assert [type(outcome) for outcome in outcomes].count(OffsetTaken) == 1
    assert (await claim(store, PLACE, 5, 6, {1: START})).watermarks == {1: Cursor(1, 1, winner)}


async def test_a_claim_says_how_far_each_slot_had_been_handled(store: Store) -> None:
    first = {slot: Cursor(1, slot, slot) for slot in (1, 2)}
    assert (await claim(store, PLACE, 0, 1, first)).watermarks == {}
    assert (await claim(store, PLACE, 1, 2, {2: Cursor(1, 9, 9)})).watermarks == {2: first[2]}
    assert (await claim(store, ELSEWHERE, 0, 1, first)).watermarks == {}
    after = await claim(store, PLACE, 2, 3, dict.fromkeys((1, 2, 3), START))
    assert after.watermarks == {1: first[1], 2: Cursor(1, 9, 9)}


async def test_a_watermark_never_falls(store: Store) -> None:
    for offset, mark in enumerate((Cursor(1, 9, 9), Cursor(1, 8, 10), Cursor(1, 9, 8))):
        await claim(store, PLACE, offset, offset + 1, {1: mark})
    assert (await claim(store, PLACE, 3, 4, {1: START})).watermarks == {1: Cursor(1, 9, 9)}
