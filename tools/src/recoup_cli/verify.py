"""`recoup verify`: what was exported is verified on this machine, with no stack and no database."""

from pathlib import Path
from typing import Annotated

import typer

from recoup_cli.stack import StackFailed
from recoup_compliance.contact_ledger.report import Report
from recoup_compliance.contact_ledger.verify import verify_file

app = typer.Typer(no_args_is_help=True, help="Verify what was exported.")


@app.callback()
def verifying() -> None:
    """What is verified is named, though so far it is one thing."""


@app.command()
def contacts(
    file: Annotated[
        Path,
        typer.Argument(help="An export of GET /v1/contact-ledger; old checkpoints may lead it."),
    ],
    *,
    key: Annotated[
        str | None,
        typer.Option(help="The public key you know; else the one that the checkpoint names."),
    ] = None,
) -> None:
    """Derive every verdict again, and name each send without a permit and each line that was changed."""
    try:
        report = verify_file(file, key)
    except OSError as error:
        raise StackFailed(f"{file} cannot be read: {error.strerror}. Name an export.") from error
    _print(report)
    if report.findings:
        raise typer.Exit(1)


def _print(report: Report) -> None:
    for finding in report.findings:
        typer.echo(str(finding))
    for key in sorted(report.vouched):
        typer.echo(f"checkpoint signed by {key}")
    typer.echo(report.summary)
