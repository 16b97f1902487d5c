"""Time that stands still moves forward alone, and only where it stands still."""

from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from recoup_cli.main import app
from recoup_cli.stack import StackFailed
from recoup_cli.stack.clocks import instant_of, standing, stepped, stepped_file
from recoup_cli.stack.home import Home
from recoup_cli.stack.state import State

EIGHT = datetime(2026, 1, 5, 8, tzinfo=UTC)
command = CliRunner()


def refusal(*arguments: str) -> str:
    result = command.invoke(app, arguments)
    assert isinstance(result.exception, StackFailed)
    return str(result.exception)


@pytest.mark.parametrize("text", ["2026-01-05T08:00Z", "2026-01-05T09:00+01:00", " 2026-01-05T08Z"])
def test_an_instant_is_read_in_any_offset(text: str) -> None:
    assert instant_of(text) == EIGHT


@pytest.mark.parametrize("text", ["tomorrow", "", "2026-01-05T08:00", "2026-13-05T08:00Z"])
def test_what_is_no_instant_is_refused_with_the_form(text: str) -> None:
    with pytest.raises(StackFailed, match=r"2026-01-05T09:00Z|end it with Z"):
        instant_of(text)


def test_a_clock_that_stands_never_goes_back(home: Home) -> None:
    assert stepped_file(standing(home.clock, EIGHT)) == home.clock
    with pytest.raises(StackFailed, match="never goes back"):
        standing(home.clock, datetime(2026, 1, 5, 7, tzinfo=UTC))
    assert instant_of(home.clock.read_text()) == EIGHT


def test_now_refuses_to_go_back(home: Home) -> None:
    home.create()
    State(clock=standing(home.clock, EIGHT)).save(home.state)
    assert "never goes back" in refusal("now", "2026-01-05T07:00Z")


@pytest.mark.parametrize("clock", ["system", "2026-01-05T09:00Z@3600x since 2026-01-05T08:00Z"])
def test_now_moves_no_clock_that_moves_by_itself(home: Home, clock: str) -> None:
    home.create()
    State(clock=clock).save(home.state)
    assert "recoup up --at" in refusal("now", "2026-01-05T07:00Z")


def test_only_a_clock_that_stands_has_a_file(home: Home) -> None:
    assert stepped_file(stepped(home.clock)) == home.clock
    assert stepped_file("system") is None
