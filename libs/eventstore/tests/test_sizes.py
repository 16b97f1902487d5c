"""An event that subscribers could not read is refused before it is recorded, in whatever script."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoup_events.invoice import InvoiceCancelled
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import CustomerId, InvoiceId, TenantId
from recoup_events.kernel.money import Money
from recoup_events.kernel.registry import encode
from recoup_events.kernel.sizes import EVENT_BYTES
from recoup_eventstore.errors import EventTooLarge
from recoup_eventstore.ports import Changes, Store
from recoup_eventstore.sizes import encoded

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
SCRIPTS = st.sampled_from(["a", "é", "€", "\N{ROCKET}", '"', "\\"])


@pytest.fixture(params=["memory_store", pytest.param("postgres_store", marks=pytest.mark.servers)])
def store(request: pytest.FixtureRequest) -> Store:
    chosen: Store = request.getfixturevalue(request.param)
    return chosen


def cancelled(reason: str, actor: str = "test") -> Envelope[InvoiceCancelled]:
    stream = Stream(Account(TenantId("acme"), "cus_1"), "invoice", "inv_1")
    event = InvoiceCancelled(
        invoice_id=InvoiceId("inv_1"),
        customer_id=CustomerId("cus_1"),
        reason=reason,
        amount=Money.zero("EUR"),
        terms=(),
        effective_on=date(2026, 1, 20),
    )
    return Envelope(UUID(int=1), stream, 1, Cause(NOON, actor, UUID(int=7)), event)


def room(actor: str = "test") -> int:
    """Bytes left for the reason."""
    empty = cancelled("", actor)
    names = (*empty.account, empty.stream.name, actor)
    return EVENT_BYTES - len(encode(empty.event)) - 2 * sum(len(name.encode()) for name in names)


@given(script=SCRIPTS, over=st.integers(min_value=-3, max_value=3))
def test_the_last_byte_that_fits_is_the_last_that_is_taken(script: str, over: int) -> None:
    each = len(encode(cancelled(script).event)) - len(encode(cancelled("").event))
    wide = len(encode(cancelled(script).event).encode()) - len(encode(cancelled("").event).encode())
    assert each <= wide
    left = room() + over
    reason = script * (left // wide) + "a" * (left % wide)
    if over <= 0:
        assert encoded(cancelled(reason)) == encode(cancelled(reason).event)
        return
    with pytest.raises(EventTooLarge, match=f"{EVENT_BYTES + over:,} bytes, and {EVENT_BYTES:,}"):
        encoded(cancelled(reason))


@given(actor=st.text(SCRIPTS, max_size=100))
def test_the_names_around_it_count_as_well(actor: str) -> None:
    reason = "a" * room(actor)
    encoded(cancelled(reason, actor))
    with pytest.raises(EventTooLarge):
        encoded(cancelled(reason, actor + "a"))


async def test_no_store_takes_one_that_is_too_large(store: Store) -> None:
    large = cancelled("a" * (room() + 1))
    with pytest.raises(EventTooLarge):
        await store.append([large])
    with pytest.raises(EventTooLarge):
        async with store.transaction() as tx:
            await tx.lock([large.account])
            await tx.write(Changes(events=[large]))
    async with store.transaction() as tx:
        assert not await tx.read([large.stream])
