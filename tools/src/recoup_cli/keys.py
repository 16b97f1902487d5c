"""The commands that make, list and revoke API keys."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from recoup_cli import api_keys
from recoup_cli.demo_key import LOCAL
from recoup_cli.stack import StackFailed, running_stack
from recoup_events.ids import TenantId
from recoup_service.api.keys import mint

app = typer.Typer(
    no_args_is_help=True,
    help="The API keys callers carry. Every service keeps them in its own database: those of the "
    "local stack are found by themselves, those of any other are named with --database.",
)
console = Console(highlight=False)
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


@app.command()
def create(
    *,
    tenant: Annotated[str, typer.Option(help="Whose data the key opens.")],
    name: Annotated[str, typer.Option(help="Who carries it, e.g. erp.")],
    scopes: Annotated[list[str], typer.Option(help="e.g. invoices:write; repeat for several.")],
    env: Annotated[str, typer.Option(help="Shown in the key, so that none is mixed up.")] = LOCAL,
    expires_at: Annotated[datetime | None, typer.Option(help="UTC; never, if not given.")] = None,
    database: Databases = None,
) -> None:
    """Make a key and show it, this once."""
    until = expires_at.replace(tzinfo=UTC) if expires_at else None
    try:
        key, text = mint(
            TenantId(tenant), name, scopes, env=env, now=datetime.now(UTC), expires_at=until
        )
    except ValueError as error:
        raise StackFailed(str(error)) from error
    asyncio.run(api_keys.issue(database or _local(), key))
    print(text)


@app.command("list")
def list_keys(database: Databases = None) -> None:
    """Show every key there is, without its secret."""
    headings = ("id", "tenant", "name", "env", "scopes", "expires", "revoked", "last used")
    table = Table(*headings, box=None, pad_edge=False)
    for key in asyncio.run(api_keys.known(database or _local())):
        moments = map(_text, (key.expires_at, key.revoked_at, key.last_used_at))
        table.add_row(key.id, key.tenant, key.name, key.env, " ".join(key.scopes), *moments)
    console.print(table)


@app.command()
def revoke(
    identity: Annotated[str, typer.Argument(metavar="ID", help="As listed.")],
    database: Databases = None,
) -> None:
    """Refuse a key from now on."""
    asyncio.run(api_keys.revoke(database or _local(), identity, datetime.now(UTC)))
    print(f"{identity} is refused from now on.")


def _local() -> list[str]:
    return running_stack().owner_databases


def _text(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""
