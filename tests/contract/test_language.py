"""The language is a promise: its schemas change on purpose only, and old events load for ever."""

import json
from pathlib import Path
from typing import Any

import pytest

from recoup_cli.language.catalogue import catalogue
from recoup_cli.language.events import older_types, recorded_events
from recoup_cli.language.golden import Golden
from recoup_cli.language.schemas import broken_promises, written
from recoup_events.kernel.registry import decode, encode, event_class

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
GOLDEN_FILES = Golden(HERE / "schemas", HERE / "events")
GOLDEN = sorted(GOLDEN_FILES.events.glob("*.json"))
EVERY_TYPE = {*recorded_events(), *older_types()}
BROKEN = broken_promises(GOLDEN_FILES)
MEND = "run `make docs` and have the difference reviewed"
GIVE_EXAMPLE = (
    "write one file <type>.json for each type and version that was ever said, and keep it for "
    "ever: docs/how-to/add-an-event.md"
)
NEW_VERSION = (
    "events with the old shape are stored and on their way; leave the type as it was and say a new "
    "version that lifts it: docs/how-to/change-an-event.md"
)


def with_unknown_fields(node: Any) -> Any:
    """What a newer writer may send: every object has one more member."""
    if isinstance(node, dict):
        grown = {name: with_unknown_fields(child) for name, child in node.items()}
        return grown if _is_free_form(node) else {**grown, "a_field_of_tomorrow": [1, {"x": None}]}
    if isinstance(node, list):
        return [with_unknown_fields(child) for child in node]
    return node


def _is_free_form(node: dict[str, Any]) -> bool:
    """Keys of any name: the inputs of a refused contact, minutes by kind of task, and metadata."""
    return set(node) in ({"now", "channel"}, {"call"}) or "sales_office" in node


@pytest.mark.parametrize("type", recorded_events())
def test_all_that_was_written_of_a_type_can_be_read(type: str) -> None:
    assert not BROKEN.get(type), NEW_VERSION


@pytest.mark.parametrize("type", recorded_events())
def test_the_schema_is_unchanged(type: str) -> None:
    file = GOLDEN_FILES.schemas / f"{type}.json"
    assert file.exists(), MEND
    assert json.loads(file.read_text()) == written(recorded_events()[type]), MEND


def test_every_version_ever_said_keeps_its_schema_and_an_example() -> None:
    assert {file.stem for file in GOLDEN_FILES.schemas.glob("*.json")} == EVERY_TYPE, GIVE_EXAMPLE
    assert {file.stem for file in GOLDEN} == EVERY_TYPE, GIVE_EXAMPLE


def test_the_catalogue_is_up_to_date() -> None:
    assert (ROOT / "docs" / "events.md").read_text() == catalogue(), MEND


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: file.stem)
def test_an_old_event_still_loads_and_says_the_same(file: Path) -> None:
    event = decode(file.stem, file.read_text())
    assert type(event) is event_class(file.stem)
    if event.type == file.stem:
        recorded = json.loads(encode(event))
        assert {**recorded, **json.loads(file.read_text())} == recorded


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: file.stem)
def test_an_old_reader_survives_a_newer_writer(file: Path) -> None:
    newer = json.dumps(with_unknown_fields(json.loads(file.read_text())))
    assert decode(file.stem, newer) == decode(file.stem, file.read_text())
