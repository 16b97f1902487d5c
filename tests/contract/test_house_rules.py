"""Rules of the house that no linter has."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_FILE = 250
TRACKED = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
    cwd=ROOT,
    capture_output=True,
    text=True,
    check=True,
).stdout.splitlines()
SOURCES = [ROOT / name for name in TRACKED if name.endswith(".py") and (ROOT / name).exists()]
SERVICES = sorted(path.parent for path in (ROOT / "services").glob("*/pyproject.toml"))
ROOMS = {
    "__init__",
    "__main__",
    "main",
    "settings",
    "domain",
    "api",
    "consumers",
    "projections",
    "store",
    "senders",
    "ticker",
    "py.typed",
    "templates",
}


def test_no_file_is_longer_than_one_can_hold_in_mind() -> None:
    long = {str(p): n for p in SOURCES if (n := len(p.read_text().splitlines())) > LONGEST_FILE}
    assert not long, f"split these by reason to exist: {long}"


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.name)
def test_every_service_has_the_same_rooms(service: Path) -> None:
    package = service / "src" / service.name.replace("-", "_")
    rooms = {p.stem if p.suffix == ".py" else p.name for p in package.iterdir()} - {"__pycache__"}
    assert rooms <= ROOMS, f"a new room needs a name in the layers contract: {rooms - ROOMS}"
    assert {"main", "domain", "api", "projections", "store"} <= rooms


def test_no_money_is_a_float() -> None:
    guilty = [
        str(path)
        for path in SOURCES
        if "domain" in path.parts
        and ("float(" in path.read_text() or ": float" in path.read_text())
    ]
    assert guilty == []
