"""Tells weather from bugs: what a new connection may cure becomes ``Unavailable``."""

from collections.abc import Iterator
from contextlib import contextmanager

from aiokafka import errors

from recoup_eventstore.errors import Unavailable

_LASTING = (
    errors.AuthenticationFailedError,
    errors.AuthenticationMethodNotSupported,
    errors.ClusterAuthorizationFailedError,
    errors.CorruptRecordException,
    errors.GroupAuthorizationFailedError,
    errors.InvalidGroupIdError,
    errors.InvalidTopicError,
    errors.MessageSizeTooLargeError,
    errors.RecordListTooLargeError,
    errors.SaslAuthenticationFailed,
    errors.TopicAuthorizationFailedError,
    errors.UnsupportedSaslMechanismError,
)


@contextmanager
def weather() -> Iterator[None]:
    """Raise ``Unavailable`` unless waiting and connecting anew cannot help."""
    try:
        yield
    except _LASTING:
        raise
    except (errors.KafkaError, OSError, TimeoutError) as error:
        raise Unavailable(f"Kafka: {error or type(error).__name__}") from error
