"""Raises what the error table says an error of Kafka means."""

from collections.abc import Iterator
from contextlib import contextmanager

from recoup_eventstore.errors import Meaning, ReadOnly, Unavailable
from recoup_messaging.kafka.error_table import meaning_of


@contextmanager
def transient_errors() -> Iterator[None]:
    """Raise ``Unavailable`` or ``ReadOnly`` for what passes; the rest passes as it is."""
    try:
        yield
    except Exception as error:
        match meaning_of(error):
            case Meaning.RETRY:
                raise Unavailable(_described(error)) from error
            case Meaning.READ_ONLY:
                raise ReadOnly(_described(error)) from error
            case Meaning.REFUSE | Meaning.STOP:
                raise


def _described(error: Exception) -> str:
    return f"Kafka: {str(error) or type(error).__name__}"
