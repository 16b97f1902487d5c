"""Documents of an account are listed by their places, in both stores and within a unit of work."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoup_events.kernel.envelope import Account, Cause, Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.decider import View
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.ports import Changes, Document, DocumentKey, Store
from recoup_testing.counter import COUNTER, Count, Counted
from recoup_testing.ids import counted_ids

ACME, OTHER = TenantId("acme"), TenantId("other")
CAUSE = Cause(at=datetime(2026, 1, 5, 12, tzinfo=UTC), actor="test", correlation_id=UUID(int=7))


@pytest.fixture(params=["memory_store", pytest.param("postgres_store", marks=pytest.mark.servers)])
def store(request: pytest.FixtureRequest) -> Store:
    chosen: Store = request.getfixturevalue(request.param)
    return chosen


PLACES = ["EUR 2", "EUR 10", "EUR é", "EUR \U0010fffd", "EUR a", "EUR A", "EURO", "GBP 1", "EUR "]


async def put(store: Store, places: Mapping[str, str | None], tenant: TenantId = ACME) -> None:
    account = Account(tenant, "cus_1")
    documents = {
        DocumentKey(account, "open", id): Document(f'{{"n": "{id}"}}', place)
        for id, place in places.items()
    }
    async with store.transaction() as tx:
        await tx.write(Changes(documents=documents))


async def listed(store: Store, within: str = "", limit: int | None = None) -> list[str]:
    async with store.transaction() as tx:
        found = await tx.list_documents([Account(ACME, "cus_1")], "open", within, limit)
    return [key.id for key in found]


async def test_documents_are_listed_by_their_places_as_python_sorts_them(store: Store) -> None:
    await put(store, {f"of {place}": place for place in PLACES})
    await put(store, {"mine": None, "theirs": None})
    await put(store, {"theirs": "EUR 1"}, OTHER)
    euros = sorted(place for place in PLACES if place.startswith("EUR "))
    assert await listed(store) == [f"of {place}" for place in sorted(PLACES)]
    assert await listed(store, "EUR ") == [f"of {place}" for place in euros]
    assert await listed(store, "EUR ", 3) == [f"of {place}" for place in euros[:3]]
    assert await listed(store, "JPY ") == []


async def test_those_of_several_accounts_are_listed_in_one_order(store: Store) -> None:
    accounts = [Account(ACME, f"cus_{i}") for i in range(3)]
    for i, account in enumerate(accounts):
        documents = {
            DocumentKey(account, "open", f"{i}{n}"): Document("{}", f"EUR {n}{i}") for n in range(4)
        }
        async with store.transaction() as tx:
            await tx.write(Changes(documents=documents))
    async with store.transaction() as tx:
        first = await tx.list_documents(accounts[1:], "open", "EUR", 3)
        assert [(key.account.key, key.id) for key in first] == [
            ("cus_1", "10"),
            ("cus_2", "20"),
            ("cus_1", "11"),
        ]
        assert len(await tx.list_documents(accounts, "open", "EUR", None)) == 12


async def test_equal_places_are_listed_by_id(store: Store) -> None:
    await put(store, dict.fromkeys(["b", "B", "é", "a1", "a"], "EUR 1"))
    assert await listed(store) == ["B", "a", "a1", "b", "é"]
    assert await listed(store, "EUR", 2) == ["B", "a"]


async def test_a_document_moves_leaves_the_list_and_comes_back(store: Store) -> None:
    await put(store, {"a": "1", "b": "2", "c": "3"})
    await put(store, {"a": "4", "b": None})
    assert await listed(store) == ["c", "a"]
    await put(store, {"b": "0"})
    assert await listed(store) == ["b", "c", "a"]


class Odd(Value):
    """Listed while the sum of what was counted is odd."""

    total: int = 0


def _documents(event: Event) -> Sequence[str]:
    return [str(event.by % 4)] if isinstance(event, Counted) else []


def _add(odd: Odd, envelope: Envelope[Event]) -> Odd:
    assert isinstance(envelope.event, Counted)
    return Odd(total=odd.total + envelope.event.by)


ODD = View(
    "odd", Odd(), _documents, _add, place=lambda odd: f"{odd.total:05}" if odd.total % 2 else None
)
STREAM = COUNTER.stream(ACME, "cus_1", "1")
NUMBERS = st.lists(st.integers(min_value=1, max_value=9), max_size=8)


@given(before=NUMBERS, within=NUMBERS, limit=st.integers(min_value=1, max_value=5))
async def test_a_unit_of_work_lists_what_its_own_events_have_left(
    before: list[int], within: list[int], limit: int
) -> None:
    command_runner = CommandRunner(MemoryStore(), [ODD], counted_ids())
    totals: dict[str, int] = {}
    for by in [*before, *within]:
        totals[str(by % 4)] = totals.get(str(by % 4), 0) + by
    wanted = sorted((total, id) for id, total in totals.items() if total % 2)
    async with command_runner.work() as work:
        await work.lock([STREAM.account])
        for by in before:
            await work.execute(COUNTER, STREAM, Count(by=by), CAUSE)
    async with command_runner.work() as work:
        await work.lock([STREAM.account])
        for by in within:
            await work.execute(COUNTER, STREAM, Count(by=by), CAUSE)
        listed = await work.listed(ODD, STREAM.account, limit=limit)
        assert [(odd.total, id) for id, odd in listed.items()] == wanted[:limit]
