"""The golden schema and example of every type and version that was ever said."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Document = dict[str, Any]


class NoExample(Exception):
    """A type has no golden event yet, and nobody but its author can give one."""


@dataclass(frozen=True, slots=True)
class Golden:
    """Two folders with a file for each type in both."""

    schemas: Path = Path("tests/contract/schemas")
    events: Path = Path("tests/contract/events")

    def has_schema(self, type: str) -> bool:
        return (self.schemas / f"{type}.json").exists()

    def schema(self, type: str) -> Document:
        return _read(self.schemas / f"{type}.json")

    def example(self, type: str) -> Document:
        file = self.events / f"{type}.json"
        if not file.exists():
            raise NoExample(f"Write {file}, an example of the event: docs/how-to/add-an-event.md")
        return _read(file)


def _read(file: Path) -> Document:
    document: Document = json.loads(file.read_text())
    return document
