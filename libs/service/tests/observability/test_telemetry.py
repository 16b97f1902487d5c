from collections.abc import Sequence

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import (
    ALWAYS_OFF,
    ALWAYS_ON,
    DEFAULT_ON,
    Decision,
    ParentBased,
    Sampler,
    TraceIdRatioBased,
)
from opentelemetry.trace import Link, SpanContext, TraceFlags

from recoup_eventstore.tracing import traceparent
from recoup_service.observability.collecting import WholeStories, tracer_provider
from recoup_service.observability.telemetry import ENDPOINTS, collected
from recoup_testing.collector import Collector, collector

KEPT, DROPPED = TraceFlags(TraceFlags.SAMPLED), TraceFlags(TraceFlags.DEFAULT)
LOW, HIGH = 1, 2**64 - 1
"""Trace ids that a ratio of one half keeps, and drops."""


def test_spans_go_to_the_collector_the_environment_names(monkeypatch: pytest.MonkeyPatch) -> None:
    with collector() as there:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", there.endpoint)
        provider = tracer_provider("payment-plan")
        provider.get_tracer("test").start_span("POST /v1/plans").end()
        provider.shutdown()
    assert_one(there, "payment-plan", "POST /v1/plans")


def assert_one(there: Collector, service: str, name: str) -> None:
    [span] = there.spans
    assert (span.service, span.name) == (service, name)


def test_without_a_collector_no_span_is_even_begun() -> None:
    with collected("payment-plan", dict.fromkeys(ENDPOINTS, "")):
        assert isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider)


def test_what_people_search_for_is_not_in_a_trace() -> None:
    exporter = InMemorySpanExporter()
    provider = tracer_provider("invoice", exporter)
    attributes = {"url.query": "email=jane@example.com", "url.path": "/v1/customers"}
    provider.get_tracer("test").start_span("GET", attributes=attributes).end()
    provider.shutdown()
    [span] = exporter.get_finished_spans()
    assert dict(span.attributes or {}) == {"url.query": "REDACTED", "url.path": "/v1/customers"}


def test_the_current_span_is_told_in_w3c_form() -> None:
    provider = tracer_provider("invoice", InMemorySpanExporter())
    assert traceparent() is None
    with provider.get_tracer("test").start_as_current_span("work") as span:
        told = traceparent()
        assert told is not None
        assert f"{span.get_span_context().trace_id:032x}" in told
    provider.shutdown()


def link(trace_id: int, flags: TraceFlags) -> Link:
    return Link(SpanContext(trace_id, 1, is_remote=True, trace_flags=flags))


@pytest.mark.parametrize(
    ("sampler", "links", "kept"),
    [
        (DEFAULT_ON, [link(LOW, KEPT)], True),
        (DEFAULT_ON, [link(LOW, DROPPED)], False),
        (DEFAULT_ON, [link(LOW, DROPPED), link(LOW, KEPT)], True),
        (DEFAULT_ON, [], True),
        (ParentBased(ALWAYS_OFF), [link(LOW, KEPT)], True),
        (ParentBased(ALWAYS_OFF), [], False),
        (ALWAYS_OFF, [link(LOW, KEPT)], False),
        (ALWAYS_ON, [link(LOW, DROPPED)], True),
        (TraceIdRatioBased(0.5), [link(LOW, DROPPED)], True),
        (TraceIdRatioBased(0.5), [link(HIGH, DROPPED)], False),
    ],
)
def test_a_span_is_kept_when_the_story_it_goes_on_with_is(
    sampler: Sampler, links: Sequence[Link], kept: bool
) -> None:
    decision = WholeStories(sampler).should_sample(None, HIGH, "process", links=links).decision
    assert (decision is Decision.RECORD_AND_SAMPLE) == kept


def test_the_environment_chooses_the_sampler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "always_off")
    exporter = InMemorySpanExporter()
    provider = tracer_provider("invoice", exporter)
    provider.get_tracer("test").start_span("GET").end()
    provider.shutdown()
    assert exporter.get_finished_spans() == ()
