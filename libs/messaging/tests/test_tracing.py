"""A trace crosses the log as a link from what happens to where it was said."""

from uuid import UUID

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind

from recoup_eventstore.ports import OffsetKey
from recoup_messaging.records import ConsumerRecord
from recoup_messaging.tracing import processing, sending
from recoup_testing.fake_subscriber import TRACEPARENT, leaving, record, told
from recoup_testing.spans import links, traceparent_of

SENT = record(1)
RECEIVED = ConsumerRecord(OffsetKey("recoup.invoice", 2), 7, SENT.key, SENT.value, SENT.headers)
CAUSE = told(1).cause._replace(causation_id=UUID(int=1))


def test_a_batch_is_one_send_linked_once_to_each_origin(spans: InMemorySpanExporter) -> None:
    with sending("recoup.invoice", [leaving(1), leaving(2)]):
        pass
    [span] = spans.get_finished_spans()
    assert (span.name, span.kind) == ("send recoup.invoice", SpanKind.CLIENT)
    assert dict(span.attributes or {}) == {
        "messaging.system": "kafka",
        "messaging.operation.name": "send",
        "messaging.operation.type": "send",
        "messaging.destination.name": "recoup.invoice",
        "messaging.batch.message_count": 2,
    }
    assert links(span) == [TRACEPARENT]


def test_handling_an_event_is_a_process_linked_to_its_origin(spans: InMemorySpanExporter) -> None:
    with processing(RECEIVED, "dispute", CAUSE) as cause:
        pass
    [span] = spans.get_finished_spans()
    assert (span.name, span.kind) == ("process recoup.invoice", SpanKind.CONSUMER)
    assert dict(span.attributes or {}) == {
        "messaging.system": "kafka",
        "messaging.operation.name": "process",
        "messaging.operation.type": "process",
        "messaging.destination.name": "recoup.invoice",
        "messaging.consumer.group.name": "dispute",
        "messaging.destination.partition.id": "2",
        "messaging.kafka.offset": 7,
        "messaging.message.id": str(UUID(int=1)),
        "messaging.message.conversation_id": str(UUID(int=7)),
    }
    assert links(span) == [TRACEPARENT]
    assert span.parent is None
    assert cause == CAUSE._replace(traceparent=traceparent_of(span.context))


def test_what_an_event_said_about_a_person_does_not_leave_with_its_span(
    spans: InMemorySpanExporter,
) -> None:
    with pytest.raises(ValueError, match="jane"), processing(RECEIVED, "dispute", CAUSE):
        raise ValueError("jane@example.com is not a number")
    [span] = spans.get_finished_spans()
    assert span.attributes is not None
    assert span.attributes["error.type"] == "ValueError"
    assert "jane" not in span.to_json()


def test_where_nobody_collects_spans_events_still_carry_the_trace_they_go_back_to() -> None:
    with processing(RECEIVED, "dispute", CAUSE) as cause:
        assert cause == CAUSE


def test_a_record_leaves_with_the_trace_it_was_said_in(spans: InMemorySpanExporter) -> None:
    with sending("recoup.invoice", [leaving(1)]):
        assert dict(record(1).headers)["traceparent"] == TRACEPARENT.encode()
