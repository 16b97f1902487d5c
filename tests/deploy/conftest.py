"""What the deployment files are checked with, and what they say once they are put together."""

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import pytest
import yaml

ROOT = Path(__file__).parents[2]
OVERLAYS = ROOT / "deploy/k8s/overlays"
WHERE_TOOLS_ARE = os.pathsep.join(
    [
        os.environ["PATH"],
        *(str(ROOT / f) for f in (".venv/bin", ".recoup/uv/bin", ".recoup/checks/bin")),
        str(ROOT / ".recoup/checks/node_modules/.bin"),
    ]
)

Tool = Callable[..., str]
Manifest = dict[str, Any]


def find(name: str) -> str:
    return shutil.which(name, path=WHERE_TOOLS_ARE) or miss(name)


def miss(name: str) -> NoReturn:
    missing = f"{name} is not installed: deploy/checks/install.sh"
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.fixture(scope="session")
def tool() -> Tool:
    """Run a tool from the root of the repository and give what it prints; a failure shows it."""

    def run(name: str, *arguments: str | Path, stdin: str | None = None) -> str:
        command = [find(name), *map(str, arguments)]
        done = subprocess.run(command, cwd=ROOT, input=stdin, capture_output=True, text=True)
        assert done.returncode == 0, f"{name} says:\n{done.stdout}{done.stderr}"
        return done.stdout

    return run


@pytest.fixture(scope="session")
def read_asyncapi(tool: Tool) -> Callable[..., str]:
    """Run the official parser over documents; what it finds wrong fails the test."""
    if not (ROOT / ".recoup/checks/node_modules/@asyncapi/parser").exists():
        miss("@asyncapi/parser")
    return partial(tool, "node", "deploy/checks/asyncapi.mjs")


@pytest.fixture(scope="session")
def compose() -> Manifest:
    loaded: Manifest = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return loaded


@pytest.fixture(scope="session", params=["local", "production"])
def overlay(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="session")
def manifests(overlay: str, tool: Tool) -> Sequence[Manifest]:
    """Every object of an overlay, as it would be applied."""
    return list(yaml.safe_load_all(tool("kustomize", "build", OVERLAYS / overlay)))
