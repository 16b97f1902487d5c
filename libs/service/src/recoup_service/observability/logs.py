"""Logs as JSON lines on stdout that say what happened and where, and nothing about any person."""

import json
import logging
import sys
from collections.abc import Iterator
from traceback import TracebackException

import structlog
from opentelemetry import trace
from pydantic_core import PydanticSerializationError, to_json
from structlog.typing import EventDict, Processor, WrappedLogger

from recoup_events.kernel.masking import masked

_FRAMES = 12


def _with_trace(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        event["trace_id"] = trace.format_trace_id(context.trace_id)
        event["span_id"] = trace.format_span_id(context.span_id)
    return event


def _lines(error: TracebackException | None) -> Iterator[str]:
    while error is not None:
        # Only the first line of a message: what pydantic and PostgreSQL add below it quotes data.
        yield masked(next(error.format_exception_only()).splitlines()[0])
        for frame in error.stack[-_FRAMES:]:
            yield f"  at {frame.name} ({frame.filename}:{frame.lineno})"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _with_exception(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    match event.pop("exc_info", None):
        case BaseException() as error:
            pass
        case (_, error, _):
            pass
        case True:
            error = sys.exc_info()[1]
        case _:
            error = None
    if error is not None:
        event["exception"] = list(_lines(TracebackException.from_exception(error, compact=True)))
    return event


def _json(event: EventDict, **_options: object) -> str:
    try:
        return to_json(event, fallback=repr).decode()
    except PydanticSerializationError:  # half a surrogate pair, or bytes that are no text
        return json.dumps(event, default=repr)


class _Stdout:
    """Where a finished line of ours goes, whatever its level."""

    def __init__(self, name: str) -> None:
        self.name = name

    def msg(self, line: str) -> None:
        sys.stdout.write(line + "\n")

    debug = info = warning = error = critical = msg


def configure(service: str) -> None:
    """Send everything, our own lines and those of libraries, through one JSON renderer."""
    render = structlog.processors.JSONRenderer(serializer=_json)

    def with_service(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        event["service"] = service
        return event

    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        with_service,
        _with_trace,
        _with_exception,
    ]
    structlog.configure(
        processors=[*shared, render],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        # Past the logging module, which costs as much as the rest of a request's line.
        logger_factory=_Stdout,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                render,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for chatty in ("httpx", "uvicorn"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    logging.getLogger("aiokafka").setLevel(logging.ERROR)
