"""Spans across the log, named as OpenTelemetry's messaging conventions have it; links, not parents."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

from opentelemetry.trace import SpanKind

from recoup_events.kernel.envelope import Cause
from recoup_eventstore.tracing import following, spanning, traced
from recoup_messaging.outbox_row import OutboxRow
from recoup_messaging.records import ConsumerRecord


def sending(topic: str, events: Sequence[OutboxRow]) -> AbstractContextManager[object]:
    """One ``send`` span for a batch, linked to where its events were said.

    The records keep the traceparent they were stored with: the relay is not their origin.
    """
    if not traced():
        return nullcontext()
    attributes = {**_common("send", topic), "messaging.batch.message_count": len(events)}
    return spanning(
        f"send {topic}", SpanKind.CLIENT, attributes, {event.traceparent for event in events}
    )


def processing(received: ConsumerRecord, group: str, cause: Cause) -> AbstractContextManager[Cause]:
    """A ``process`` span for one received event, linked to where it was said."""
    if not traced():
        return nullcontext(cause)
    topic = received.at.topic
    attributes = {
        **_common("process", topic),
        "messaging.consumer.group.name": group,
        "messaging.destination.partition.id": str(received.at.partition),
        "messaging.kafka.offset": received.offset,
        "messaging.message.id": str(cause.causation_id),
        "messaging.message.conversation_id": str(cause.correlation_id),
    }
    return following(f"process {topic}", SpanKind.CONSUMER, attributes, cause)


def _common(operation: str, topic: str) -> dict[str, str | int]:
    return {
        "messaging.system": "kafka",
        "messaging.operation.name": operation,
        "messaging.operation.type": operation,
        "messaging.destination.name": topic,
    }
