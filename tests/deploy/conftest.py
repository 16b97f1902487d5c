"""What the deployment files are checked with, and what they say once they are put together."""

import subprocess
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from recoup_testing.check_tools import find, find_file

ROOT = Path(__file__).parents[2]
OVERLAYS = ROOT / "deploy/k8s/overlays"

Tool = Callable[..., str]
Manifest = dict[str, Any]


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
    find_file("node_modules/@asyncapi/parser")
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
