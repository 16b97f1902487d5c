"""The site is built without a warning, and a link that leads nowhere would be one."""

import subprocess
import sys
from pathlib import Path

import pytest

from recoup_cli.site.command import prepare

ROOT = Path(__file__).parents[3]


def built(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "zensical", "build", "--strict", "-f", "zensical.toml"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_every_link_and_anchor_of_the_site_leads_somewhere(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    prepare(ROOT, folder)
    building = built(folder)
    assert building.returncode == 0, building.stdout
    assert (folder / "site/how-to/find-things.html").exists()
    assert (folder / "site/api/openapi.json").exists()

    page = folder / "pages/glossary.md"
    page.write_text(page.read_text() + "\n[nowhere](how-to/find-things.md#nowhere)\n")
    assert built(folder).returncode != 0
