"""The command knows where each of its errands stands before it imports any."""

from importlib import import_module

import pytest
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from recoup_cli import main


@pytest.mark.parametrize("module", sorted(main.COMMANDS))
def test_a_module_has_the_commands_that_are_listed_for_it(module: str) -> None:
    found = get_command(import_module(module).app)
    names = list(found.commands) if isinstance(found, TyperGroup) else [found.name]
    assert names == list(main.COMMANDS[module])


@pytest.mark.parametrize("name", sorted(main.GROUPS))
def test_a_group_shows_its_commands(name: str) -> None:
    shown = CliRunner().invoke(main.app, [name, "--help"])
    assert shown.exit_code == 0
    assert f"recoup {name}" in shown.output or f"{name} [OPTIONS]" in shown.output


def test_an_unknown_command_is_refused_by_its_name() -> None:
    refused = CliRunner().invoke(main.app, ["collect-everything"])
    assert refused.exit_code == 2
    assert "collect-everything" in refused.output
