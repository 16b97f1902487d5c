"""Events know their names, are frozen, and are read leniently but not carelessly."""

from uuid import UUID, uuid5

import pytest
from pydantic import ValidationError

from recoup_events.invoice import InvoicePaid
from recoup_events.kernel.event import EVENTS, Command, Event
from recoup_events.kernel.ids import derived
from recoup_events.kernel.registry import MalformedEvent, UnknownEvent, decode, encode
from recoup_events.kernel.topics import OWNERS, topic_of

PAID = '{"invoice_id": "inv_1", "customer_id": "cus_1", "paid_on": "2026-01-05"}'


class Whispered(Event, type="secret.whispered.v1"):
    to: str


class Shout(Command):
    loudness: int


def test_an_event_survives_its_json() -> None:
    event = decode("invoice.paid.v1", PAID)
    assert isinstance(event, InvoicePaid)
    assert decode(event.type, encode(event)) == event


def test_a_newer_writers_field_is_ignored() -> None:
    assert decode("invoice.paid.v1", PAID[:-1] + ', "mood": "glad"}') == decode(
        "invoice.paid.v1", PAID
    )


def test_an_unknown_type_and_a_wrong_shape_are_told_apart() -> None:
    with pytest.raises(UnknownEvent):
        decode("invoice.eaten.v1", "{}")
    with pytest.raises(MalformedEvent, match="paid_on"):
        decode("invoice.paid.v1", PAID.replace("2026-01-05", "yesterday"))


def test_an_event_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Whispered(to="you").to = "me"  # type: ignore[misc]


def test_a_command_with_an_unknown_field_is_a_mistake() -> None:
    with pytest.raises(ValidationError, match="extra"):
        Shout.model_validate({"loudness": 1, "pitch": 2})


def test_a_type_is_said_by_one_class() -> None:
    with pytest.raises(ValueError, match="already said by InvoicePaid"):
        type("Again", (Event,), {}, type="invoice.paid.v1")


def test_a_type_has_context_event_and_version() -> None:
    with pytest.raises(ValueError, match="form"):
        type("Odd", (Event,), {}, type="paid")


def test_every_public_event_has_a_topic_and_a_private_one_has_none() -> None:
    owners = {event.owner for event in EVENTS.values()} - {None}
    assert owners <= set(OWNERS)
    assert topic_of(InvoicePaid) == "recoup.invoice"
    with pytest.raises(ValueError, match="private"):
        topic_of(Whispered)


def test_a_derived_id_is_a_uuid_of_version_5() -> None:
    name = "\x1f".join(("inv", "acme", "Größe 1"))
    namespace = UUID("5b0c6a52-3f0e-5c39-9e57-7d1f6f1f0a11")
    assert derived("inv", "acme", "Größe 1") == f"inv_{uuid5(namespace, name).hex}"


def test_an_id_is_derived_from_what_it_names() -> None:
    assert derived("inv", "acme", "1") == derived("inv", "acme", "1")
    assert (
        len({derived("inv", "acme", "1"), derived("inv", "acm", "e1"), derived("pay", "acme", "1")})
        == 3
    )
