"""Every error of Kafka that its client knows to be passing has a meaning in the table."""

import inspect
from typing import Any

import pytest
from aiokafka import errors

from recoup_eventstore.errors import Meaning, ReadOnly, Unavailable
from recoup_messaging.kafka.error_table import CODES, meaning_of
from recoup_messaging.kafka.transient import transient_errors

KAFKA: list[Any] = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, errors.KafkaError)
]
RAISED: dict[Meaning, type[Exception]] = {
    Meaning.RETRY: Unavailable,
    Meaning.READ_ONLY: ReadOnly,
}


@pytest.mark.parametrize("kind", KAFKA, ids=lambda kind: kind.__name__)
def test_what_is_raised_is_what_the_table_says(kind: type[errors.KafkaError]) -> None:
    error = kind("as Kafka says it") if kind is not errors.CommitFailedError else kind()
    with pytest.raises(RAISED.get(meaning_of(error), kind)), transient_errors():
        raise error


@pytest.mark.parametrize(
    "kind", [kind for kind in KAFKA if kind.retriable], ids=lambda kind: kind.__name__
)
def test_what_the_client_calls_retriable_is_waited_out(kind: type[errors.KafkaError]) -> None:
    assert meaning_of(kind()) in (Meaning.RETRY, Meaning.READ_ONLY)


def test_a_code_that_nobody_knows_is_not_tried_over_and_over() -> None:
    class Unheard(errors.BrokerResponseError):  # type: ignore[misc]
        errno = 9_999

    assert Unheard.errno not in CODES
    assert meaning_of(Unheard()) is Meaning.STOP


@pytest.mark.parametrize("error", [KeyError("a bug"), ValueError("a bug")])
def test_a_bug_passes_as_it_is(error: Exception) -> None:
    with pytest.raises(type(error)), transient_errors():
        raise error
