"""Spans around what is done about events: linked to where these were said, perhaps long ago.

Nothing about a person becomes an attribute: no name, no address, no text, not that of an error.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext

from opentelemetry import trace
from opentelemetry.trace import Link, Span, SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from recoup_events.kernel.envelope import Cause

TRACEPARENT = "traceparent"
_WELL_FORMED = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_PROPAGATOR = TraceContextTextMapPropagator()
_tracer = trace.get_tracer("recoup")


def traced() -> bool:
    """Whether anybody collects spans; if not, none is even begun."""
    return not isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider)


@contextmanager
def spanning(
    name: str,
    kind: SpanKind,
    attributes: Mapping[str, str | int],
    origins: Iterable[str | None] = (),
) -> Iterator[Span]:
    """The current span for a block, linked to where it goes back to."""
    with _tracer.start_as_current_span(
        name,
        kind=kind,
        attributes=attributes,
        links=_links(set(origins)) if origins else None,
        record_exception=False,  # it would quote the message, which may quote a person
        set_status_on_exception=False,
    ) as span:
        try:
            yield span
        except Exception as error:
            failed(span, type(error).__name__)
            raise


def following(
    name: str, kind: SpanKind, attributes: Mapping[str, str | int], cause: Cause
) -> AbstractContextManager[Cause]:
    """A span linked to its cause's; gives the cause of what happens in it.

    Where nobody collects spans, what happens still carries the trace it goes back to.
    """
    return _following(name, kind, attributes, cause) if traced() else nullcontext(cause)


@contextmanager
def _following(
    name: str, kind: SpanKind, attributes: Mapping[str, str | int], cause: Cause
) -> Iterator[Cause]:
    with spanning(name, kind, attributes, [cause.traceparent]):
        yield cause._replace(traceparent=traceparent())


def failed(span: Span, error_type: str) -> None:
    """Mark it, in few words that name nobody."""
    span.set_attribute("error.type", error_type)
    span.set_status(Status(StatusCode.ERROR))


def traceparent() -> str | None:
    """The W3C ``traceparent`` of the current span, to be kept with the events it causes."""
    carrier: dict[str, str] = {}
    _PROPAGATOR.inject(carrier)
    return carrier.get(TRACEPARENT)


def well_formed(header: str | None) -> str | None:
    """A caller's ``traceparent``, if it is one."""
    return header if header is not None and _WELL_FORMED.fullmatch(header) else None


def _links(origins: Iterable[str | None]) -> list[Link]:
    contexts = (
        trace.get_current_span(_PROPAGATOR.extract({TRACEPARENT: text})).get_span_context()
        for text in origins
        if text is not None
    )
    return [Link(context) for context in contexts if context.is_valid]
