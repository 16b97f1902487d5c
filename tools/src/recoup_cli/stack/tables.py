"""Tables of the stack for a person to read."""

from collections.abc import Sequence

from rich.table import Table

from recoup_cli.stack.stack import Stack
from recoup_cli.stack.status import Row

_COLOURS = {"ready": "green", "not ready": "red", "stopped": "dim", "elsewhere": "cyan"}


def status_table(rows: Sequence[Row]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("process", "pid", "health", "address"):
        table.add_column(heading, overflow="fold")
    for heading in ("MiB", "relay lag", "consumer lag"):
        table.add_column(heading, justify="right")
    for row in rows:
        health = f"[{_COLOURS[row.health]}]{row.health}"
        figures = (row.memory_mib, row.relay_lag, row.consumer_lag)
        table.add_row(row.name, _text(row.pid), health, row.address, *map(_text, figures))
    return table


def summary_table(stack: Stack, *, with_services: bool) -> Table:
    """Where to go next, after a start."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    servers = stack.addresses.servers
    table.add_row("PostgreSQL", servers.postgres)
    table.add_row("Kafka", servers.kafka.bootstrap)
    table.add_row("mail", f"{servers.smtp}  kept in {stack.home.data / 'mail'}")
    table.add_row("letters", f"kept in {stack.home.data / 'letters'}")
    table.add_row("text messages", f"{servers.sms}  kept in {stack.home.data / 'sms'}")
    if with_services:
        for package, service in stack.addresses.services.items():
            table.add_row(package.replace("_", "-"), f"{service.http}/v1")
        table.add_row("all APIs", f"{stack.addresses.gateway}/v1")
        table.add_row("console", stack.addresses.console)
        table.add_row("portal", f"{stack.addresses.portal}  by the links in mails")
        table.add_row("reference", f"{stack.addresses.gateway}/docs/")
    table.add_row("logs", str(stack.home.logs))
    return table


def _text(figure: int | None) -> str:
    return "" if figure is None else f"{figure}"
