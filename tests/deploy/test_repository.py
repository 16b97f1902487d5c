"""The files that build, check and open this repository are in order themselves."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCRIPTS = [
    ROOT / ".ci/run",
    ROOT / "deploy/checks/install.sh",
    *sorted((ROOT / "deploy/kafka").glob("*.sh")),
]
WORKFLOW = ROOT / ".github/workflows/ci.yml"


def test_yamllint_finds_nothing(tool: Callable[..., str]) -> None:
    tool(
        "yamllint", "--strict", "deploy", "docker-compose.yml", ".github", ".pre-commit-config.yaml"
    )


def test_shellcheck_finds_nothing(tool: Callable[..., str]) -> None:
    tool("shellcheck", *SCRIPTS)


def test_every_script_can_be_run_and_stops_at_the_first_failure() -> None:
    for script in SCRIPTS:
        assert script.stat().st_mode & 0o111, f"chmod +x {script}"
        assert "\nset -euo pipefail\n" in script.read_text()


def test_actionlint_finds_nothing(tool: Callable[..., str]) -> None:
    tool("actionlint", WORKFLOW)


def test_the_hooks_are_commands_of_this_repository(tool: Callable[..., str]) -> None:
    tool("pre-commit", "validate-config")
    entries = re.findall(r"entry: make (\S+)", (ROOT / ".pre-commit-config.yaml").read_text())
    targets = re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert entries
    assert set(entries) <= set(targets)


def test_the_dev_container_is_set_up_as_everybody_else_is() -> None:
    container = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text())
    version = (ROOT / ".python-version").read_text().strip()
    assert f"python:{version}-" in container["image"]
    assert container["postCreateCommand"].startswith("make setup")


def test_no_secret_file_is_kept_here() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    names = [Path(name).name for name in listed]
    assert not [name for name in names if name == ".env" or name.endswith((".pem", ".key"))]
