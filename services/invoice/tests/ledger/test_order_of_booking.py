"""For given allocations, the order and the day of booking never change what is owed on a day."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recoup_testing.books_compared import aged
from recoup_testing.books_kept_twice import BooksKeptTwice

pytestmark = pytest.mark.servers
Booking = tuple[str, int, int, int]
"""Kind, day, amount, and of which invoice it is; five of them never exceed it."""
BOOKINGS: st.SearchStrategy[list[Booking]] = st.lists(
    st.tuples(
        st.sampled_from(["payment", "credit note"]),
        st.integers(min_value=-30, max_value=20),
        st.integers(min_value=1, max_value=20_00),
        st.integers(min_value=0, max_value=1),
    ),
    min_size=2,
    max_size=5,
)
WAITS = st.lists(st.integers(min_value=0, max_value=9), min_size=5, max_size=5)


async def test_whatever_is_booked_when_each_day_ends_with_the_same(
    begin: Callable[[str], BooksKeptTwice],
    follow: Callable[[], Coroutine[Any, Any, None]],
    bolts: dict[str, Any],
) -> None:
    def booked(bookings: list[Booking], waits: list[int]) -> list[dict[str, int]]:
        books = begin("EUR")
        customer = books.done("/v1/customers", bolts)["id"]
        first = books.today
        due = first + timedelta(days=30)
        invoices = [
            books.issue(customer, first + timedelta(days=off), [(due, 100_00)]) for off in (-20, 5)
        ]
        for (kind, off, amount, nth), wait in zip(bookings, waits, strict=False):
            books.receive(kind, customer, first + timedelta(days=off), amount, [invoices[nth]])
            books.clock.turn(timedelta(days=wait))
        books.run(follow())
        return [aged(books, first + timedelta(days=off)) for off in range(-31, 60, 2)]

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(bookings=BOOKINGS, waits=WAITS, data=st.data())
    def compare(bookings: list[Booking], waits: list[int], data: st.DataObject) -> None:
        shuffled = data.draw(st.permutations(bookings))
        assert booked(bookings, waits) == booked(shuffled, waits[::-1])

    await asyncio.to_thread(compare)
