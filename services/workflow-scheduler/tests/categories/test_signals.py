import pytest

from recoup_events.invoice import Condition, CustomerConditionRecorded
from recoup_events.kernel.event import Event
from workflow_scheduler.categories.domain.phrases import is_angry, is_distressed
from workflow_scheduler.categories.domain.signals import SIGNALS

INPUTS = {
    "call.made.v1": {"outcome"},
    "customer.condition_recorded.v1": {"condition"},
    "dispute.opened.v1": {"reason", "statement"},
    "dispute.partly_upheld.v1": set(),
    "dispute.rejected.v1": set(),
    "dispute.upheld.v1": set(),
    "invoice.payment_applied.v1": {"balance"},
    "message.complained.v1": set(),
    "message.undelivered.v1": {"channel", "address_unknown"},
    "payment.reversed.v1": set(),
    "plan.broken.v1": set(),
    "promise.broken.v1": set(),
    "promise.kept.v1": set(),
    "reply.received.v1": {"meaning", "text"},
    "task.completed.v1": {"disposition"},
}
PROTECTED = (
    *("name", "language", "country", "subdivision", "address", "person", "gender", "sex", "age"),
    *("birth", "religion", "race", "origin", "marital", "health", "disability", "pension", "kind"),
)


def test_these_are_all_the_fields_that_are_ever_read() -> None:
    assert {each.type: set(signal.fields) for each, signal in SIGNALS.items()} == INPUTS


def test_none_of_them_says_who_somebody_is() -> None:
    read = {field for fields in INPUTS.values() for field in fields} - {"address_unknown"}
    assert not [field for field in read if any(word in field for word in PROTECTED)]


SIGNALS_BY_TYPE: list[type[Event]] = [
    event for _, event in sorted((event.type, event) for event in SIGNALS)
]


@pytest.mark.parametrize("event", SIGNALS_BY_TYPE)
def test_every_field_that_is_read_is_there(event: type[Event]) -> None:
    signal = SIGNALS[event]
    assert set(signal.fields) <= set(event.model_fields)
    assert signal.about is None or signal.about in event.model_fields
    assert "customer_id" in event.model_fields


def test_conditions_of_health_or_life_are_no_evidence() -> None:
    kinds = SIGNALS[CustomerConditionRecorded].kinds
    for condition in (Condition.VULNERABILITY, Condition.DEATH, Condition.BREATHING_SPACE):
        assert list(kinds(condition)) == []


@pytest.mark.parametrize(
    ("text", "angry", "distressed"),
    [
        ("This is UNACCEPTABLE.", True, False),
        ("Wir haben Insolvenz angemeldet.", False, True),
        ("We cannot pay before our own customers do.", False, True),
        ("Das ist eine Frechheit, und wir sind pleite", True, True),
        ("The scampi arrived, thank you.", False, False),
        ("", False, False),
    ],
)
def test_whole_phrases_tell_anger_and_distress(text: str, angry: bool, distressed: bool) -> None:
    assert (is_angry(text), is_distressed(text)) == (angry, distressed)
