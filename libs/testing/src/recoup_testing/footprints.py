"""Where our code a piece of work passes through, as the interpreter saw it, and as a page tells it."""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from pathlib import Path
from textwrap import fill
from types import FrameType
from typing import Any

Rooms = Mapping[str, Set[str]]
"""By package, the modules in it: ``{"recoup_eventstore": {"work", "postgres/facts"}}``."""
MODULE = re.compile(r"(?:libs|services)/[\w-]+/src/(?P<package>\w+)/(?P<module>[\w/]+)\.py")
WIDTH = 118
INDENT = 22


@contextmanager
def followed(root: Path) -> Iterator[list[str]]:
    """The files below ``root`` in the order in which a function of theirs is first called."""
    seen: dict[str, None] = {}
    files: list[str] = []

    def see(frame: FrameType, event: str, _arg: Any) -> None:
        code = frame.f_code
        if event == "call" and code.co_name != "<module>" and code.co_filename not in seen:
            seen[code.co_filename] = None
            if (path := Path(code.co_filename)).is_relative_to(root):
                files.append(str(path.relative_to(root)))

    sys.setprofile(see)
    try:
        yield files
    finally:
        sys.setprofile(None)


def rooms(files: Iterable[str]) -> Rooms:
    """What ships of these files; tests and tools are no rooms of the house."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for file in files:
        if (match := MODULE.fullmatch(file)) and match["package"] != "recoup_testing":
            found[match["package"]].add(match["module"])
    return dict(found)


def without(found: Rooms, known: Rooms) -> Rooms:
    """What is new, package by package."""
    new = {package: modules - known.get(package, set()) for package, modules in found.items()}
    return {package: modules for package, modules in new.items() if modules}


def drawn(found: Rooms) -> str:
    """The text block of a page: a line or more for each package."""
    return "\n".join(
        fill(
            " ".join(sorted(modules, key=lambda module: ("/" in module, module))),
            WIDTH,
            initial_indent=package.ljust(INDENT),
            subsequent_indent=" " * INDENT,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for package, modules in sorted(found.items())
    )


def read(block: str) -> Rooms:
    """The opposite of ``drawn``."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    package = ""
    for line in block.splitlines():
        words = line.split()
        if line[:1].strip():
            package, *words = words
        found[package].update(words)
    return dict(found)
