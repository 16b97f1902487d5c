"""Interest: every number of the page about it is computed again, and the tables are those that are published."""

import re
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoup_compliance.conditions import EFFECTS
from recoup_compliance.interest.accrual import (
    InterestFree,
    LawNotInForce,
    Reduction,
    Segment,
    interest,
)
from recoup_compliance.interest.day_count import DayCount, days_between, days_in_year
from recoup_compliance.interest.fixed_sums import fixed_sum
from recoup_compliance.interest.law import Fixing, Law
from recoup_compliance.interest.laws import BY_ID, LAWS
from recoup_compliance.interest.reference_rates import (
    RateUnknown,
    hundredths,
    percent,
)
from recoup_events.kernel.money import Money, rounded
from recoup_testing.page_tables import Row, rows_of

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs/explanation/interest.md").read_text(encoding="utf-8")
PUBLISHED_RATES = ROOT.parent / "shared/data/rates"
FIXED = {
    Fixing.EACH_HALF_YEAR: "each half-year",
    Fixing.FIRST_HALF_YEAR: "once: 1 January or 1 July before the first day",
    Fixing.DAY_BEFORE_HALF_YEAR: "once: 30 June or 31 December before the first day",
}


def _rows(*first: str) -> list[Row]:
    return rows_of(PAGE, *first)


def _money(text: str) -> Money:
    amount, currency = text.split()
    return Money.parse(amount, currency)


def _decimals(amount: Fraction) -> str:
    """Of minor units with two decimals, in major units with four."""
    ten_thousandths = rounded(amount * 100)
    return f"{ten_thousandths // 10_000}.{ten_thousandths % 10_000:04d}"


def _name(row: Row) -> str:
    return " ".join(list(row.values())[:4])


def _fixed_sum_in_words(law: Law) -> str:
    if law.fixed_sum is None:
        return "none"
    currency = law.fixed_sum.currency

    def amount(minor_units: int) -> str:
        return Money(minor_units=minor_units, currency=currency).decimal

    least, *more = law.fixed_sum.bands
    word = "over" if law.fixed_sum.from_more_than else "from"
    words = [f"{word} {amount(band.debt)}: {amount(band.sum)}" for band in more]
    return ", ".join([f"{amount(least.sum)} {currency}", *words])


def test_the_page_lists_the_laws_as_they_are() -> None:
    assert _rows("law", "authority") == [
        {
            "law": law.id,
            "authority": law.citation,
            "reference rate": law.reference.name if law.reference else "none",
            "margin": percent(law.margin),
            "fixed": FIXED[law.fixing] if law.reference else "by the law",
            "days": law.day_count.value,
            "fixed sum": _fixed_sum_in_words(law),
        }
        for law in LAWS
    ]


@pytest.mark.parametrize("row", _rows("law", "debt"), ids=_name)
def test_a_fixed_sum_is_granted_by_its_band(row: Row) -> None:
    granted = fixed_sum(BY_ID[row["law"]], _money(row["debt"]))
    assert (str(granted) if granted else "none") == row["fixed sum"]


def test_the_page_says_which_conditions_bear_none() -> None:
    authorities = {row["condition"]: row["authority"] for row in _rows("condition", "authority")}
    assert authorities == {
        each: effect.interest_free for each, effect in EFFECTS.items() if effect.interest_free
    }


EXAMPLES = _rows("law", "owed", "first day")


