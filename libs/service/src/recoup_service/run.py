"""``python -m <package> serve|migrate|rebuild``: what a service can be told to do."""

import asyncio
import signal
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn, TypeVar

import structlog
import uvloop
from pydantic import ValidationError
from pydantic_settings import BaseSettings

from recoup_eventstore.errors import Unavailable
from recoup_eventstore.postgres.migrate import migrate
from recoup_eventstore.postgres.read_models.errors import RebuildRefused
from recoup_service import garbage, logs, rebuilding, telemetry
from recoup_service.house import House, migrated
from recoup_service.lifecycle import serve
from recoup_service.settings import MigrateSettings, Settings

S = TypeVar("S", bound=Settings)
T = TypeVar("T", bound=BaseSettings)
log = structlog.stdlib.get_logger(__name__)


def run(package: str, settings_class: type[S], build: Callable[[S], House]) -> NoReturn:
    """Do what the command line says, and exit: 0 done, 1 failed, 2 asked wrongly."""
    logs.configure(package.replace("_", "-"))
    match sys.argv[1:]:
        case ["serve"]:
            sys.exit(_serve(build(_read(settings_class))))
        case ["migrate"]:
            sys.exit(_migrate(package))
        case ["rebuild", *asked]:
            sys.exit(_rebuild(build(_read(settings_class)), asked))
        case _:
            sys.exit(_wrong(f"usage: python -m {package} serve|migrate|rebuild"))


def _serve(house: House) -> int:
    garbage.settle()
    try:
        with telemetry.collected(house.name):
            uvloop.run(_until_told_to_stop(house))
    except Exception as error:
        log.critical("the process failed", exc_info=error)
        return 1
    return 0


async def _until_told_to_stop(house: House) -> None:
    stopping = asyncio.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(told, stopping.set)
    await serve(house, stopping)


def _migrate(package: str) -> int:
    owner = _read(MigrateSettings).migrate_database.get_secret_value()
    ran = asyncio.run(migrate(owner, migrated(package)))
    log.info("at head", ran=[f"{migration.package}/{migration.file}" for migration in ran])
    return 0


def _rebuild(house: House, asked: Sequence[str]) -> int:
    command = rebuilding.parse(house, asked)
    garbage.settle()
    owner = _read(MigrateSettings).migrate_database.get_secret_value()
    try:
        uvloop.run(rebuilding.rebuild(house, owner, command))
    except (RebuildRefused, Unavailable) as refusal:
        log.error("not rebuilt", reason=str(refusal))
        return 1
    return 0


def _read(settings_class: type[T]) -> T:
    try:
        return settings_class()
    except ValidationError as error:
        wrong = [f"RECOUP_{e['loc'][0]}".upper() + f": {e['msg']}" for e in error.errors()]
        sys.exit(_wrong("\n".join(["set these environment variables:", *wrong])))


def _wrong(advice: str) -> int:
    sys.stderr.write(f"{advice}\n")
    return 2
