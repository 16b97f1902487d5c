"""Parked messages, their versions and their history for a person to read."""

import json
from collections.abc import Iterator, Mapping
from difflib import unified_diff
from itertools import pairwise
from typing import Any

from rich.text import Text

from recoup_cli.parked.client import Door

Shown = Mapping[str, Any]
_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def parked_line(operator_api: Door, message: Shown) -> Text:
    """Begins with what `show`, `edit`, `skip` and `redrive` want to be told."""
    corrected = ", corrected" if message["corrected"] else ""
    return Text.assemble(
        (f"{operator_api.name} {message['seq']}", "bold"),
        f"  {_what(message)}{corrected}  {message['type'] or 'no type'}  {message['key']}\n",
        (f"  {message['detail']}", "dim"),
    )


def _what(message: Shown) -> str:
    """Most is messages, which need no saying so."""
    kind = "" if message["kind"] == "message" else f"{message['kind']} "
    return f"{kind}{message['reason']}"


def action_line(operator_api: Door, action: Shown) -> Text:
    return Text.assemble(
        (f"{operator_api.name} {action['seq']}", "bold"),
        f"  {action['at'][:19]}  {action['action'].replace('_', ' ')} by {action['actor']}: {action['reason']}",
        (f"\n  {action['outcome']}" if action["outcome"] else "", "dim"),
    )


def message_view(operator_api: Door, message: Shown) -> Iterator[Text]:
    """Where it stands, what it said and says now, and who did what about it."""
    waits = message["waits"]
    if waits is None:
        yield Text("It waits no more.")
    else:
        yield parked_line(operator_api, waits)
        yield Text(f"  {waits['topic']}[{waits['partition']}]@{waits['offset']}")
    versions = message["versions"]
    yield Text(f"\nversion 1, as it came\n{_lines(versions[0])}")
    for before, after in pairwise(versions):
        yield Text(f"\nversion {after['version']}")
        yield _diff(before, after)
    for action in message["history"]:
        yield action_line(operator_api, action)


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
