"""`recoup docs`: writes what is generated from the code, so that it cannot drift from it."""

from collections.abc import Mapping
from pathlib import Path

import typer
from rich.console import Console

from recoup_cli.api_reference import (
    INGRESS,
    SCOPES,
    TABLE,
    ingress_file,
    scopes_file,
    table_file,
)
from recoup_cli.holidays_files import HOLIDAYS, holiday_files
from recoup_cli.kafka_access import printed
from recoup_cli.kafka_access.grants import every_access
from recoup_cli.language.asyncapi import asyncapi_files
from recoup_cli.language.catalogue import catalogue
from recoup_cli.language.golden import Golden, NoExample
from recoup_cli.language.schemas import ShapeChanged, schema_files
from recoup_cli.metrics_page import metrics_page
from recoup_cli.problems_page import problems_page
from recoup_cli.rules_page import rules_page
from recoup_cli.settings_page import settings_page
from recoup_cli.stack import StackFailed
from recoup_cli.workflow_page import schema_file, workflow_page
from recoup_compliance.archive import archive_file

ASYNCAPI = Path("docs/api")
METRICS = Path("docs/operations/metrics.md")
SETTINGS = Path("docs/operations/settings.md")
PROBLEMS = Path("docs/reference/problems.md")
WORKFLOW = Path("docs/reference/workflow.md")
WORKFLOW_SCHEMA = Path("docs/reference/workflow.schema.json")
RULES = Path("docs/reference/rules.md")
RULE_SETS = Path("libs/compliance/src/recoup_compliance/rule_sets")
app = typer.Typer()
console = Console(highlight=False)


@app.command()
def docs() -> None:
    """Write the pages on events, APIs, problems, rules, metrics and settings, Kafka's grants, and golden schemas."""
    if not Path("uv.lock").exists():
        raise StackFailed("Run `recoup docs` at the root of the repository; `make docs` does.")
    golden = Golden()
    try:
        _write({golden.schemas / name: text for name, text in schema_files(golden).items()})
        _write({Path("docs/events.md"): catalogue()})
        _write({METRICS: metrics_page(), SETTINGS: settings_page()})
        _write({PROBLEMS: problems_page()})
        _write({WORKFLOW: workflow_page(), WORKFLOW_SCHEMA: schema_file()})
        _write({HOLIDAYS / name: text for name, text in holiday_files().items()})
        _write({RULES: rules_page(), RULE_SETS / archive_file()[0]: archive_file()[1]})
        _write({SCOPES: scopes_file()})
        _write({TABLE: table_file(), INGRESS: ingress_file(INGRESS.read_text())})
        _write(printed.files(every_access()))
        _write({ASYNCAPI / name: text for name, text in asyncapi_files(golden).items()})
    except (ShapeChanged, NoExample) as problem:
        raise StackFailed(str(problem)) from problem


def _write(pages: Mapping[Path, str]) -> None:
    differing = [file for file, text in pages.items() if _differs(file, text)]
    for file in differing:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(pages[file])
        console.print(f"written: {file}")
    console.print(f"{len(pages) - len(differing)} files were up to date.")


def _differs(file: Path, text: str) -> bool:
    return not file.exists() or file.read_text() != text
