"""How spans are chosen, cleaned and sent: by OpenTelemetry's own variables, whole stories at a time."""

from collections.abc import Sequence

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import Span, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.sampling import Sampler, SamplingResult
from opentelemetry.trace import (
    Link,
    NonRecordingSpan,
    SpanKind,
    TraceState,
    get_current_span,
    set_span_in_context,
)
from opentelemetry.util.types import Attributes


class _WithoutQuery(SpanProcessor):
    """People are searched for by name: what stands behind a ``?`` is nobody else's business."""

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        if span.attributes and "url.query" in span.attributes:
            span.set_attribute("url.query", "REDACTED")


class WholeStories(Sampler):
    """Asks another sampler as if a span continued the trace it is linked to.

    A story crosses from trace to trace by links; so all of its traces are kept, or none.
    """

    def __init__(self, sampler: Sampler) -> None:
        self._sampler = sampler

    def should_sample(
        self,
        parent_context: Context | None,
        trace_id: int,
        name: str,
        kind: SpanKind | None = None,
        attributes: Attributes = None,
        links: Sequence[Link] | None = None,
        trace_state: TraceState | None = None,
    ) -> SamplingResult:
        if links and not get_current_span(parent_context).get_span_context().is_valid:
            origin = next((k.context for k in links if k.context.trace_flags.sampled), None)
            origin = origin or links[0].context
            parent_context = set_span_in_context(NonRecordingSpan(origin), parent_context)
            trace_id = origin.trace_id
        return self._sampler.should_sample(
            parent_context, trace_id, name, kind, attributes, links, trace_state
        )

    def get_description(self) -> str:
        return f"WholeStories{{{self._sampler.get_description()}}}"


def tracer_provider(service: str, exporter: SpanExporter | None = None) -> TracerProvider:
    """Makes spans, and sends them where the environment says; ``shutdown()`` sends the last."""
    provider = TracerProvider(resource=Resource.create({SERVICE_NAME: service}))
    provider.sampler = WholeStories(provider.sampler)
    provider.add_span_processor(_WithoutQuery())
    provider.add_span_processor(BatchSpanProcessor(exporter or OTLPSpanExporter()))
    return provider
