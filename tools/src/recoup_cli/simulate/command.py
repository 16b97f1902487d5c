"""`recoup simulate`: a ledger under two workflows, with a report to read and to print."""

import csv
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from recoup_cli.ledger import ibm_rows
from recoup_cli.ledger.ibm_rows import UnreadableLedger
from recoup_cli.simulate.in_processes import simulated
from recoup_cli.simulate.workflow_files import workflow_of
from recoup_cli.stack import StackFailed
from workflow_scheduler.simulations.domain.report import report
from workflow_scheduler.simulations.domain.response import Response, ResponseModel
from workflow_scheduler.simulations.domain.summary import Summary, summary_of
from workflow_scheduler.simulations.domain.trial import Policy, Row, Selection, Trial

app = typer.Typer()
console = Console(highlight=False, soft_wrap=True)


@app.command()
def simulate(
    ledger: Annotated[
        Path, typer.Option(help="IBM's late-payment columns, as `recoup demo --ledger` reads them.")
    ],
    *,
    workflow: Annotated[str, typer.Option(help="A YAML file, or a ready-made one by its name.")],
    against: Annotated[str, typer.Option(help="What it is compared with.")] = "default",
    begins: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day.")
    ] = None,
    ends: Annotated[
        datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help="The last day.")
    ] = None,
    pays: Annotated[
        list[str] | None,
        typer.Option(
            help="Of those reached at a level, how many percent pay within how many days: "
            "LEVEL:PERCENT:DAYS, e.g. 2:30:10. Left out, payments stay as they happened."
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the response model's chances.")] = 1,
    sample: Annotated[int, typer.Option(min=1, max=100, help="Percent of the customers.")] = 100,
    processes: Annotated[int, typer.Option(min=1, max=64, help="They share nothing.")] = 2,
    out: Annotated[Path, typer.Option("--report", help="The HTML file.")] = Path("what-if.html"),
    rows_file: Annotated[
        Path | None, typer.Option("--rows", help="A CSV of every message that is not the same.")
    ] = None,
) -> None:
    """Live through a ledger twice, under two workflows, and show what is not the same."""
    began = time.monotonic()
    trial = Trial(
        **_days(ledger, begins, ends),
        before=Policy(workflow=workflow_of(against)),
        after=Policy(workflow=workflow_of(workflow)),
        selection=Selection(sample_percent=sample),
        response=_model(pays, seed),
    )
    result, rows = simulated(ledger, trial, processes)
    if not result.customers:
        raise StackFailed("Nobody is selected; take a larger sample, or leave it out.")
    summary = summary_of(trial, result)
    out.write_text(report(trial, summary, f"What if: {workflow}"), encoding="utf-8")
    if rows_file is not None:
        _write(rows_file, rows)
    console.print(_table(summary))
    console.print(
        f"{summary.customers:,} customers, {summary.enrolments:,} enrolments, twice, in "
        f"{time.monotonic() - began:.1f} s by {processes} processes. The report: {out.resolve()}"
    )


def _days(ledger: Path, begins: datetime | None, ends: datetime | None) -> dict[str, datetime]:
    """Those that are given, else from the first invoice to a quarter after the last payment."""
    if not ledger.exists():
        raise StackFailed(
            f"{ledger} is not here. It is IBM's late-payment sample, which is not part of Recoup; "
            "name a file with its columns."
        )
    try:
        rows = ibm_rows.read(ledger)
    except UnreadableLedger as error:
        raise StackFailed(f"{ledger} cannot be simulated: {error}") from error
    if not rows:
        raise StackFailed(f"{ledger} has no invoices.")
    first = begins or datetime.combine(min(row.issued for row in rows), datetime.min.time())
    quarter = timedelta(days=91)
    last = ends or datetime.combine(max(row.settled for row in rows), datetime.min.time()) + quarter
    if last <= first:
        raise StackFailed("--until lies before --from; name a later day.")
    return {"begins": first.replace(tzinfo=UTC), "ends": last.replace(tzinfo=UTC)}


def _model(pays: list[str] | None, seed: int) -> ResponseModel | None:
    if not pays:
        return None
    try:
        found = [[int(part) for part in each.split(":")] for each in pays]
        responses = [
            Response(level=level, percent=percent, within_days=days)
            for level, percent, days in found
        ]
        return ResponseModel(seed=seed, responses=tuple(responses))
    except ValueError as error:
        raise StackFailed(
            "--pays is LEVEL:PERCENT:DAYS with a level from 0 to 9, a percentage up to 100 and 1 to "
            "365 days, e.g. 2:30:10."
        ) from error


def _table(summary: Summary) -> Table:
    table = Table("", "Before", "Tried", "Change", box=None)
    for column in table.columns[1:]:
        column.justify = "right"
    for each in summary.totals:
        table.add_row(each.label, f"{each.before:,}", f"{each.after:,}", f"{each.change:+,}")
    return table


def _write(file: Path, rows: Sequence[Row]) -> None:
    with file.open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target)
        writer.writerow(Row.model_fields)
        writer.writerows(row.model_dump(mode="json").values() for row in rows)
