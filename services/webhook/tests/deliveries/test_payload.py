"""How much of an event leaves: personal values only where they were asked for."""

import json

from webhook.deliveries.domain.payload import MOST_BYTES, body_of
from webhook.endpoints.domain.wanted import Payload

NAME = {"person": "cus_1", "value": "Erika Mustermann"}
EVENT = json.dumps(
    {
        "id": "1",
        "type": "customer.registered.v1",
        "data": {"customer_id": "cus_1", "name": NAME, "persons": [{"emails": NAME}], "n": 1},
    },
    separators=(",", ":"),
)


def test_all_of_it_is_as_it_was_said() -> None:
    assert body_of(EVENT, Payload.FULL) == EVENT.encode()


def test_personal_values_are_withheld_and_it_is_said_whose_they_are() -> None:
    body = json.loads(body_of(EVENT, Payload.WITHOUT_PERSONAL_DATA))
    whose = {"person": "cus_1"}
    assert body["data"] == {
        "customer_id": "cus_1",
        "name": whose,
        "persons": [{"emails": whose}],
        "n": 1,
    }


def test_of_ids_there_is_a_reference_instead_of_data() -> None:
    body = json.loads(body_of(EVENT, Payload.IDS))
    assert body == {"id": "1", "type": "customer.registered.v1", "dataref": "/v1/events/1"}


def test_what_is_large_is_referred_to() -> None:
    large = json.dumps({"id": "1", "data": {"lines": ["x" * 100] * (MOST_BYTES // 100)}})
    for payload in Payload:
        assert json.loads(body_of(large, payload)) == {"id": "1", "dataref": "/v1/events/1"}
