"""`recoup docs`: writes what is generated from the code, so that it cannot drift from it."""

from pathlib import Path

import typer
from rich.console import Console

from recoup_cli.language import catalogue, schema_files
from recoup_cli.stack import StackFailed

app = typer.Typer()
console = Console(highlight=False)


@app.command()
def docs() -> None:
    """Write docs/events.md and the golden schemas in tests/contract/schemas."""
    if not Path("uv.lock").exists():
        raise StackFailed("Run `recoup docs` at the root of the repository; `make docs` does.")
    pages = {Path("docs/events.md"): catalogue()}
    pages |= {Path("tests/contract/schemas", name): text for name, text in schema_files().items()}
    written = [file for file, text in pages.items() if _differs(file, text)]
    for file in written:
        file.write_text(pages[file])
        console.print(f"written: {file}")
    console.print(f"{len(pages) - len(written)} files were up to date.")


def _differs(file: Path, text: str) -> bool:
    return not file.exists() or file.read_text() != text
