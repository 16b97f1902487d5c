"""The page about adding a service is followed word for word, and the service is there."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from recoup_testing.pages import blocks_of

pytestmark = pytest.mark.servers

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/how-to/add-a-service.md"
OF_THIS_TREE = {"VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT", "RECOUP_HOME"}


@pytest.fixture
def tree() -> Iterator[Path]:
    """Everything that is kept here, or would be, in a repository of its own."""
    # Not in tmp_path, where nobody but this account, and so not PostgreSQL under root, may enter.
    with TemporaryDirectory(prefix="one-more-") as folder:
        copy = Path(folder)
        copy.chmod(0o755)
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout
        for name in filter(None, names.decode().split("\0")):
            if (ROOT / name).exists():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, copy / name)  # scripts stay executable
        subprocess.run(["git", "init", "--quiet"], cwd=copy, check=True)
        yield copy


def run(block: str, tree: Path) -> None:
    environment = {name: it for name, it in os.environ.items() if name not in OF_THIS_TREE}
    environment["PATH"] += f"{os.pathsep}{ROOT / '.recoup/uv/bin'}"
    done = subprocess.run(
        ["bash", "-euxo", "pipefail", "-c", block],
        cwd=tree,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_the_page_leads_to_a_service_that_runs(tree: Path) -> None:
    for block in blocks_of(PAGE):
        if block.written is not None:
            file = tree / block.written
            assert not file.exists(), f"{block.written} is there already: show it, with a link"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text)
        elif block.language == "sh":
            run(block.text, tree)
