from httpx import AsyncClient
from opentelemetry import trace
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client.parser import text_string_to_metric_families
from structlog.testing import capture_logs

from recoup_eventstore.memory.store import MemoryStore
from recoup_service.observability.exposition import exposition
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_service.observability.metrics import REQUEST_DURATION

TRACE = "0af7651916cd43dd8448eb211c80319c"
CALLER = {"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}


async def test_every_answer_carries_its_request_id_and_safe_headers(client: AsyncClient) -> None:
    first, second = await client.get("/v1/none"), await client.get("/v1/none")
    assert first.headers["Request-Id"] != second.headers["Request-Id"]
    assert first.headers["Cache-Control"] == "no-store"
    assert first.headers["X-Content-Type-Options"] == "nosniff"


async def test_the_request_id_is_the_correlation_of_what_it_caused(
    client: AsyncClient, memory_store: MemoryStore
) -> None:
    answer = await client.post("/v1/counters", json={"id": "c"})
    [event] = memory_store.tables.events
    assert answer.headers["Request-Id"] == f"req_{event.cause.correlation_id.hex}"
    assert event.cause.actor.startswith("key:")


async def test_a_callers_trace_goes_on_into_the_events(
    client: AsyncClient, memory_store: MemoryStore, spans: InMemorySpanExporter
) -> None:
    await client.post("/v1/counters", json={"id": "c"}, headers=CALLER)
    [span] = [s for s in spans.get_finished_spans() if s.name == "POST /v1/counters"]
    assert span.context is not None
    assert trace.format_trace_id(span.context.trace_id) == TRACE
    [event] = memory_store.tables.events
    span_id = trace.format_span_id(span.context.span_id)
    assert event.cause.traceparent == f"00-{TRACE}-{span_id}-01"


async def test_a_callers_trace_is_kept_where_nobody_collects_spans(
    client: AsyncClient, memory_store: MemoryStore
) -> None:
    await client.post("/v1/counters", json={"id": "c"}, headers=CALLER)
    await client.post("/v1/counters", json={"id": "d"}, headers={"traceparent": "jane"})
    kept, nonsense = memory_store.tables.events
    assert kept.cause.traceparent == CALLER["traceparent"]
    assert nonsense.cause.traceparent is None


async def test_a_log_line_has_the_route_and_no_id_from_the_path(client: AsyncClient) -> None:
    with capture_logs() as lines:
        await client.get("/v1/counters/jane-doe", params={"name": "jane"})
    [line] = lines
    assert line["route"] == "/v1/counters/{id}"
    assert line["status"] == 422
    assert "jane" not in str(line)


async def test_durations_are_measured_by_route(client: AsyncClient, http: HttpMetrics) -> None:
    await client.get("/v1/counters/one")
    await client.get("/v1/counters/two")
    text = exposition(http.samples()).decode()
    [family] = [f for f in text_string_to_metric_families(text) if f.name == REQUEST_DURATION.name]
    counts = {
        tuple(s.labels[label] for label in REQUEST_DURATION.labels): s.value
        for s in family.samples
        if s.name.endswith("_count")
    }
    assert counts == {("GET", "/v1/counters/{id}", "404"): 2.0}
    assert http.in_flight == 0
