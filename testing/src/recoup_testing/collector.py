"""A collector of traces as a service meets it: OTLP over HTTP, in protobuf."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from gzip import decompress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.common.v1.common_pb2 import KeyValue
from opentelemetry.proto.trace.v1 import trace_pb2

PATH = "/v1/traces"


@dataclass(frozen=True, slots=True)
class CollectedSpan:
    """One span as it arrived."""

    service: str
    name: str
    kind: str
    """As OTLP calls it: ``SERVER``, ``CLIENT``, ``CONSUMER``, ``INTERNAL``."""
    id: bytes
    trace_id: bytes
    came_from: frozenset[bytes]
    """The span ids of its parent and of everything it links to."""
    attributes: Mapping[str, str | int]
    recorded: str
    """Everything in it, to look for what must not be there."""


@dataclass
class Collector:
    """Where the spans of other processes end up."""

    endpoint: str
    spans: list[CollectedSpan] = field(default_factory=list)

    def named(self, service: str, name: str) -> Sequence[CollectedSpan]:
        return [span for span in self.spans if (span.service, span.name) == (service, name)]

    def reached_from(self, span: CollectedSpan) -> Sequence[CollectedSpan]:
        """The span and all one gets to by following parents and links, nearest first."""
        by_id = {span.id: span for span in self.spans}
        found = {span.id: span}
        waiting = [span]
        while waiting:
            known = (by_id[id] for id in waiting.pop(0).came_from if id in by_id)
            new = {span.id: span for span in known if span.id not in found}
            found |= new
            waiting += new.values()
        return list(found.values())


@contextmanager
def collector() -> Iterator[Collector]:
    """Listens as long as the block lasts."""

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = decompress(body)
            if self.path == PATH:
                taken.spans.extend(_spans(ExportTraceServiceRequest.FromString(body)))
            self.send_response(200 if self.path == PATH else 404)
            self.send_header("Content-Type", "application/x-protobuf")
            self.end_headers()
            self.wfile.write(ExportTraceServiceResponse().SerializeToString())

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Taking) as server:
        taken = Collector(f"http://127.0.0.1:{server.server_port}")
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield taken
        finally:
            server.shutdown()
            thread.join()


def _spans(request: ExportTraceServiceRequest) -> Iterator[CollectedSpan]:
    for of_resource in request.resource_spans:
        service = str(_values(of_resource.resource.attributes)["service.name"])
        for of_scope in of_resource.scope_spans:
            for span in of_scope.spans:
                yield _span(service, span)


def _span(service: str, span: trace_pb2.Span) -> CollectedSpan:
    return CollectedSpan(
        service=service,
        name=span.name,
        kind=trace_pb2.Span.SpanKind.Name(span.kind).removeprefix("SPAN_KIND_"),
        id=span.span_id,
        trace_id=span.trace_id,
        came_from=frozenset({span.parent_span_id, *(link.span_id for link in span.links)} - {b""}),
        attributes=_values(span.attributes),
        recorded=str(span),
    )


def _values(pairs: Sequence[KeyValue]) -> Mapping[str, str | int]:
    return {
        pair.key: pair.value.string_value
        if pair.value.HasField("string_value")
        else pair.value.int_value
        for pair in pairs
    }
