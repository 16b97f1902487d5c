"""The spans a test causes; every other test runs as a process does that names no collector."""

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanContext

_exporter = InMemorySpanExporter()
# One for all tests: tracers keep the first provider they meet.
_provider = TracerProvider()
_provider.add_span_processor(SimpleSpanProcessor(_exporter))


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    """Collects the spans of one test."""
    # There is no public way back: a process chooses its provider once.
    monkeypatch.setattr(trace, "_TRACER_PROVIDER", _provider)
    _exporter.clear()
    return _exporter


def traceparent_of(context: SpanContext | None) -> str:
    """As it is kept with the events a span causes."""
    assert context is not None
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"


def links(span: ReadableSpan) -> list[str]:
    return [traceparent_of(link.context) for link in span.links]
