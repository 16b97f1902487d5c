"""The language is a promise: its schemas change on purpose only, and old facts load for ever."""

import json
from pathlib import Path
from typing import Any

import pytest

from recoup_cli.language import catalogue, public_facts, schema_files
from recoup_events.registry import encode
from recoup_eventstore.upcasting import decode_stored

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
GOLDEN = sorted((HERE / "events").glob("*.json"))
MEND = "run `make docs` and have the difference reviewed"


def with_unknown_fields(node: Any) -> Any:
    """What a newer writer may send: every object has one more member."""
    if isinstance(node, dict):
        grown = {name: with_unknown_fields(child) for name, child in node.items()}
        return grown if _is_free_form(node) else {**grown, "a_field_of_tomorrow": [1, {"x": None}]}
    if isinstance(node, list):
        return [with_unknown_fields(child) for child in node]
    return node


def _is_free_form(node: dict[str, Any]) -> bool:
    return set(node) == {"now", "channel"}  # the inputs of a refused contact, keys of any name


def test_the_schemas_are_unchanged() -> None:
    stored = {file.name: file.read_text() for file in (HERE / "schemas").glob("*.json")}
    assert stored == dict(schema_files()), MEND


def test_the_catalogue_is_up_to_date() -> None:
    assert (ROOT / "docs" / "events.md").read_text() == catalogue(), MEND


def test_every_public_fact_has_a_golden_event() -> None:
    assert {file.stem for file in GOLDEN} >= set(public_facts())


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: file.stem)
def test_an_old_event_still_loads_and_says_the_same(file: Path) -> None:
    fact = decode_stored(file.stem, file.read_text())
    if fact.type == file.stem:
        said = json.loads(encode(fact))
        assert {**said, **json.loads(file.read_text())} == said


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: file.stem)
def test_an_old_reader_survives_a_newer_writer(file: Path) -> None:
    newer = json.dumps(with_unknown_fields(json.loads(file.read_text())))
    assert decode_stored(file.stem, newer) == decode_stored(file.stem, file.read_text())