@pytest.mark.parametrize("row", EXAMPLES, ids=_name)
def test_an_example_comes_out_as_it_was_done_by_hand(row: Row) -> None:
    owed = _money(row["owed"])
    paid = [
        Reduction(date.fromisoformat(day), Money.parse(amount, owed.currency))
        for day, amount in re.findall(r"([0-9-]{10}) ([0-9.]+)", row["paid"])
    ]
    free = [
        InterestFree(date.fromisoformat(day), date.fromisoformat(until) if until else None, "")
        for day, until in re.findall(r"from ([0-9-]{10})(?: until ([0-9-]{10}))?", row["free"])
    ]
    days = date.fromisoformat(row["first day"]), date.fromisoformat(row["last day"])
    found = interest(BY_ID[row["law"]], owed, *days, paid, free)
    assert str(found.amount) == row["interest"]
    by_hand = re.findall(
        r"([0-9]+) x ([0-9.]+ %) x ([0-9]+) / ([0-9]+) = ([0-9.]+)", row["by hand"]
    )
    assert by_hand == [
        (
            str(segment.balance.minor_units // 100),
            percent(segment.rate),
            str(segment.days),
            str(segment.days_in_year),
            _decimals(segment.exact),
        )
        for segment in found.segments
    ]


def test_every_law_has_an_example() -> None:
    assert {row["law"] for row in EXAMPLES} == set(BY_ID)


@pytest.mark.parametrize("row", _rows("published by"), ids=_name)
def test_a_published_sum_is_explained_by_its_rounding(row: Row) -> None:
    owed, count = _money(row["owed"]), DayCount(row["counted"])
    segment = Segment(
        first_day=date(2025, 1, 1),
        last_day=date(2025, 1, 1),
        days=int(row["days"]),
        balance=owed,
        rate=hundredths(row["rate"].removesuffix(" %")),
        days_in_year=days_in_year(date(2025, 1, 1), count),
        rounds_each_day=False,
        authority="",
    )
    assert _decimals(segment.exact) == row["exact"]
    of_one_day = segment.exact / segment.days
    published = {
        "once": rounded(segment.exact),
        "each day": rounded(of_one_day) * segment.days,
        "each day cut off": int(of_one_day) * segment.days,
    }[re.split("[:;]", row["rounding"])[0]]
    assert Money(minor_units=published, currency=owed.currency).decimal == row["published"]
    each_day = segment.model_copy(update={"rounds_each_day": True})
    assert each_day.exact == rounded(of_one_day) * segment.days


@pytest.mark.parametrize("row", _rows("law", "first day", "rate"), ids=_name)
def test_a_published_rate_follows_from_the_tables(row: Row) -> None:
    day = date.fromisoformat(row["first day"])
    assert percent(BY_ID[row["law"]].rate_on(day, day)[0]) == row["rate"]


def test_a_rate_that_is_not_known_yet_is_not_made_up() -> None:
    owed = _money("1000.00 EUR")
    first, last = date(2026, 12, 1), date(2027, 1, 5)
    with pytest.raises(RateUnknown, match="of 2027-01-01 is not known: the table ends on"):
        interest(BY_ID["de-business"], owed, first, last)
    assert interest(BY_ID["de-business"], owed, first, date(2026, 12, 31)).amount
    assert interest(BY_ID["ie-business"], owed, first, last).amount, "its rate is fixed since July"


def test_a_law_says_from_when_it_is_known() -> None:
    with pytest.raises(LawNotInForce, match="interest from 2014-07-29 on"):
        interest(BY_ID["de-business"], _money("1.00 EUR"), date(2014, 7, 28), date(2014, 8, 1))


def test_a_segment_can_be_read() -> None:
    found = interest(
        BY_ID["gb-business"], _money("10000.00 GBP"), date(2025, 6, 30), date(2025, 7, 29)
    )
    assert [str(segment) for segment in found.segments] == [
        "2025-06-30 to 2025-07-29: 10000.00 GBP x 12.75 % x 30 / 365 (Late Payment of Commercial "
        "Debts (Interest) Act 1998; SI 2002/1675 art. 4: Bank Rate of 2024-12-31)"
    ]


def test_a_leap_year_has_a_day_more_where_the_law_says_so() -> None:
    law = BY_ID["de-business"].model_copy(update={"day_count": DayCount.ACTUAL_ACTUAL})
    found = interest(law, _money("1000.00 EUR"), date(2023, 12, 31), date(2024, 1, 1))
    assert [segment.days_in_year for segment in found.segments] == [365, 366]


def test_four_days_from_the_day_after_the_due_date_to_that_of_the_money() -> None:
    assert days_between(date(2021, 7, 2), date(2021, 7, 5), DayCount.ACTUAL_365) == 4


@pytest.mark.parametrize("count", DayCount)
def test_days_add_up_wherever_they_are_cut(count: DayCount) -> None:
    first, last = date(2023, 11, 15), date(2024, 4, 2)
    whole = days_between(first, last, count)
    for cut in range(1, (last - first).days):
        end = first + timedelta(cut)
        parts = days_between(first, end, count), days_between(end + timedelta(1), last, count)
        assert sum(parts) == whole


DAYS = st.dates(date(2021, 1, 1), date(2026, 6, 30))


@given(
    law=st.sampled_from(LAWS),
    first=DAYS,
    length=st.integers(1, 800),
    falls=st.lists(st.tuples(st.integers(-30, 800), st.integers(1, 400_00)), max_size=6),
    chance=st.randoms(use_true_random=False),
)
def test_the_order_of_booking_makes_no_difference_and_nothing_is_lost(
    law: Law, first: date, length: int, falls: list[tuple[int, int]], chance: Random
) -> None:
    last = min(first + timedelta(length), date(2026, 6, 30))
    owed = _money("1000.00 EUR")
    reductions = [
        Reduction(first + timedelta(days), Money(minor_units=amount, currency="EUR"))
        for days, amount in falls
    ]
    found = interest(law, owed, first, last, reductions)
    shuffled = list(reductions)
    chance.shuffle(shuffled)
    assert interest(law, owed, first, last, shuffled) == found
    assert found.amount.minor_units == rounded(
        sum((segment.exact for segment in found.segments), Fraction(0))
    )
    days = [segment.first_day for segment in found.segments]
    assert days == sorted(set(days))
    if not law.compounds:
        assert all(segment.balance <= owed for segment in found.segments), "none on interest"
