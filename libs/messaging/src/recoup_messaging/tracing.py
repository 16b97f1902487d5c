"""Traces across the log, as OpenTelemetry's messaging conventions name things; links, not parents."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.trace import Link, SpanKind
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from recoup_events.base import Fact
from recoup_events.envelope import Envelope
from recoup_messaging.cloudevents import TRACEPARENT
from recoup_messaging.records import Received, Record

_PROPAGATOR = TraceContextTextMapPropagator()
_tracer = trace.get_tracer("recoup_messaging")


@contextmanager
def sending(records: Sequence[Record]) -> Iterator[None]:
    """One ``send`` span for a batch, linked to where its facts were said.

    The records keep the traceparent they were stored with: the relay is not their origin.
    """
    topic = records[0].topic
    origins = {value for r in records for name, value in r.headers if name == TRACEPARENT}
    with _tracer.start_as_current_span(
        f"send {topic}",
        kind=SpanKind.CLIENT,
        links=_links(origin.decode() for origin in origins),
        attributes={
            **_common("send", topic),
            "messaging.batch.message_count": len(records),
        },
    ):
        yield


@contextmanager
def processing(received: Received, heard: Envelope[Fact]) -> Iterator[str | None]:
    """A ``process`` span for one heard fact, linked to where it was said; gives its traceparent."""
    origin = heard.cause.traceparent
    with _tracer.start_as_current_span(
        f"process {received.at.topic}",
        kind=SpanKind.CONSUMER,
        links=_links([] if origin is None else [origin]),
        attributes={
            **_common("process", received.at.topic),
            "messaging.destination.partition.id": str(received.at.partition),
            "messaging.kafka.offset": received.offset,
            "messaging.message.id": str(heard.id),
            "messaging.message.conversation_id": str(heard.cause.correlation_id),
        },
    ):
        yield traceparent()


def traceparent() -> str | None:
    """The W3C ``traceparent`` of the current span, to be kept with the facts it causes."""
    carrier: dict[str, str] = {}
    _PROPAGATOR.inject(carrier)
    return carrier.get(TRACEPARENT)


def _common(operation: str, topic: str) -> dict[str, str | int]:
    return {
        "messaging.system": "kafka",
        "messaging.operation.name": operation,
        "messaging.operation.type": operation,
        "messaging.destination.name": topic,
    }


def _links(traceparents: Iterable[str]) -> list[Link]:
    contexts = (
        trace.get_current_span(_PROPAGATOR.extract({TRACEPARENT: text})).get_span_context()
        for text in traceparents
    )
    return [Link(context) for context in contexts if context.is_valid]
