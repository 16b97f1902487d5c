"""`recoup site`: builds the documentation's site, and serves it."""

import json
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from recoup_cli.api_reference import reference
from recoup_cli.site.contents import API, configuration
from recoup_cli.site.pages import pages, pictures
from recoup_cli.stack import StackFailed

BELOW = Path(".recoup/site")
app = typer.Typer()
console = Console(highlight=False)


@app.command()
def site(
    *,
    serve: Annotated[bool, typer.Option("--serve", help="Show it at 127.0.0.1:8000.")] = False,
    folder: Annotated[Path, typer.Option(help="Where it is built.")] = BELOW,
) -> None:
    """Build the site of the documentation; a link that leads nowhere is an error."""
    root = Path.cwd()
    if not (root / "uv.lock").exists():
        raise StackFailed("Run `recoup site` at the root of the repository; `make site` does.")
    prepare(root, folder)
    arguments = ["serve"] if serve else ["build", "--clean", "--strict"]
    command = [sys.executable, "-m", "zensical", *arguments, "-f", "zensical.toml"]
    if subprocess.run(command, cwd=folder, check=False).returncode:
        raise StackFailed("The site was not built: what is said above has to be mended first.")
    if not serve:
        console.print(f"The site stands in {folder / 'site'}; `make site SERVE=1` shows it.")


def prepare(root: Path, folder: Path) -> None:
    """Its pages, pictures, contents and the reference of all APIs, for the generator."""
    shutil.rmtree(folder, ignore_errors=True)
    written = pages(root)
    for place, text in written.items():
        _place(folder, place).write_text(text)
    for place, picture in pictures(root).items():
        shutil.copyfile(picture, _place(folder, place))
    _reference(_place(folder, API).parent)
    (folder / "zensical.toml").write_text(configuration(written))


def _place(folder: Path, place: str) -> Path:
    file = folder / "pages" / place
    file.parent.mkdir(parents=True, exist_ok=True)
    return file


def _reference(folder: Path) -> None:
    """The viewer that every service serves, with the description of all of them."""
    page = files("recoup_service.api").joinpath("static")
    for name in ("index.html", "show.js"):
        text = page.joinpath(name).read_text()
        (folder / name).write_text(text.replace("../openapi.json", "openapi.json"))
    (folder / "openapi.json").write_text(json.dumps(reference()))
    assets = folder / "assets"
    assets.mkdir()
    for file in files("fastapi_swagger").joinpath("resources").iterdir():
        if file.name.endswith((".js", ".css", ".png")):
            (assets / file.name).write_bytes(file.read_bytes())
