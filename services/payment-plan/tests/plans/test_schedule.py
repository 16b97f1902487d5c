from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payment_plan.plans.domain.errors import ScheduleUnacceptable
from payment_plan.plans.domain.schedule import proposed
from recoup_events.kernel.money import Money, total
from recoup_events.payment_plan import Every, Instalment
from recoup_receivables.instalments import unfilled
from recoup_testing.money import eur

MONDAY = date(2026, 3, 2)


def days(first: date, every: Every, instalments: int = 3) -> list[date]:
    return [i.due_on for i in proposed(eur(100_00), instalments, first, every)]


def test_what_does_not_divide_is_paid_with_the_first_instalments() -> None:
    amounts = [i.amount for i in proposed(eur(100_01), 3, MONDAY, Every.WEEK)]
    assert amounts == [eur(33_34), eur(33_34), eur(33_33)]


def test_instalments_lie_a_week_apart() -> None:
    assert days(MONDAY, Every.WEEK) == [MONDAY, date(2026, 3, 9), date(2026, 3, 16)]


def test_instalments_lie_two_weeks_apart() -> None:
    assert days(MONDAY, Every.TWO_WEEKS) == [MONDAY, date(2026, 3, 16), date(2026, 3, 30)]


def test_instalments_lie_a_month_apart_also_across_the_year() -> None:
    assert days(date(2026, 11, 15), Every.MONTH) == [
        date(2026, 11, 15),
        date(2026, 12, 15),
        date(2027, 1, 15),
    ]


def test_a_month_too_short_ends_the_instalment_on_its_last_day_and_the_next_one_recovers() -> None:
    assert days(date(2026, 1, 31), Every.MONTH) == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
    ]


def test_a_yen_cannot_be_paid_in_two_instalments() -> None:
    with pytest.raises(ScheduleUnacceptable) as refusal:
        proposed(Money(minor_units=1, currency="JPY"), 2, MONDAY, Every.WEEK)
    assert refusal.value.pointer == "/instalments"


@given(
    cents=st.integers(1, 10**12),
    instalments=st.integers(1, 60),
    first=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    every=st.sampled_from(Every),
)
def test_a_proposal_pays_everything_in_ascending_days(
    cents: int, instalments: int, first: date, every: Every
) -> None:
    schedule = proposed(eur(cents + instalments), instalments, first, every)
    assert total((i.amount for i in schedule), "EUR") == eur(cents + instalments)
    assert all(eur(0) < i.amount for i in schedule)
    assert sorted({i.due_on for i in schedule}) == [i.due_on for i in schedule]


@pytest.mark.parametrize(
    ("settled", "open"),
    [
        (0, [40_00, 60_00]),
        (15_00, [25_00, 60_00]),
        (40_00, [0, 60_00]),
        (40_01, [0, 59_99]),
        (100_00, [0, 0]),
    ],
)
def test_money_fills_the_soonest_instalment_first(settled: int, open: list[int]) -> None:
    schedule = [
        Instalment(due_on=MONDAY, amount=eur(40_00)),
        Instalment(due_on=date(2026, 4, 2), amount=eur(60_00)),
    ]
    assert unfilled(schedule, eur(settled)) == tuple(map(eur, open))
