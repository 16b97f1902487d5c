from datetime import date

import pytest

from recoup_service.api.months import last_day, wanted
from recoup_service.api.problems import Problem

TODAY = date(2026, 3, 15)


def test_the_last_twelve_that_are_over_are_wanted_if_nothing_is_said() -> None:
    found = wanted(None, None, TODAY)
    assert (found[0], found[-1], len(found)) == (date(2025, 3, 1), date(2026, 2, 1), 12)


def test_months_are_wanted_from_one_to_the_other() -> None:
    assert list(wanted("2023-12", "2024-02", TODAY)) == [
        date(2023, 12, 1),
        date(2024, 1, 1),
        date(2024, 2, 1),
    ]
    assert last_day(date(2024, 2, 1)) == date(2024, 2, 29)


@pytest.mark.parametrize(("first", "last"), [("2026-03", "2026-01"), ("2020-01", "2026-01")])
def test_none_and_too_many_are_refused(first: str, last: str) -> None:
    with pytest.raises(Problem, match="Ask for 1 to 24"):
        wanted(first, last, TODAY)
