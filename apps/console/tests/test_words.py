"""Every event has words, and they name only what it has."""

import re

import pytest

from console.timeline.domain import sentences
from console.timeline.domain.kinds import Kind, kind_of
from console.timeline.domain.sentences import amount_of, named_in, sentence
from console.timeline.domain.subjects import invoices_of
from console.timeline.domain.words import WORDS
from console.timeline.projection import of_customers
from recoup_events.kernel.event import name_of
from recoup_events.kernel.money import Money
from recoup_events.public import PUBLIC
from recoup_testing.console_example import GOLDEN, example

FIELD = re.compile(r"\{([a-z_]+)")
CURRENT = sorted({event.type for event in PUBLIC.values()})


def plain(value: object) -> str:
    return "" if value is None else str(value)


@pytest.mark.parametrize("name", sorted(WORDS))
def test_words_are_of_an_event_there_is_and_of_its_fields(name: str) -> None:
    fields = [set(e.model_fields) for t, e in sorted(PUBLIC.items()) if name_of(t) == name]
    assert fields, f"nobody says {name} any more"
    assert set(FIELD.findall(WORDS[name])) <= set.union(*fields)


@pytest.mark.parametrize("type", [t for t in CURRENT if (GOLDEN / f"{t}.json").exists()])
def test_every_event_can_be_said(type: str) -> None:
    words = sentence(example(type), {}, plain)
    assert words
    assert not FIELD.search(words)


def test_what_is_known_by_a_name_is_called_by_it() -> None:
    event = example("invoice.paid.v1", invoice_id="inv_91aa")
    assert sentence(event, {"inv_91aa": "2026-1042"}, plain) == "2026-1042 is paid."
    assert "inv_91aa" in named_in(event)


def test_an_event_without_words_is_called_by_its_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentences, "WORDS", {})
    assert sentence(example("invoice.paid.v1"), {}, plain) == "Invoice paid."


def test_words_of_others_are_text_and_no_fields_of_ours() -> None:
    event = example("dispute.withdrawn.v1", reason="{customer_id} {__class__}")
    assert "{customer_id} {__class__}" in sentence(event, {}, plain)


def test_a_refusal_is_one_whatever_was_to_be_sent() -> None:
    assert kind_of(example("contact.refused.v1")) is Kind.REFUSAL
    assert kind_of(example("call.refused.v1")) is Kind.REFUSAL
    assert all(
        kind_of(example(event.type)) in Kind
        for event in of_customers()
        if (GOLDEN / f"{event.type}.json").exists()
    )


def test_an_event_is_of_every_invoice_it_names() -> None:
    paid = example("invoice.payment_applied.v1", invoice_id="inv_1")
    assert invoices_of(paid) == ["inv_1"]
    assert amount_of(paid) == Money(minor_units=2550, currency="EUR")
    opened = example("dispute.opened.v1")
    assert invoices_of(opened)
