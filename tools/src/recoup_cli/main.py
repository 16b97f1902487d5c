"""The recoup command: everything a person does with Recoup on one machine."""

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import Any

import typer
from rich.console import Console
from typer.core import TyperGroup
from typer.main import get_command

from recoup_cli.stack.errors import StackFailed

COMMANDS: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "recoup_cli.stack.commands": ("up", "down", "status", "env", "logs"),
        "recoup_cli.settle": ("settle", "now"),
        "recoup_cli.demo.command": ("demo",),
        "recoup_cli.docs": ("docs",),
        "recoup_cli.api_reference": ("openapi",),
        "recoup_cli.site.command": ("site",),
        "recoup_cli.load.command": ("load",),
        "recoup_cli.simulate.command": ("simulate",),
        "recoup_cli.importing.command": ("import",),
        "recoup_cli.new_service.command": ("new-service",),
        "recoup_cli.python_client.command": ("python-client",),
        "recoup_cli.rebuild": ("rebuild",),
        "recoup_cli.recovery": ("seed", "republish"),
    }
)
"""Commands by the module they stand in."""
GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "keys": "recoup_cli.keys",
        "tenants": "recoup_cli.tenants",
        "console": "recoup_cli.console_users",
        "parked": "recoup_cli.parked.commands",
        "verify": "recoup_cli.verify",
        "mails": "recoup_cli.inbound.command",
        "workflows": "recoup_cli.workflows.command",
        "kafka-access": "recoup_cli.kafka_access.command",
    }
)


class Commands(TyperGroup):
    """Imports what is asked for: some need every service, and most need none."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [*(name for names in COMMANDS.values() for name in names), *GROUPS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name in GROUPS:
            group = get_command(import_module(GROUPS[cmd_name]).app)
            group.name = cmd_name
            return group
        module = next((module for module, names in COMMANDS.items() if cmd_name in names), None)
        if module is None:
            return None
        found = get_command(import_module(module).app)
        return found.commands[cmd_name] if isinstance(found, TyperGroup) else found


app = typer.Typer(cls=Commands, no_args_is_help=True, help="Recoup on this machine.")


@app.callback()
def recoup() -> None:
    """Recoup on this machine."""


def main() -> None:
    """Say a foreseen failure in its own words, without a traceback."""
    try:
        app()
    except StackFailed as failure:
        Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print(str(failure))
        sys.exit(1)
