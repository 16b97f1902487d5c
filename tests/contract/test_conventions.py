"""Conventions that no linter has."""

import subprocess
from pathlib import Path

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


def test_no_file_is_longer_than_one_can_hold_in_mind() -> None:
    long = {str(p): n for p in SOURCES if (n := len(p.read_text().splitlines())) > LONGEST_FILE}
    assert not long, f"split these by reason to exist: {long}"


def test_no_money_is_a_float() -> None:
    guilty = [
        str(path)
        for path in SOURCES
        if "domain" in path.parts
        and ("float(" in path.read_text() or ": float" in path.read_text())
    ]
    assert guilty == []
