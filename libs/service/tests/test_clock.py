from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from recoup_service.clock import SpedUpClock, UnknownClock, clock_of
from recoup_testing.clock import TurnedClock

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
REAL = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_the_system_clock_tells_utc() -> None:
    assert clock_of("system").now().utcoffset() == timedelta()


def test_a_sped_up_clock_runs_from_its_anchor_at_its_speed() -> None:
    real = TurnedClock(REAL)
    clock = SpedUpClock(MONDAY, 3600, since=REAL, real=real)
    real.turn(timedelta(seconds=24))
    assert clock.now() == MONDAY + timedelta(days=1)


def test_a_sped_up_clock_without_a_since_starts_at_its_anchor() -> None:
    now = clock_of("2026-01-05T09:00Z@1x").now()
    assert MONDAY <= now < MONDAY + timedelta(minutes=1)


def test_two_processes_with_the_same_since_agree() -> None:
    form = "2026-01-05T09:00Z@3600x since 2026-11-22T12:00Z"
    one, other = clock_of(form).now(), clock_of(form).now()
    assert other - one < timedelta(hours=1)


def test_a_stepped_clock_stands_where_its_file_says(tmp_path: Path) -> None:
    file = tmp_path / "now"
    file.write_text("2026-01-05T09:00:00+00:00\n")
    clock = clock_of(f"stepped:{file}")
    assert clock.now() == MONDAY
    file.write_text("2026-01-05T11:00+01:00")
    assert clock.now() == MONDAY + timedelta(hours=1)


def test_a_stepped_clock_needs_its_file_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(UnknownClock, match="write one ISO instant into it first"):
        clock_of(f"stepped:{tmp_path / 'missing'}")


@pytest.mark.parametrize(
    "form",
    ["", "sundial", "stepped:", "2026-01-05T09:00Z@fastx", "2026-01-05T09:00@2x", "soon@2x"],
)
def test_any_other_form_is_refused_with_what_to_write_instead(form: str) -> None:
    with pytest.raises(UnknownClock, match=r"2026-01-05T09:00Z|time zone"):
        clock_of(form)
