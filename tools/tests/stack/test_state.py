"""What a stack remembers: whole, private, and the same when asked again."""

import socket
from pathlib import Path

import pytest

from recoup_cli.stack import ports
from recoup_cli.stack.errors import StackFailed
from recoup_cli.stack.ports import LOOPBACK
from recoup_cli.stack.state import State, load


def test_a_saved_state_comes_back_equal(tmp_path: Path) -> None:
    state = State(clock="2026-01-05T09:00Z@3600x", ports={"kafka": 20_001})
    state.save(tmp_path / "stack.json")
    assert load(tmp_path / "stack.json") == state


def test_only_its_owner_may_read_the_state(tmp_path: Path) -> None:
    State().save(tmp_path / "stack.json")
    assert (tmp_path / "stack.json").stat().st_mode & 0o077 == 0


def test_no_state_yet_is_a_new_one(tmp_path: Path) -> None:
    assert load(tmp_path / "stack.json").running == {}


def test_a_damaged_state_says_how_to_go_on(tmp_path: Path) -> None:
    (tmp_path / "stack.json").write_text('{"running": ')
    with pytest.raises(StackFailed, match="recoup down --wipe"):
        load(tmp_path / "stack.json")


def test_a_password_is_the_same_every_time_and_no_two_are_alike(tmp_path: Path) -> None:
    state = State()
    state.save(tmp_path / "stack.json")
    assert load(tmp_path / "stack.json").secret("postgres") == state.secret("postgres")
    assert state.secret("postgres") != state.secret("recoup_invoice")
    assert State().secret("postgres") != state.secret("postgres")


def test_a_part_without_a_port_says_to_start_the_stack() -> None:
    with pytest.raises(StackFailed, match="recoup up"):
        State().port("kafka")


def test_a_promised_port_that_is_free_is_kept() -> None:
    state = State()
    state.settle_port("kafka")
    promised = state.port("kafka")
    assert not state.settle_port("kafka")
    assert state.port("kafka") == promised


def test_a_promised_port_that_a_stranger_took_is_replaced() -> None:
    state = State()
    state.settle_port("kafka")
    with socket.socket() as stranger:
        stranger.bind((LOOPBACK, state.port("kafka")))
        stranger.listen()
        assert state.settle_port("kafka")
        assert state.port("kafka") != stranger.getsockname()[1]


def test_a_port_that_another_stack_was_promised_is_not_promised_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = ports.pick(set())
    monkeypatch.setattr(ports, "_CANDIDATES", [first, first + 1, first + 2])
    assert ports.pick({first + 2}) == first + 1
