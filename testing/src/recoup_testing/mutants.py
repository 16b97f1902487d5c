"""A guard taken out of a copy of the code, and the proof that notices."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

_HEAD = re.compile(r"(?P<change>.+)\nCaught by: (?P<proof>.+)\nAs: (?P<harm>.+)\n")
_COPIED = ("libs", "tools", "conftest.py", "pyproject.toml")
_NOT_COPIED = shutil.ignore_patterns("__pycache__", ".*_cache")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A patch, which says in its first lines what it does and how that shows."""

    patch: Path
    proof: str
    """The test that must fail."""
    harm: str
    """What the proof must say became of events: lost, doubled or inverted."""

    @classmethod
    def read(cls, patch: Path) -> "Mutant":
        head = _HEAD.match(patch.read_text())
        assert head is not None, f"{patch.name} does not begin with what, caught by, and as"
        return cls(patch, head["proof"], head["harm"])


class Copy:
    """The libraries and their tests in another folder, to be changed and tried."""

    def __init__(self, root: Path, folder: Path, servers: Mapping[str, str]) -> None:
        self._folder = folder
        self._servers = servers
        for name in _COPIED:
            if (root / name).is_dir():
                shutil.copytree(root / name, folder / name, ignore=_NOT_COPIED)
            else:
                shutil.copy(root / name, folder / name)

    def apply(self, mutant: Mutant) -> None:
        applied = subprocess.run(
            ["git", "apply", mutant.patch],
            cwd=self._folder,
            env={**os.environ, "GIT_CEILING_DIRECTORIES": str(self._folder.parent)},
            capture_output=True,
            text=True,
        )
        assert applied.returncode == 0, (
            f"{mutant.patch.name} no longer fits the code: {applied.stderr}\n"
            "Make its change by hand, put `git diff` under its first three lines, undo the change."
        )

    def failures(self, proofs: Sequence[str]) -> Mapping[str, str]:
        """By the test's name, what it failed with; fails itself when one could not be tried."""
        report = self._folder / "report.xml"
        sources = [str(path) for path in self._folder.glob("libs/*/src")]
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-vv", f"--junitxml={report}", *proofs],
            cwd=self._folder,
            env={
                **os.environ,
                **self._servers,
                "PYTHONPATH": os.pathsep.join([*sources, str(self._folder / "tools/src")]),
            },
            capture_output=True,
            text=True,
        )
        cases = list(ElementTree.parse(report).iter("testcase")) if report.exists() else []
        tried = [case for case in cases if case.find("error") is None]
        assert len(tried) == len(proofs), f"not every proof could be tried:\n{ran.stdout}"
        return {
            str(case.get("name")): str(failure.get("message"))
            for case in tried
            if (failure := case.find("failure")) is not None
        }
