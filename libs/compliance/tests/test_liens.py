from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoup_compliance.liens import lien_rule, nth_of_month_after


@pytest.mark.parametrize(
    ("state", "residential", "worked_until", "deadline"),
    [
        ("US-TX", False, date(2026, 1, 31), date(2026, 5, 15)),
        ("US-TX", True, date(2026, 1, 1), date(2026, 4, 15)),
        ("US-TX", False, date(2026, 10, 3), date(2027, 2, 15)),
        ("US-CA", False, date(2026, 1, 20), date(2026, 4, 20)),
        ("US-FL", True, date(2028, 2, 1), date(2028, 5, 1)),
    ],
)
def test_a_lien_is_recorded_by_the_day_that_the_state_sets(
    state: str, residential: bool, worked_until: date, deadline: date
) -> None:
    rule = lien_rule(state, worked_until, residential=residential)
    assert rule is not None
    assert rule.deadline(worked_until) == deadline
    assert rule.source


def test_a_state_whose_law_is_not_known_here_has_no_deadline() -> None:
    assert lien_rule("US-WY", date(2026, 1, 1), residential=False) is None
    assert lien_rule(None, date(2026, 1, 1), residential=False) is None
    assert lien_rule("US-TX", date(2021, 12, 31), residential=False) is None, "before its rule"


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 24), st.integers(1, 31))
def test_the_nth_day_of_a_later_month_lies_in_that_month(day: date, months: int, nth: int) -> None:
    found = nth_of_month_after(day, months, nth)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day <= nth
