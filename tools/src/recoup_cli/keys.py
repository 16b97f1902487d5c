"""The commands that make, list and revoke API keys."""

import asyncio
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from recoup_cli import api_keys
from recoup_cli.demo_key import LOCAL
from recoup_cli.services import all_scopes
from recoup_cli.stack import StackFailed, running_stack
from recoup_events.kernel.ids import PLATFORM, TenantId
from recoup_events.kernel.limits import Limits
from recoup_service.api.keys import mint
from recoup_service.api.scopes import OPERATOR_SCOPES

app = typer.Typer(
    no_args_is_help=True,
    help="The API keys callers carry. Every service keeps them in its own database: those of the "
    "local stack are found by themselves, those of any other are named with --database.",
)
console = Console(highlight=False)
DEFAULT = "90d"
"""How long a key works unless somebody says otherwise."""
_DAYS = re.compile(r"([0-9]{1,6})d")
Databases = Annotated[
    list[str] | None,
    typer.Option(
        "--database",
        envvar="RECOUP_OWNER_DATABASES",
        show_envvar=True,
        help="Where a service keeps its keys, as the owner: its RECOUP_MIGRATE_DATABASE. Repeat "
        "for every service; in the environment, separate them with spaces. The local stack's "
        "if not given.",
    ),
]

PerSecond = Annotated[
    int | None,
    typer.Option(min=1, help="How much it may ask on average; as every key, if not given."),
]
Burst = Annotated[
    int | None,
    typer.Option(min=1, help="How much of that at once; what ten seconds give, if not given."),
]


@app.command()
def create(
    *,
    tenant: Annotated[str, typer.Option(help="Whose data the key opens.")],
    name: Annotated[str, typer.Option(help="Who carries it, e.g. erp.")],
    scopes: Annotated[list[str], typer.Option(help="e.g. invoices:write; repeat for several.")],
    env: Annotated[str, typer.Option(help="Shown in the key, so that none is mixed up.")] = LOCAL,
    expires: Annotated[
        str | None, typer.Option(help=f"When: 30d, or 2027-01-31 (UTC). {DEFAULT}, if not given.")
    ] = None,
    never_expires: Annotated[
        bool, typer.Option("--never-expires", help="It works until it is revoked.")
    ] = False,
    requests_per_second: PerSecond = None,
    burst: Burst = None,
    database: Databases = None,
) -> None:
    """Make a key and show it, this once."""
    if expires is not None and never_expires:
        raise StackFailed("Say --expires or --never-expires, not both.")
    now = datetime.now(UTC)
    until = None if never_expires else expiry(expires or DEFAULT, now)
    _must_be_known(tenant, scopes)
    try:
        key, text = mint(
            *(TenantId(tenant), name, scopes),
            env=env,
            now=now,
            expires_at=until,
            limits=_limits(requests_per_second, burst),
        )
    except ValueError as error:
        raise StackFailed(str(error)) from error
    asyncio.run(api_keys.issue(database or _local(), key))
    print(text)


@app.command()
def limit(
    identity: Annotated[str, typer.Argument(metavar="ID", help="As listed.")],
    requests_per_second: PerSecond = None,
    burst: Burst = None,
    database: Databases = None,
) -> None:
    """Change how much a key may ask; without limits, as much as every key."""
    limits = _limits(requests_per_second, burst)
    asyncio.run(api_keys.limit(database or _local(), identity, limits))
    print(f"{identity} may ask {_asks(requests_per_second, burst)} from now on.")


@app.command("list")
def list_keys(database: Databases = None) -> None:
    """Show every key there is, without its secret."""
    headings = (
        "id",
        "tenant",
        "name",
        "env",
        "scopes",
        "limits",
        "expires",
        "revoked",
        "last used",
    )
    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold", no_wrap=heading == "id")
    for key in asyncio.run(api_keys.known(database or _local())):
        table.add_row(
            *(key.id, key.tenant, key.name, key.env, " ".join(key.scopes)),
            _asks(key.requests_per_second, key.burst),
            *(_text(key.expires_at) or "never", _text(key.revoked_at), _text(key.last_used_at)),
        )
    console.print(table)


@app.command()
def revoke(
    identity: Annotated[str, typer.Argument(metavar="ID", help="As listed.")],
    database: Databases = None,
) -> None:
    """Refuse a key from now on."""
    asyncio.run(api_keys.revoke(database or _local(), identity, datetime.now(UTC)))
    print(f"{identity} is refused from now on.")


def _limits(per_second: int | None, burst: int | None) -> Limits | None:
    if per_second is None:
        if burst is not None:
            raise StackFailed("Say --requests-per-second with --burst.")
        return None
    return Limits(requests_per_second=per_second, burst=burst or 10 * per_second)


def _asks(per_second: int | None, burst: int | None) -> str:
    return (
        "as every key"
        if per_second is None
        else f"{per_second}/s, {burst or 10 * per_second} at once"
    )


def expiry(text: str, now: datetime) -> datetime:
    """The moment that ``30d`` or a date means; it must lie ahead."""
    try:
        days = _DAYS.fullmatch(text)
        until = now + timedelta(int(days[1])) if days else _utc(datetime.fromisoformat(text))
    except (ValueError, OverflowError) as error:
        raise StackFailed(
            f"{text!r} is no time to expire at: say a number of days, as in 30d, or a date."
        ) from error
    if until <= now:
        raise StackFailed(f"{text!r} has passed already: the key would never work.")
    return until


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _must_be_known(tenant: str, scopes: Sequence[str]) -> None:
    known = [*all_scopes(), *(OPERATOR_SCOPES if tenant == PLATFORM else ())]
    if foreign := sorted({*scopes} & {*OPERATOR_SCOPES} - {*known}):
        raise StackFailed(
            f"The scope {foreign[0]} is the operator's: make a key of the tenant {PLATFORM} for it."
        )
    if unknown := sorted({*scopes} - {*known}):
        raise StackFailed(
            f"No service has the scope {', '.join(map(repr, unknown))}. "
            f"There are: {', '.join(known)}."
        )


def _local() -> list[str]:
    return running_stack().owner_databases


def _text(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""
