"""``python -m <package> serve|migrate|...``: what a service can be told to do."""

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, NoReturn, TypeVar

import structlog
import uvloop
from pydantic import ValidationError
from pydantic_settings import BaseSettings

from recoup_eventstore.errors import Unavailable
from recoup_eventstore.postgres.migrate import migrate
from recoup_eventstore.postgres.read_models.errors import RebuildRefused
from recoup_eventstore.postgres.transient import transient_errors
from recoup_messaging.errors import Unreadable
from recoup_service import gc_tuning, rebuild_command, recovery
from recoup_service.lifecycle import serve
from recoup_service.observability import logs, telemetry
from recoup_service.recovery import RecoveryRefused
from recoup_service.service import Service, migrated
from recoup_service.settings import MigrateSettings, Settings

S = TypeVar("S", bound=Settings)
T = TypeVar("T", bound=BaseSettings)
USAGE = """usage: python -m {package} serve
       python -m {package} migrate
       python -m {package} rebuild <projection> [--accept-differences | --rollback | --drop]
       python -m {package} seed <service>=<its private port's address> ...
       python -m {package} republish"""
log = structlog.stdlib.get_logger(__name__)


def run(package: str, settings_class: type[S], build: Callable[[S], Service]) -> NoReturn:
    """Do what the command line says, and exit: 0 done, 1 failed, 2 asked wrongly."""
    logs.configure(package.replace("_", "-"))
    match sys.argv[1:]:
        case ["serve"]:
            sys.exit(_serve(build(_read(settings_class))))
        case ["migrate"]:
            sys.exit(_migrate(package))
        case ["rebuild", *asked]:
            sys.exit(_rebuild(build(_read(settings_class)), asked))
        case ["seed", *feeds] if feeds and all("=" in feed for feed in feeds):
            service = build(_read(settings_class))
            named = dict(feed.split("=", 1) for feed in feeds)
            sys.exit(_done(lambda owner: recovery.seed(service, owner, named)))
        case ["republish"]:
            service = build(_read(settings_class))
            sys.exit(_done(lambda owner: recovery.republish(service, owner)))
        case _:
            sys.exit(_wrong(USAGE.format(package=package)))


def _serve(service: Service) -> int:
    gc_tuning.settle()
    try:
        with telemetry.collected(service.name):
            uvloop.run(_until_told_to_stop(service))
    except Exception as error:
        log.critical("the process failed", exc_info=error)
        return 1
    return 0


async def _until_told_to_stop(service: Service) -> None:
    stopping = asyncio.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(told, stopping.set)
    await serve(service, stopping)


def _migrate(package: str) -> int:
    owner = _read(MigrateSettings).migrate_database.get_secret_value()
    ran = asyncio.run(migrate(owner, migrated(package)))
    log.info("at head", ran=[f"{migration.package}/{migration.file}" for migration in ran])
    return 0


def _rebuild(service: Service, asked: Sequence[str]) -> int:
    command = rebuild_command.parse(service, asked)
    return _done(lambda owner: rebuild_command.rebuild(service, owner, command))


def _done(work: Callable[[str], Coroutine[Any, Any, None]]) -> int:
    """Do it with the database's owner at hand; whoever asked can help when it is refused."""
    gc_tuning.settle()
    owner = _read(MigrateSettings).migrate_database.get_secret_value()
    try:
        with transient_errors():
            uvloop.run(work(owner))
    except (RebuildRefused, RecoveryRefused, Unreadable, Unavailable) as refusal:
        log.error("not done", reason=str(refusal))
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
