"""Facts written in an older version are lifted, step by step, before the domain sees them."""

import json

import pytest

from recoup_events.base import Fact
from recoup_events.registry import MalformedFact, UnknownFact
from recoup_eventstore.upcasting import decode_stored, upcasts


class Moved(Fact, type="lorry.moved.v3"):
    metres: int
    driver: str


@upcasts("lorry.moved.v1", "lorry.moved.v2")
def _kilometres_to_metres(old: dict[str, int]) -> dict[str, int]:
    return {"metres": old["kilometres"] * 1000}


@upcasts("lorry.moved.v2", "lorry.moved.v3")
def _unknown_driver(old: dict[str, object]) -> dict[str, object]:
    return {**old, "driver": "unknown"}


def test_an_old_fact_is_lifted_through_every_version() -> None:
    lifted = decode_stored("lorry.moved.v1", json.dumps({"kilometres": 2}))
    assert lifted == Moved(metres=2000, driver="unknown")


def test_a_present_fact_is_read_as_it_is() -> None:
    stored = Moved(metres=1, driver="d").model_dump_json()
    assert decode_stored("lorry.moved.v3", stored) == Moved(metres=1, driver="d")


def test_two_steps_from_one_version_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="already lifted"):
        upcasts("lorry.moved.v1", "lorry.moved.v3")(_unknown_driver)


def test_an_unknown_type_and_a_wrong_shape_are_told_apart() -> None:
    with pytest.raises(UnknownFact):
        decode_stored("lorry.sank.v1", "{}")
    with pytest.raises(MalformedFact):
        decode_stored("lorry.moved.v3", '{"metres": "far"}')
