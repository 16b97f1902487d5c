"""A trace crosses the log as a link from what happens to where it was said."""

from collections.abc import Iterator

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from recoup_eventstore.ports import OffsetKey
from recoup_messaging import tracing
from recoup_messaging.records import Received
from recoup_testing.hearsay import TRACEPARENT, record, told

PLACE = OffsetKey("recoup.invoice", 2)


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(tracing, "_tracer", provider.get_tracer("test"))
    yield exporter
    provider.shutdown()


def links(span: ReadableSpan) -> list[str]:
    return [
        f"00-{link.context.trace_id:032x}-{link.context.span_id:016x}-01" for link in span.links
    ]


def test_a_batch_is_one_send_linked_once_to_each_origin(spans: InMemorySpanExporter) -> None:
    with tracing.sending([record(1), record(2)]):
        pass
    [span] = spans.get_finished_spans()
    assert (span.name, span.kind) == ("send recoup.invoice", trace.SpanKind.CLIENT)
    assert span.attributes is not None
    assert span.attributes["messaging.batch.message_count"] == 2
    assert links(span) == [TRACEPARENT]


def test_handling_a_fact_is_a_process_linked_to_its_origin(spans: InMemorySpanExporter) -> None:
    sent = record(1)
    with tracing.processing(Received(PLACE, 7, sent.key, sent.value, sent.headers), told(1)):
        pass
    [span] = spans.get_finished_spans()
    assert (span.name, span.kind) == ("process recoup.invoice", trace.SpanKind.CONSUMER)
    assert span.attributes is not None
    assert span.attributes["messaging.kafka.offset"] == 7
    assert span.attributes["messaging.destination.partition.id"] == "2"
    assert links(span) == [TRACEPARENT]
    assert span.parent is None


def test_a_record_leaves_with_the_trace_it_was_said_in() -> None:
    with tracing.sending([record(1)]):
        assert dict(record(1).headers)["traceparent"] == TRACEPARENT.encode()
