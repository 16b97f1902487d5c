from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from recoup_messaging.tracing import traceparent
from recoup_service.telemetry import ENDPOINT, tracer_provider


class Collector(HTTPServer):
    """Takes traces and remembers where they were posted, and what."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taking)
        self.taken: list[tuple[str, bytes]] = []


class _Taking(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((self.path, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as collector:
        thread = Thread(target=collector.serve_forever)
        thread.start()
        yield collector
        collector.shutdown()
        thread.join()


def test_spans_go_to_the_collector_the_environment_names(
    collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENDPOINT, f"http://127.0.0.1:{collector.server_port}")
    provider = tracer_provider("payment-plan")
    provider.get_tracer("test").start_span("POST /v1/plans").end()
    provider.shutdown()
    [(path, body)] = collector.taken
    assert path == "/v1/traces"
    assert b"payment-plan" in body
    assert b"POST /v1/plans" in body


def test_without_a_collector_nothing_is_sent(
    collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(ENDPOINT, raising=False)
    provider = tracer_provider("payment-plan")
    provider.get_tracer("test").start_span("POST /v1/plans").end()
    provider.shutdown()
    assert collector.taken == []


def test_what_people_search_for_is_not_in_a_trace() -> None:
    provider, exporter = tracer_provider("invoice"), InMemorySpanExporter()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    attributes = {"url.query": "email=jane@example.com", "url.path": "/v1/customers"}
    provider.get_tracer("test").start_span("GET", attributes=attributes).end()
    [span] = exporter.get_finished_spans()
    assert dict(span.attributes or {}) == {"url.query": "REDACTED", "url.path": "/v1/customers"}


def test_the_current_span_is_told_in_w3c_form() -> None:
    provider = tracer_provider("invoice")
    assert traceparent() is None
    with provider.get_tracer("test").start_as_current_span("work") as span:
        told = traceparent()
        assert told is not None
        assert f"{span.get_span_context().trace_id:032x}" in told
    provider.shutdown()
