"""Between what arrives, what is set aside, and the notes on what was done about it."""

from datetime import datetime

from recoup_eventstore.parked import Content, Parked, Reason
from recoup_eventstore.ports import OffsetKey
from recoup_messaging.cloudevents import context_of, type_of
from recoup_messaging.decoded_record import DecodedRecord
from recoup_messaging.errors import Unreadable
from recoup_messaging.keys import NUL, lock_of
from recoup_messaging.records import ConsumerRecord, FoundHeaders, Headers


def parked(decoded: DecodedRecord, reason: Reason, detail: str, now: datetime) -> Parked:
    received = decoded.received
    return Parked(
        topic=received.at.topic,
        partition=received.at.partition,
        offset=received.offset,
        key=received.key,
        content=Content(_storable(received.headers), received.value),
        reason=reason,
        detail=_without_nul(detail),
        parked_at=now,
        type=_type(received),
        tenant=lock_of(received.key).tenant or None,
    )


def received(message: Parked) -> ConsumerRecord:
    """The record a parked message stands for, in its newest version."""
    content = message.corrected or message.content
    return ConsumerRecord(
        at=OffsetKey(message.topic, message.partition),
        offset=message.offset,
        key=message.key,
        value=content.value,
        headers=content.headers,
    )


def _storable(headers: FoundHeaders) -> Headers:
    return [(_without_nul(name), value) for name, value in headers if value is not None]


def _without_nul(text: str) -> str:
    """The one character no text in PostgreSQL may have, made visible."""
    return text.replace(NUL, "\N{SYMBOL FOR NULL}")


def _type(received: ConsumerRecord) -> str | None:
    try:
        return _without_nul(type_of(context_of(received.headers)))
    except Unreadable:
        return None
