"""`recoup python-client`: writes what the Python client knows of the API."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from recoup_cli.api_reference import reference
from recoup_cli.python_client.operations import operations_file
from recoup_cli.python_client.types import types_file
from recoup_cli.stack import StackFailed

CLIENT = Path("clients/python")
PACKAGE = Path("src/recoup_client")
app = typer.Typer()
console = Console(highlight=False)


@app.command("python-client")
def python_client(
    folder: Annotated[Path, typer.Argument(help="Where the client is.")] = CLIENT,
) -> None:
    """Write the Python client's types and operations from the description of all APIs."""
    package = folder / PACKAGE
    if not package.is_dir():
        raise StackFailed(f"There is no client in {folder}: {package} is missing.")
    described = reference()
    (package / "types.py").write_text(types_file(described["components"]["schemas"]))
    (package / "operations.py").write_text(operations_file(described))
    console.print(f"written: {package}/types.py, {package}/operations.py")
