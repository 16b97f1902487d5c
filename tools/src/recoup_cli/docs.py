"""`recoup docs`: writes what is generated from the code, so that it cannot drift from it."""

from pathlib import Path

import typer
from rich.console import Console

from recoup_cli.language.catalogue import catalogue
from recoup_cli.language.schemas import FOLDER, ShapeChanged, schema_files
from recoup_cli.stack import StackFailed

app = typer.Typer()
console = Console(highlight=False)


@app.command()
def docs() -> None:
    """Write docs/events.md and the golden schemas in tests/contract/schemas."""
    if not Path("uv.lock").exists():
        raise StackFailed("Run `recoup docs` at the root of the repository; `make docs` does.")
    try:
        schemas = schema_files(FOLDER)
    except ShapeChanged as change:
        raise StackFailed(f"Nothing was written.\n{change}") from change
    pages = {Path("docs/events.md"): catalogue()}
    pages |= {FOLDER / name: text for name, text in schemas.items()}
    written = [file for file, text in pages.items() if _differs(file, text)]
    for file in written:
        file.write_text(pages[file])
        console.print(f"written: {file}")
    console.print(f"{len(pages) - len(written)} files were up to date.")


def _differs(file: Path, text: str) -> bool:
    return not file.exists() or file.read_text() != text
