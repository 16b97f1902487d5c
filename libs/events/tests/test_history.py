"""Events written in an older version are read as if they had been said today."""

import json

import pytest

from recoup_events.invoice import CreditNote, Grounds, InvoiceCredited, UpheldDispute
from recoup_events.kernel.event import Event, Json
from recoup_events.kernel.ids import DisputeId
from recoup_events.kernel.registry import MalformedEvent, UnknownEvent, decode, encode

DISPUTE = DisputeId("dsp_0c7f9a3b5d1e4f60a1b2c3d4e5f60718")
CREDITED: Json = {
    "invoice_id": "inv_1",
    "customer_id": "cus_1",
    "credit_id": "CN-7",
    "amount": {"minor_units": 1, "currency": "EUR"},
    "balance": {"minor_units": 2, "currency": "EUR"},
    "reason": "broken",
}


def _in_metres(old: Json) -> Json:
    return {"metres": old["kilometres"] * 1000}


def _without_driver(old: Json) -> Json:
    return {**old, "driver": "unknown"}


class Moved(Event, type="lorry.moved.v3", history=(_in_metres, _without_driver)):
    metres: int
    driver: str


def test_an_old_event_is_lifted_through_every_version() -> None:
    assert decode("lorry.moved.v1", '{"kilometres": 2}') == Moved(metres=2000, driver="unknown")
    assert decode("lorry.moved.v2", '{"metres": 5}') == Moved(metres=5, driver="unknown")


def test_what_is_said_today_is_read_as_it_is() -> None:
    today = Moved(metres=1, driver="d")
    assert decode(today.type, encode(today)) == today


def test_a_version_without_its_history_is_a_mistake() -> None:
    with pytest.raises(ValueError, match=r"needs 1 steps .* has 0: docs/how-to/change-an-event"):
        type("Sunk", (Event,), {}, type="lorry.sunk.v2")


def test_an_old_version_belongs_to_the_class_that_lifts_it() -> None:
    with pytest.raises(ValueError, match="already said by Moved"):
        type("Again", (Event,), {}, type="lorry.moved.v1")


def test_a_version_of_tomorrow_is_unknown() -> None:
    with pytest.raises(UnknownEvent):
        decode("lorry.moved.v4", "{}")


@pytest.mark.parametrize("data", ["{}", "[]", "moved", '{"kilometres": null}'])
def test_an_old_event_without_its_shape_is_malformed(data: str) -> None:
    with pytest.raises(MalformedEvent, match=r"lorry\.moved\.v1"):
        decode("lorry.moved.v1", data)


@pytest.mark.parametrize(
    ("credit_id", "grounds"),
    [
        ("CN-7", CreditNote(number="CN-7")),
        ("dsp_7", CreditNote(number="dsp_7")),
        (DISPUTE, UpheldDispute(dispute_id=DISPUTE)),
    ],
)
def test_only_a_derived_id_of_a_dispute_was_one(credit_id: str, grounds: Grounds) -> None:
    event = decode("invoice.credited.v1", json.dumps({**CREDITED, "credit_id": credit_id}))
    assert isinstance(event, InvoiceCredited)
    assert event.grounds == grounds
