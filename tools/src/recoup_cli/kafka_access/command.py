"""`recoup kafka-access`: what each service may do on Kafka, shown, printed or granted."""

import asyncio
import secrets
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from recoup_cli.kafka_access import printed, reconcile
from recoup_cli.kafka_access.grants import Access, Operation, Resource, every_access
from recoup_cli.stack import StackFailed, existing_from_environment
from recoup_cli.stack.kafka_security import write_private
from recoup_cli.stack.topics import ensure as ensure_topics

app = typer.Typer(no_args_is_help=True, help="What each service may do on Kafka.")
console = Console(highlight=False, soft_wrap=True)


class Form(StrEnum):
    TABLE = "table"
    SHELL = "shell"
    STRIMZI = "strimzi"


@app.command()
def show(
    *,
    form: Annotated[
        Form, typer.Option("--as", help="Commands for Kafka's own tools, or KafkaUser manifests.")
    ] = Form.TABLE,
) -> None:
    """Show which user may write and read what; nobody may do anything else."""
    accesses = every_access()
    match form:
        case Form.TABLE:
            console.print(_table(accesses))
        case Form.SHELL:
            print(printed.shell(accesses), end="")
        case Form.STRIMZI:
            print(printed.strimzi(accesses), end="")


@app.command()
def apply(
    *,
    passwords: Annotated[
        Path,
        typer.Option(help="A folder with a file per user; what is missing is invented and kept."),
    ],
    partitions: Annotated[
        int | None, typer.Option(help="Make the topics that are missing, of so many partitions.")
    ] = None,
) -> None:
    """Make users and grants on the broker of RECOUP_KAFKA, whose superuser RECOUP_KAFKA_* names."""
    kafka = existing_from_environment().kafka
    if kafka is None or kafka.tls is None:
        raise StackFailed(
            "Say which broker, and who its superuser is: RECOUP_KAFKA, RECOUP_KAFKA_CA, "
            "RECOUP_KAFKA_USERNAME and RECOUP_KAFKA_PASSWORD_FILE. The local stack needs none of "
            "this: `recoup up` does it."
        )
    accesses = every_access()
    known = {access.user: _password(passwords, access.user) for access in accesses}
    if partitions is not None:
        asyncio.run(ensure_topics(kafka, partitions))
    asyncio.run(reconcile.ensure(kafka, accesses, known.__getitem__))
    console.print(_table(accesses))
    console.print(
        f"The passwords are in {passwords}: RECOUP_KAFKA_PASSWORD_FILE names a service's."
    )


def _password(folder: Path, user: str) -> str:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / user
    if not file.exists():
        write_private(file, secrets.token_urlsafe(24).encode())
    return file.read_text().rstrip("\n")


def _table(accesses: list[Access]) -> Table:
    table = Table()
    for heading in ("user", "writes", "reads", "group"):
        table.add_column(heading, no_wrap=True)
    for access in accesses:
        table.add_row(
            access.user,
            _names(access, Resource.TOPIC, Operation.WRITE),
            _names(access, Resource.TOPIC, Operation.READ),
            _names(access, Resource.GROUP, Operation.READ),
        )
    return table


def _names(access: Access, resource: Resource, operation: Operation) -> str:
    wanted = (resource, operation)
    return "\n".join(g.name for g in access.grants if (g.resource, g.operation) == wanted)
