"""What lies further away than can be meant is refused, and the refusal names the bounds."""

from datetime import date

import pytest

from recoup_receivables.plausible_days import Bounds, DayImplausible

TODAY = date(2024, 2, 29)


@pytest.mark.parametrize("day", [date(2014, 2, 28), date(2024, 2, 29), date(2025, 2, 28), None])
def test_what_can_be_meant_passes(day: date | None) -> None:
    Bounds(back=10, ahead=1).check(day, TODAY, "/value_date")


@pytest.mark.parametrize(
    "day", [date(1, 1, 1), date(2014, 2, 27), date(2025, 3, 1), date(9999, 1, 1)]
)
def test_a_mistyped_year_is_refused_with_the_bounds(day: date) -> None:
    with pytest.raises(DayImplausible, match="from 2014-02-28 to 2025-02-28") as refused:
        Bounds(back=10, ahead=1).check(day, TODAY, "/value_date")
    assert refused.value.pointer == "/value_date"
