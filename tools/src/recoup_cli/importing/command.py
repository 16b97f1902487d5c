"""The command that imports a file: `recoup import <file>`."""

import os
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console

from recoup_cli.importing.sending import Imports, bring, refused
from recoup_cli.stack import StackFailed, running_stack

app = typer.Typer()
console = Console(highlight=False, markup=False, soft_wrap=True)
TIMEOUT_SECONDS = 120


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="NDJSON or CSV.", exists=True, dir_okay=False)],
    *,
    kind: Annotated[
        str | None, typer.Option(help="customer, invoice, credit_note or payment.")
    ] = None,
    mapping: Annotated[
        str | None, typer.Option(help="Of a CSV: xero, sap, … or one of your own.")
    ] = None,
    constant: Annotated[
        list[str] | None, typer.Option(help="Of a CSV: a field for every row, as field=value.")
    ] = None,
    decimal: Annotated[str | None, typer.Option(help="Of a CSV: the decimal mark.")] = None,
    dates: Annotated[str | None, typer.Option(help="Of a CSV, e.g. DD/MM/YYYY.")] = None,
    delimiter: Annotated[str | None, typer.Option(help="Of a CSV, if not a comma.")] = None,
    creditor: Annotated[str | None, typer.Option(help="Of rows that name none.")] = None,
    chase: Annotated[
        str | None, typer.Option(help="Of invoices: now, on_release or never.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Decide, and book nothing.")] = False,
    all_or_nothing: Annotated[
        bool, typer.Option("--all-or-nothing", help="If a row is wrong, book none.")
    ] = False,
    address: Annotated[
        str | None,
        typer.Option(envvar="INVOICE", help="Of the API; the local stack's if not given."),
    ] = None,
) -> None:
    """Import a file of the ERP, and say what became of it.

    The API key is taken from API_KEY. The same file again is the same import, so one that broke off
    is simply repeated.
    """
    constants = dict(pair.split("=", 1) for pair in constant or () if "=" in pair)
    given = {
        "format": "csv" if mapping or file.suffix == ".csv" else "ndjson",
        "kind": kind,
        "mapping": mapping,
        "constants": constants or None,
        "decimal": decimal,
        "dates": dates,
        "delimiter": delimiter,
        "creditor": creditor,
        "chase": chase,
    }
    flags = {"dry_run": dry_run, "all_or_nothing": all_or_nothing}
    wishes = {name: value for name, value in given.items() if value is not None} | flags
    job = _imported(file, wishes, address)
    if job["state"] != "completed":
        raise StackFailed(job["reason"])
    if job["counts"]["refused"]:
        raise StackFailed(
            f"{job['counts']['refused']} rows were refused; correct them and import again."
        )


def _imported(file: Path, wishes: dict[str, Any], address: str | None) -> Any:
    key = os.environ.get("API_KEY")
    if not key:
        raise StackFailed("Put the API key into API_KEY: `recoup keys create` makes one.")
    base = (address or running_stack().addresses.services["invoice"].http).rstrip("/")
    headers = {"Authorization": f"Bearer {key}"}
    with httpx.Client(
        base_url=base.removesuffix("/v1"), headers=headers, trust_env=False, timeout=TIMEOUT_SECONDS
    ) as http:
        imports = Imports(http)
        job = bring(imports, file, wishes, console.print)
        for sentence in refused(imports, job["id"]):
            console.print(sentence)
    counts = ", ".join(f"{count} {name}" for name, count in job["counts"].items() if count)
    console.print(f"{job['state']}: {counts}")
    return job
