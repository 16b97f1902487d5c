"""Money that named nothing, shared out again: once as it was booked, and once by the days it counts from.

Allocations that were made stand. What differs between the two is what being booked late has changed.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

Paid = Mapping[tuple[str, str], int]
"""What of each payment is for each receivable, in minor units."""


class Receivable(NamedTuple):
    id: str
    counts_from: date
    booked_at: datetime
    rank: tuple[Any, ...]
    """What is lower is paid first."""
    room: int
    """What of it was left to money that named nothing."""


class Money(NamedTuple):
    """What of a payment named nothing, and paid something."""

    id: str
    counts_from: date
    booked_at: datetime
    amount: int


class LateBooking(NamedTuple):
    payment_id: str
    receivable_id: str
    allocated: int
    would_be: int


def late_bookings(
    receivables: Sequence[Receivable], money: Sequence[Money], allocated: Paid
) -> Sequence[LateBooking]:
    """Of payments that were allocated as these rules say, what would be otherwise by their days.

    What a dispute, a plan or a person has decided in between is not explained by them, and left out.
    """
    all_of_it: list[Receivable | Money] = [*receivables, *money]
    as_booked = _replayed(sorted(all_of_it, key=lambda each: (each.booked_at, *_place(each))))
    by_day = _replayed(
        sorted(all_of_it, key=lambda each: (each.counts_from, *_place(each), each.booked_at))
    )
    explained = {each.id for each in money if _of(each, as_booked) == _of(each, allocated)}
    return [
        LateBooking(*key, allocated.get(key, 0), by_day.get(key, 0))
        for key in sorted({*allocated, *by_day})
        if key[0] in explained and allocated.get(key, 0) != by_day.get(key, 0)
    ]


def _place(each: Receivable | Money) -> tuple[bool, str]:
    """What is issued on a day is there for the money of that day."""
    return (isinstance(each, Money), "" if isinstance(each, Money) else each.id)


def _of(money: Money, paid: Paid) -> Mapping[str, int]:
    return {id: amount for (payment, id), amount in paid.items() if payment == money.id}


def _replayed(steps: Iterable[Receivable | Money]) -> Paid:
    """Money pays what is there, the lowest rank first; what is left waits for what comes later."""
    paid: dict[tuple[str, str], int] = {}
    room: dict[Receivable, int] = {}
    left: dict[str, int] = {}

    def pay(money: str, those: Iterable[Receivable]) -> None:
        for each in sorted(those, key=lambda receivable: receivable.rank):
            part = min(left[money], room[each])
            if part > 0:
                paid[money, each.id] = paid.get((money, each.id), 0) + part
                room[each] -= part
                left[money] -= part

    for step in steps:
        if isinstance(step, Receivable):
            room[step] = step.room
            for waiting in left:
                pay(waiting, [step])
        else:
            left[step.id] = step.amount
            pay(step.id, [each for each, amount in room.items() if amount])
    return paid
