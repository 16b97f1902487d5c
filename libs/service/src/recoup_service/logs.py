"""Logs as JSON lines on stdout that say what happened and where, and nothing about any person."""

import logging
import sys
from collections.abc import Iterator
from traceback import TracebackException

import structlog
from opentelemetry import trace
from structlog.typing import EventDict, Processor, WrappedLogger

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
        yield next(error.format_exception_only()).splitlines()[0]
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


def configure(service: str) -> None:
    """Send everything, our own lines and those of libraries, through one JSON renderer."""

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
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for chatty, level in (("aiokafka", logging.ERROR), ("uvicorn", logging.WARNING)):
        logging.getLogger(chatty).setLevel(level)
