"""Parked messages, their versions and their history for a person to read."""

import json
from collections.abc import Iterator, Mapping
from difflib import unified_diff
from itertools import pairwise
from typing import Any

from rich.text import Text

from recoup_cli.parked.door import Door

Shown = Mapping[str, Any]
_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def parked_line(door: Door, message: Shown) -> Text:
    """Begins with what `show`, `edit`, `skip` and `redrive` want to be told."""
    corrected = ", corrected" if message["corrected"] else ""
    return Text.assemble(
        (f"{door.name} {message['seq']}", "bold"),
        f"  {_what(message)}{corrected}  {message['type'] or 'no type'}  {message['key']}\n",
        (f"  {message['detail']}", "dim"),
    )


def _what(message: Shown) -> str:
    """Most is messages, which need no saying so."""
    kind = "" if message["kind"] == "message" else f"{message['kind']} "
    return f"{kind}{message['reason']}"


def deed_line(door: Door, deed: Shown) -> Text:
    return Text.assemble(
        (f"{door.name} {deed['seq']}", "bold"),
        f"  {deed['at'][:19]}  {deed['deed'].replace('_', ' ')} by {deed['actor']}: {deed['why']}",
        (f"\n  {deed['outcome']}" if deed["outcome"] else "", "dim"),
    )


def message_view(door: Door, message: Shown) -> Iterator[Text]:
    """Where it stands, what it said and says now, and who did what about it."""
    waits = message["waits"]
    if waits is None:
        yield Text("It waits no more.")
    else:
        yield parked_line(door, waits)
        yield Text(f"  {waits['topic']}[{waits['partition']}]@{waits['offset']}")
    versions = message["versions"]
    yield Text(f"\nversion 1, as it came\n{_lines(versions[0])}")
    for before, after in pairwise(versions):
        yield Text(f"\nversion {after['version']}")
        yield _diff(before, after)
    for deed in message["history"]:
        yield deed_line(door, deed)


def pretty(value: str | None) -> str:
    """JSON over several lines, so that a diff speaks of members; anything else as it is."""
    try:
        return json.dumps(json.loads(value or ""), indent=2, ensure_ascii=False)
    except ValueError:
        return value or ""


def _lines(version: Shown) -> str:
    headers = "\n".join(f"{name}: {value}" for name, value in version["headers"])
    return f"{headers}\n\n{pretty(version['value'])}"


def _diff(before: Shown, after: Shown) -> Text:
    old, new = (_lines(version).splitlines() for version in (before, after))
    text = Text()
    for line in list(unified_diff(old, new, lineterm="", n=1))[2:]:
        text.append(f"{line}\n", _COLOURS.get(line[:1], ""))
    return text
