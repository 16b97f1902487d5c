"""Where the stack lives: in the repository one stands in, or where RECOUP_HOME says."""

from pathlib import Path

import pytest

from recoup_cli.stack.errors import StackFailed
from recoup_cli.stack.home import Home, chosen_home


def test_the_home_is_at_the_root_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "uv.lock").touch()
    (tmp_path / "docs").mkdir()
    monkeypatch.delenv("RECOUP_HOME", raising=False)
    monkeypatch.chdir(tmp_path / "docs")
    assert chosen_home().root == tmp_path / ".recoup"


def test_recoup_home_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECOUP_HOME", str(tmp_path / "elsewhere"))
    assert chosen_home().root == tmp_path / "elsewhere"


def test_outside_the_repository_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RECOUP_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StackFailed, match="RECOUP_HOME"):
        chosen_home()


def test_wiping_keeps_what_is_not_the_stacks(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.create()
    (tmp_path / "uv").mkdir()
    (home.data / "mail").mkdir()
    home.state.write_text("{}")
    home.wipe()
    assert not home.data.exists()
    assert not home.state.exists()
    assert (tmp_path / "uv").exists()
