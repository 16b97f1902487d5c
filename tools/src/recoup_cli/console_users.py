"""`recoup console user`: somebody who signs in to the console where no issuer signs people in."""

import asyncio
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from recoup_cli import api_keys
from recoup_cli.demo_key import LOCAL
from recoup_cli.keys import DEFAULT, Databases, expiry
from recoup_cli.services import all_scopes
from recoup_cli.stack import StackFailed, running_stack
from recoup_events.kernel.ids import TenantId
from recoup_service.api.keys import mint
from recoup_service.oidc_settings import ROLES

app = typer.Typer(no_args_is_help=True, help="The console: who signs in there.")
user = typer.Typer(
    no_args_is_help=True,
    help="People who sign in with a key of their own, where no OIDC issuer signs them in.",
)
app.add_typer(user, name="user")


class Role(StrEnum):
    """What somebody may do, as an issuer's roles say it."""

    VIEWER = "viewer"
    COLLECTOR = "collector"
    ACCOUNTANT = "accountant"
    APPROVER = "approver"
    ADMIN = "admin"

    @property
    def scopes(self) -> list[str]:
        """Each by its name: a key has no scope that stands for others."""
        granted = ROLES[self.value]
        return [
            scope
            for scope in all_scopes()
            if scope in granted or f"*:{scope.partition(':')[2]}" in granted
        ]


@user.command()
def add(
    name: Annotated[str, typer.Argument(help="Who it is, e.g. anna.")],
    *,
    tenant: Annotated[str, typer.Option(help="Whose customers they look after.")],
    role: Annotated[Role, typer.Option(help="What they may do.")] = Role.VIEWER,
    expires: Annotated[str, typer.Option(help="When: 30d, or 2027-01-31 (UTC).")] = DEFAULT,
    database: Databases = None,
) -> None:
    """Make the key somebody signs in with, and show it, this once."""
    now = datetime.now(UTC)
    try:
        key, text = mint(
            *(TenantId(tenant), f"{name} ({role})", role.scopes),
            env=LOCAL,
            now=now,
            expires_at=expiry(expires, now),
        )
    except ValueError as error:
        raise StackFailed(str(error)) from error
    asyncio.run(api_keys.issue(database or running_stack().owner_databases, key))
    print(text)
