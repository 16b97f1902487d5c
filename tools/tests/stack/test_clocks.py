"""Clocks that several processes share."""

from datetime import UTC, datetime

import pytest

from recoup_cli.stack.clocks import anchored, as_asked
from recoup_service.clock import SpedUpClock, clock_of

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
SPED_UP = "2026-01-05T09:00Z@3600x"


def test_a_sped_up_clock_is_the_same_in_every_process() -> None:
    form = anchored(SPED_UP, NOON)
    clock = clock_of(form)
    assert isinstance(clock, SpedUpClock)
    assert clock.since == NOON
    assert as_asked(form) == SPED_UP
    assert anchored(form, datetime(2027, 1, 1, tzinfo=UTC)) == form


@pytest.mark.parametrize("form", ["system", "stepped:/a/file@home"])
def test_other_clocks_need_no_anchor(form: str) -> None:
    assert anchored(form, NOON) == form
    assert as_asked(form) == form
