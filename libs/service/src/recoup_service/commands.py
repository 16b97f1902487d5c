"""Everything that a service can be told to do on the command line."""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

import structlog
import typer
import uvloop

from recoup_eventstore.errors import Unavailable
from recoup_eventstore.postgres.read_models.errors import RebuildRefused
from recoup_eventstore.postgres.transient import transient_errors
from recoup_messaging.errors import Unreadable
from recoup_service import gc_tuning, lifecycle, rebuild_command, recovery
from recoup_service.migration import bring_to_head
from recoup_service.observability import telemetry
from recoup_service.recovery import RecoveryRefused
from recoup_service.service import Service
from recoup_service.settings import MigrateSettings, from_environment

log = structlog.stdlib.get_logger(__name__)


def commands(package: str, service: Callable[[], Service]) -> typer.Typer:
    """All that a service can be told to do; it is built only when a command needs it."""
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )

    @app.command()
    def serve() -> None:
        """Answer requests and do all of the service's work until told to stop."""
        raise typer.Exit(_serve(service()))

    @app.command("migrate")
    def migrate_command() -> None:
        """Bring the database to this version's schema."""
        raise typer.Exit(bring_to_head(package))

    @app.command()
    def rebuild(
        projection: Annotated[str, typer.Argument(help="The read model's name.")],
        *,
        accept_differences: Annotated[
            bool, typer.Option("--accept-differences", help="Flip although rows differ.")
        ] = False,
        rollback: Annotated[
            bool, typer.Option("--rollback", help="Show the build before again.")
        ] = False,
        drop: Annotated[
            bool, typer.Option("--drop", help="Remove builds that nobody is shown.")
        ] = False,
    ) -> None:
        """Build a read model anew beside the living one, then flip readers to it."""
        built = service()
        wishes = {
            rebuild_command.Wish.ACCEPT: accept_differences,
            rebuild_command.Wish.ROLLBACK: rollback,
            rebuild_command.Wish.DROP: drop,
        }
        command = rebuild_command.parse(built, projection, [w for w, on in wishes.items() if on])
        raise typer.Exit(_done(lambda owner: rebuild_command.rebuild(built, owner, command)))

    @app.command()
    def seed(
        feeds: Annotated[
            list[str], typer.Argument(help="<service>=<the address of its private port> ...")
        ],
    ) -> None:
        """Fold what other services have published so far into a new database."""
        named = dict(map(_feed, feeds))
        built = service()
        raise typer.Exit(_done(lambda owner: recovery.seed(built, owner, named)))

    @app.command()
    def republish() -> None:
        """Publish every public event again, after Kafka lost its data."""
        built = service()
        raise typer.Exit(_done(lambda owner: recovery.republish(built, owner)))

    return app


def _feed(named: str) -> tuple[str, str]:
    service, found, address = named.partition("=")
    if not found:
        raise typer.BadParameter(
            f"{named!r} is no feed; send <service>=<address>, e.g. invoice=http://127.0.0.1:9001"
        )
    return service, address


def _serve(service: Service) -> int:
    gc_tuning.settle()
    try:
        with telemetry.collected(service.name):
            uvloop.run(_until_stopped(service))
    except Exception as error:
        log.critical("the process failed", exc_info=error)
        return 1
    return 0


async def _until_stopped(service: Service) -> None:
    stopping = asyncio.Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signal_number, stopping.set)
    await lifecycle.serve(service, stopping)


def _done(work: Callable[[str], Coroutine[Any, Any, None]]) -> int:
    """Do it with the database's owner at hand; whoever asked can help when it is refused."""
    gc_tuning.settle()
    owner = from_environment(MigrateSettings).migrate_database.get_secret_value()
    try:
        with transient_errors():
            uvloop.run(work(owner))
    except (RebuildRefused, RecoveryRefused, Unreadable, Unavailable) as refusal:
        log.error("not done", reason=str(refusal))
        return 1
    return 0
