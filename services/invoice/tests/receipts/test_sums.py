"""Which receivables come to an amount, as far as is looked."""

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from invoice.receipts.domain.known_items import Item
from invoice.receipts.domain.sums import MOST, adding_up
from recoup_events.kernel.ids import CreditorId, CustomerId, InvoiceId, ReceivableId
from recoup_events.kernel.money import Money

AMOUNTS = st.lists(st.integers(1, 60), max_size=12)


def items(amounts: list[int]) -> list[Item]:
    """One receivable each, the first is due first."""
    return [
        Item(
            CustomerId("cus"),
            CreditorId("crd"),
            InvoiceId(f"inv_{nth:03}"),
            ReceivableId(f"rcv_{nth:03}"),
            f"No {nth}",
            Money(minor_units=amount, currency="EUR"),
            Money(minor_units=amount, currency="EUR"),
            date(2026, 1, 1) + timedelta(nth),
        )
        for nth, amount in enumerate(amounts)
    ]


@given(AMOUNTS, st.integers(1, 200))
def test_what_is_found_comes_to_the_amount(amounts: list[int], wanted: int) -> None:
    for chosen in adding_up(items(amounts), wanted):
        assert sum(item.free.minor_units for item in chosen) == wanted
        assert len({item.receivable_id for item in chosen}) == len(chosen) > 1


@given(AMOUNTS, st.integers(1, 200))
def test_any_two_or_three_that_come_to_it_are_found(amounts: list[int], wanted: int) -> None:
    found = {
        tuple(sorted(item.free.minor_units for item in chosen))
        for chosen in adding_up(items(amounts), wanted)
    }
    for size in (2, 3):
        for some in combinations(amounts, size):
            assert sum(some) != wanted or tuple(sorted(some)) in found


def test_of_equal_amounts_the_longest_due_are_chosen() -> None:
    (chosen,) = adding_up(items([100, 100, 100, 100]), 200)
    assert [item.number for item in chosen] == ["No 0", "No 1"]


def test_a_run_and_all_but_a_few_are_found() -> None:
    amounts = [1, 2, 4, 8, 16, 32, 64]
    assert len(adding_up(items(amounts), 2 + 4 + 8 + 16)) == 1
    assert len(adding_up(items(amounts), 127 - 8)) == 1
    assert len(adding_up(items(amounts), 127 - 8 - 2)) == 1
    assert adding_up(items(amounts), 1 + 4 + 16 + 64) == []


def test_beyond_the_bound_nothing_is_looked_at() -> None:
    amounts = [1000] * MOST + [1, 2]
    assert adding_up(items(amounts), 3) == []
