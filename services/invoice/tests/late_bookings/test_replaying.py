"""Money that named nothing, by the days it counts from: what differs is named, and nothing is invented."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from invoice.late_bookings.domain.replaying import LateBooking, Money, Receivable, late_bookings

DAY = date(2026, 1, 1)
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def issued(name: str, on: int, due: int, room: int, booked: int | None = None) -> Receivable:
    at = NOON + timedelta(days=on if booked is None else booked)
    return Receivable(name, DAY + timedelta(days=on), at, (DAY + timedelta(days=due), name), room)


def paid(name: str, on: int, amount: int, booked: int | None = None) -> Money:
    at = NOON + timedelta(days=on if booked is None else booked)
    return Money(name, DAY + timedelta(days=on), at, amount)


def test_what_was_booked_in_order_would_be_as_it_is() -> None:
    receivables = [issued("A", 0, 10, 100), issued("B", 1, 20, 100)]
    money = [paid("P", 5, 100), paid("Q", 6, 50)]
    assert late_bookings(receivables, money, {("P", "A"): 100, ("Q", "B"): 50}) == []


def test_a_payment_that_was_booked_late_would_have_paid_the_oldest() -> None:
    receivables = [issued("A", 0, 10, 100), issued("B", 1, 20, 100)]
    money = [paid("P", 5, 100, booked=9), paid("Q", 6, 50)]
    allocated = {("Q", "A"): 50, ("P", "A"): 50, ("P", "B"): 50}
    assert late_bookings(receivables, money, allocated) == [
        LateBooking("P", "A", 50, 100),
        LateBooking("P", "B", 50, 0),
        LateBooking("Q", "A", 50, 0),
        LateBooking("Q", "B", 0, 50),
    ]


def test_an_invoice_that_was_booked_late_would_have_been_paid() -> None:
    receivables = [issued("A", 0, 10, 100, booked=8), issued("B", 1, 20, 100)]
    money = [paid("P", 5, 100)]
    assert late_bookings(receivables, money, {("P", "B"): 100}) == [
        LateBooking("P", "A", 0, 100),
        LateBooking("P", "B", 100, 0),
    ]


def test_what_these_rules_do_not_explain_is_left_out() -> None:
    """Something was contested when it was booked, or a person has moved it since."""
    receivables = [issued("A", 0, 10, 100), issued("B", 1, 20, 100)]
    money = [paid("P", 5, 100, booked=9), paid("Q", 6, 100)]
    assert late_bookings(receivables, money, {("Q", "B"): 100, ("P", "A"): 100}) == []


ROOMS = st.integers(min_value=1, max_value=200)
DAYS = st.integers(min_value=0, max_value=30)


@given(
    st.lists(st.tuples(DAYS, DAYS, ROOMS, DAYS), max_size=6),
    st.lists(st.tuples(DAYS, ROOMS, DAYS), max_size=6),
)
def test_each_payment_would_be_no_more_than_it_is_and_no_receivable_overpaid(
    of: list[tuple[int, int, int, int]], by: list[tuple[int, int, int]]
) -> None:
    receivables = [
        issued(f"R{nth}", on, due, room, booked) for nth, (on, due, room, booked) in enumerate(of)
    ]
    money = [paid(f"P{nth}", on, amount, booked) for nth, (on, amount, booked) in enumerate(by)]
    found = late_bookings(receivables, money, {})
    for each in money:
        assert sum(one.would_be for one in found if one.payment_id == each.id) <= each.amount
    for one in receivables:
        would_be = sum(each.would_be for each in found if each.receivable_id == one.id)
        assert would_be <= one.room
