"""A private stack goes with its maker, even with one that was killed."""

import os
import sys
import tempfile
from pathlib import Path

import pytest

from recoup_cli.stack.home import Home
from recoup_cli.stack.process import ProcessId, spawn
from recoup_cli.stack.state import State
from recoup_cli.stack.temporary import sweep

DEAD = ProcessId(pid=os.getpid(), started=1.0)
ALIVE = ProcessId.of(os.getpid())
WAITS = [sys.executable, "-c", "import signal; signal.pause()"]


def stack_of(maker: ProcessId, folder: Path) -> Home:
    """A stack of one small process, as it lies there when its maker is gone."""
    home = Home(folder / "recoup-test")
    home.create()
    mail = spawn(WAITS, home.mark("mail"), home.log("mail"), None)
    State(running={"mail": mail}).save(home.state)
    (home.root / "maker.json").write_text(maker.model_dump_json())
    return home


def mail_of(home: Home) -> ProcessId:
    return State.model_validate_json(home.state.read_text()).running["mail"]


async def test_the_stack_of_a_killed_maker_is_stopped_and_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    home = stack_of(DEAD, tmp_path)
    mail = mail_of(home)
    await sweep()
    assert mail.find() is None
    assert not home.root.exists()


async def test_the_stack_of_a_living_maker_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    home = stack_of(ALIVE, tmp_path)
    mail = mail_of(home)
    await sweep()
    found = mail.find()
    assert found is not None
    found.kill()
    assert home.state.exists()
