from datetime import UTC, date, datetime, time, timedelta

import pytest

from recoup_receivables.calendar import UnknownTimeZone, at_local_time, local_date, start_of_day


def test_ten_in_the_morning_is_a_different_instant_in_summer_and_winter() -> None:
    winter = at_local_time(date(2026, 3, 28), time(10), "Europe/Berlin")
    summer = at_local_time(date(2026, 3, 29), time(10), "Europe/Berlin")
    assert winter == datetime(2026, 3, 28, 9, tzinfo=UTC)
    assert summer == datetime(2026, 3, 29, 8, tzinfo=UTC)


def test_a_time_the_clock_change_skips_moves_forward() -> None:
    skipped = at_local_time(date(2026, 3, 29), time(2, 30), "Europe/Berlin")
    assert skipped == at_local_time(date(2026, 3, 29), time(3, 30), "Europe/Berlin")


def test_a_time_the_clock_change_repeats_is_the_first_of_the_two() -> None:
    repeated = at_local_time(date(2026, 10, 25), time(2, 30), "Europe/Berlin")
    assert repeated == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_debtors_today_may_be_another_day_than_ours() -> None:
    late_evening_in_utc = datetime(2026, 3, 1, 20, tzinfo=UTC)
    assert local_date(late_evening_in_utc, "Asia/Tokyo") == date(2026, 3, 2)
    assert local_date(late_evening_in_utc, "America/New_York") == date(2026, 3, 1)


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc", "America"])
def test_an_unknown_time_zone_is_named_in_the_refusal(name: str) -> None:
    with pytest.raises(UnknownTimeZone, match="IANA"):
        local_date(datetime(2026, 3, 1, tzinfo=UTC), name)


def test_each_debtors_day_begins_at_its_own_midnight() -> None:
    assert start_of_day(date(2026, 2, 4), "Asia/Tokyo") == datetime(2026, 2, 3, 15, tzinfo=UTC)
    assert start_of_day(date(2026, 2, 4), "America/Los_Angeles") == datetime(
        2026, 2, 4, 8, tzinfo=UTC
    )


def test_a_midnight_that_daylight_saving_skips_moves_forward() -> None:
    beirut_spring = date(2026, 3, 29)
    begins = start_of_day(beirut_spring, "Asia/Beirut")
    assert begins == datetime(2026, 3, 28, 22, tzinfo=UTC)
    assert local_date(begins, "Asia/Beirut") == beirut_spring
    assert local_date(begins - timedelta(seconds=1), "Asia/Beirut") < beirut_spring
