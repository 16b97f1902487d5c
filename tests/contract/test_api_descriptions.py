"""What an integrator reads of each API says what to send, in what form, and what can go wrong."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from recoup_cli.services import every_service
from recoup_events.kernel.topics import OWNERS
from recoup_eventstore.memory.store import MemoryStore
from recoup_service.api.keys import MemoryKeyRing
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_testing.clock import TurnedClock
from recoup_testing.ids import counted_ids

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
Schema = Mapping[str, Any]
NUL = "a\0b"


@pytest.fixture(params=OWNERS)
def description(request: pytest.FixtureRequest) -> Schema:
    """/openapi.json of one service."""
    service = every_service()[request.param]
    command_runner = service.command_runner(MemoryStore(), counted_ids())
    app = service.app(command_runner, TurnedClock(NOW), MemoryKeyRing(), http=HttpMetrics())
    described: Schema = app.openapi()
    return described


def operations(description: Schema) -> Iterator[tuple[str, Schema]]:
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


def sent(description: Schema) -> Iterator[tuple[str, Schema]]:
    """Every member of every request body, by where it stands."""
    schemas = description["components"]["schemas"]
    bodies = [op["requestBody"] for _, op in operations(description) if "requestBody" in op]
    waiting, seen = list(refers_to(bodies)), set[str]()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(refers_to(schemas[name]))
            for member, schema in schemas[name].get("properties", {}).items():
                yield f"{name}.{member}", schema


def refers_to(schema: Any) -> Iterator[str]:
    for reference in re.findall(r"'#/components/schemas/(\w+)'", repr(schema)):
        yield str(reference)


def words_in(schema: Any) -> Iterator[Schema]:
    """Every string a schema allows that is not one of a few."""
    if isinstance(schema, dict):
        if schema.get("type") == "string" and not schema.keys() & {"enum", "const", "format"}:
            yield schema
        for part in schema.values():
            yield from words_in(part)
    if isinstance(schema, list):
        for part in schema:
            yield from words_in(part)


def test_every_operation_and_every_parameter_says_what_it_does(description: Schema) -> None:
    for name, operation in operations(description):
        assert operation.get("description"), name
        for parameter in operation.get("parameters", ()):
            assert parameter.get("description"), f"{name}: {parameter['name']}"


def test_everything_that_is_made_says_that_it_may_exist_or_be_wrong(description: Schema) -> None:
    for name, operation in operations(description):
        if "201" in operation["responses"]:
            assert {"409", "422"} <= operation["responses"].keys(), name
            assert "412" not in operation["responses"], name


def test_every_word_and_number_that_is_sent_has_an_example(description: Schema) -> None:
    for name, schema in sent(description):
        if schema.get("type") in ("string", "integer") and "const" not in schema:
            assert "examples" in schema or "default" in schema, name


def test_no_word_that_is_sent_may_hold_what_no_store_takes(description: Schema) -> None:
    for name, schema in sent(description):
        for word in words_in(schema):
            assert not re.search(word.get("pattern", ""), NUL), name


def test_money_is_described_as_it_is_sent(description: Schema) -> None:
    assert "minor unit" not in str(description)
