"""``python -m <package> serve|migrate|...``: where every process of a service begins."""

import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn, get_type_hints

from recoup_service.migration import bring_to_head
from recoup_service.observability import logs
from recoup_service.settings import Settings, from_environment

if TYPE_CHECKING:
    from recoup_service.service import Service

Build = Callable[[Any], "Service"]


def run(package: str, build: Build | None = None) -> NoReturn:
    """Do what the command line says, and exit: 0 done, 1 failed, 2 asked wrongly.

    The service is what ``build`` puts together, ``<package>.main.build`` if nothing else is said. All
    of these processes bring databases to head at every start of a stack: they import no more.
    """
    logs.configure(package.replace("_", "-"))
    if sys.argv[1:] == ["migrate"]:
        sys.exit(bring_to_head(package))
    from recoup_service.commands import commands

    commands(package, lambda: _built(package, build))(prog_name=f"python -m {package}")
    raise AssertionError("unreachable: a command exits")


def _built(package: str, build: Build | None) -> "Service":
    chosen: Build = build or import_module(f"{package}.main").build
    settings: type[Settings] = get_type_hints(chosen)["settings"]
    return chosen(from_environment(settings))
