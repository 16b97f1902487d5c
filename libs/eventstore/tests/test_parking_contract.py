"""What every store promises about messages set aside, and about what was done to them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from recoup_events.kernel.ids import TenantId
from recoup_eventstore.parked import (
    HOLDS_NOBODY,
    Content,
    Intervention,
    OperatorRequest,
    Parked,
    ParkedAction,
    ParkedFilter,
    Reason,
)
from recoup_eventstore.ports import Cursor, OffsetKey, Store

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
ACME = TenantId("acme")
CORRECTED = Content([("ce_type", b"x")], b"{}")
ORDER = OperatorRequest("ada", "the ERP sent half a file", NOON)
TOPIC, KEY, OTHER = "t", b"acme/cus_1", b"nobody"


def came(offset: int) -> Content:
    return Content([("ce_type", b"x"), ("ce_type", b"\xff"), ("n", b"%d" % offset)], b"{")


def parked(offset: int, reason: Reason = Reason.REFUSED, key: bytes = KEY) -> Parked:
    tenant = ACME if key == KEY else None
    return Parked(TOPIC, 0, offset, key, came(offset), reason, "why", NOON, "x", tenant)


def edited(
    message: Parked, kept: Content, action: ParkedAction = ParkedAction.EDITED
) -> Intervention:
    assert message.seq is not None
    m = message
    place = (message.seq, m.topic, m.partition, m.offset, m.key, m.type, m.tenant)
    return Intervention(*place, action, ORDER, "", kept)


@pytest.fixture(params=["memory_store", pytest.param("postgres_store", marks=pytest.mark.servers)])
def store(request: pytest.FixtureRequest) -> Store:
    chosen: Store = request.getfixturevalue(request.param)
    return chosen


async def park(store: Store, *messages: Parked) -> None:
    async with store.transaction() as tx:
        await tx.park(messages)


async def line(store: Store, key: bytes = KEY) -> list[Parked]:
    async with store.transaction() as tx:
        return list(await tx.parked(TOPIC, key))


async def test_messages_keep_their_order_and_their_bytes(store: Store) -> None:
    await park(store, parked(4), parked(5, Reason.BEHIND))
    await park(store, parked(9, Reason.BEHIND))
    async with store.transaction() as tx:
        claimed = await tx.claim(OffsetKey(TOPIC, 0), 0, 1, {}, [KEY, OTHER])
        assert set(claimed.parked_keys) == {KEY}
    [first, *later] = await line(store)
    assert [m.offset for m in later] == [5, 9]
    assert first == replace(parked(4), seq=first.seq)


async def test_what_leaves_makes_room_and_nothing_else_moves(store: Store) -> None:
    await park(store, parked(4), parked(5, Reason.BEHIND), parked(6, key=OTHER))
    async with store.transaction() as tx:
        assert await tx.count_parked(OffsetKey(TOPIC, 0)) == 3
        assert await tx.count_parked(OffsetKey(TOPIC, 1)) == 0
    async with store.transaction() as tx:
        await tx.unpark((await tx.parked(TOPIC, KEY))[:1])
    async with store.transaction() as tx:
        assert await tx.count_parked(OffsetKey(TOPIC, 0)) == 2
    assert [m.offset for m in await store.list_parked(0, 9, ParkedFilter())] == [5, 6]


async def test_parked_again_it_keeps_its_place_and_what_it_said(store: Store) -> None:
    await park(store, parked(4), parked(5, Reason.BEHIND))
    again = replace(
        parked(4, Reason.UNREADABLE),
        detail="worse",
        content=CORRECTED,
        parked_at=NOON + timedelta(days=1),
    )
    await park(store, again)
    [first, second] = await line(store)
    assert first == replace(again, content=came(4), seq=first.seq)
    assert second.offset == 5


async def test_what_came_again_byte_for_byte_waits_once(store: Store) -> None:
    await park(store, parked(4), parked(5, Reason.BEHIND))
    await park(store, *(replace(parked(4), offset=offset) for offset in (6, 7)))
    await park(store, replace(parked(4), offset=8, key=OTHER))
    assert [m.offset for m in await store.list_parked(0, 9, ParkedFilter())] == [4, 5, 8]


@pytest.mark.parametrize("reason", sorted(HOLDS_NOBODY))
async def test_what_holds_nobody_up_is_listed_and_not_counted(store: Store, reason: Reason) -> None:
    await park(store, parked(4, reason), parked(5), parked(6, Reason.BEHIND))
    await park(store, parked(7, reason, OTHER))
    async with store.transaction() as tx:
        assert await tx.count_parked(OffsetKey(TOPIC, 0)) == 2
        claimed = await tx.claim(OffsetKey(TOPIC, 0), 0, 1, {}, [KEY, OTHER])
    assert set(claimed.parked_keys) == {KEY}
    leaps = [(KEY, came(4).headers), (OTHER, came(7).headers)]
    assert list(claimed.implausible) == (leaps if reason is Reason.IMPLAUSIBLE else [])
    assert [m.offset for m in await store.list_parked(0, 9, ParkedFilter(heads=True))] == [4, 5, 7]


async def test_watermarks_rise_beside_their_partition_and_never_fall(store: Store) -> None:
    at, slots = OffsetKey(TOPIC, 0), (1, 2, 3)
    for n in (2, 1):
        async with store.transaction() as tx:
            await tx.raise_watermarks(at, {1: Cursor(1, n, n), 2: Cursor(1, 9, n)})
    async with store.transaction() as tx:
        assert await tx.watermarks(at, slots) == {1: Cursor(1, 2, 2), 2: Cursor(1, 9, 2)}
        assert await tx.watermarks(OffsetKey(TOPIC, 1), slots) == {}


async def test_the_newest_correction_stands_beside_what_came(store: Store) -> None:
    await park(store, parked(4))
    [message] = await line(store)
    for version in (replace(CORRECTED, value=b"[]"), CORRECTED):
        async with store.transaction() as tx:
            await tx.note([edited(message, version)])
    async with store.transaction() as tx:
        await tx.note([edited(message, came(4), ParkedAction.EDIT_REFUSED)])
    assert await line(store) == [replace(message, corrected=CORRECTED)]
    assert await store.find_parked(message.seq or 0) == replace(message, corrected=CORRECTED)


async def test_what_was_done_is_kept_when_the_message_is_gone(store: Store) -> None:
    await park(store, parked(4), parked(5))
    [message, other] = await line(store)
    skipped = replace(edited(message, came(4), ParkedAction.SKIPPED), outcome="not ours")
    failed = replace(edited(other, came(5), ParkedAction.REDRIVE_FAILED), kept=None)
    async with store.transaction() as tx:
        await tx.unpark([message])
        await tx.note([skipped, failed])
    assert await store.find_parked(message.seq or 0) is None
    [first, second] = await store.interventions(0, 9)
    assert [replace(i, id=None) for i in (first, second)] == [skipped, failed]
    assert list(await store.interventions(first.id or 0, 9)) == [second]
    assert list(await store.interventions(0, 9, other.seq)) == [second]
    assert list(await store.interventions(0, 1)) == [first]


@pytest.mark.parametrize(
    ("wanted", "offsets"),
    [
        (ParkedFilter(), [4, 5, 6]),
        (ParkedFilter(topic=TOPIC), [4, 5, 6]),
        (ParkedFilter(topic="u"), []),
        (ParkedFilter(tenant=ACME), [4, 5]),
        (ParkedFilter(reason=Reason.BEHIND), [5]),
        (ParkedFilter(type="x"), [4, 5, 6]),
        (ParkedFilter(type="y"), []),
        (ParkedFilter(heads=True), [4, 6]),
        (ParkedFilter(heads=True, tenant=ACME), [4]),
    ],
)
async def test_a_list_shows_what_is_wanted(
    store: Store, wanted: ParkedFilter, offsets: list[int]
) -> None:
    await park(store, parked(4), parked(5, Reason.BEHIND), parked(6, key=OTHER))
    assert [m.offset for m in await store.list_parked(0, 9, wanted)] == offsets


async def test_a_list_goes_on_after_the_last_one_seen(store: Store) -> None:
    await park(store, parked(4), parked(5), parked(6))
    [first, second] = await store.list_parked(0, 2, ParkedFilter())
    assert [m.offset for m in await store.list_parked(second.seq or 0, 2, ParkedFilter())] == [6]
    assert first.offset == 4
