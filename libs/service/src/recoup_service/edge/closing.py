"""How a connection ends: told why, as far as it listens, and within a time whatever it does."""

import asyncio
from asyncio import TimerHandle
from collections.abc import Callable
from typing import ClassVar

import structlog
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from recoup_service.edge import refusals
from recoup_service.edge.connections import Connections
from recoup_service.edge.refusals import Refusal, new_request_id

LINGER_SECONDS = 1.0
"""How long a refused peer may take to read why; closing at once would take the answer from it."""
LINGER_BYTES = 1024 * 1024
log = structlog.stdlib.get_logger(__name__)


class Flow(FlowControl):
    """Knows since when the peer could send."""

    def __init__(self, transport: asyncio.Transport, time: Callable[[], float]) -> None:
        super().__init__(transport)
        self._time = time
        self.reading_since = time()

    def resume_reading(self) -> None:
        if self.read_paused:
            self.reading_since = self._time()
        super().resume_reading()


class ClosingProtocol(HttpToolsProtocol):
    """uvicorn's protocol, which waits for ever until its peer has taken what it was sent."""

    port: ClassVar[Connections]

    flow: Flow
    _refused = False
    """Nothing more is read."""
    _discarded = 0
    _cutting: TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.flow = Flow(transport, self.loop.time)

    def connection_lost(self, exc: Exception | None) -> None:
        self._unset_keepalive_if_required()
        if self._cutting is not None:
            self._cutting.cancel()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._cut_later(self.port.limits.write_seconds)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._cutting is not None and not (self._refused or self.transport.is_closing()):
            self._cutting.cancel()
            self._cutting = None

    def timeout_keep_alive_handler(self) -> None:
        self._close()

    def _is_answering(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete

    def _keep_alive(self) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(
            self.timeout_keep_alive, self.timeout_keep_alive_handler
        )

    def _discard(self, size: int, most: int) -> None:
        self._discarded += size
        if self._discarded > most:
            self.transport.abort()

    def _say(self, refusal: Refusal) -> None:
        self._unset_keepalive_if_required()
        self.flow.resume_reading()
        self.transport.write(refusal.written(self._logged(refusal)))
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._cut_later(LINGER_SECONDS)

    def _logged(self, refusal: Refusal) -> str:
        request_id = new_request_id()
        log.info("connection refused", reason=refusal.code, request_id=request_id)
        return request_id

    def _count(self, refusal: Refusal) -> None:
        self.port.refused[refusal.code] += 1

    def _close(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()
        self._cut_later(self.port.limits.write_seconds)

    def _cut_later(self, seconds: float) -> None:
        if self._cutting is None:
            self._cutting = self.loop.call_later(seconds, self._cut)

    def _cut(self) -> None:
        if self.transport.get_write_buffer_size():
            self._count(refusals.ANSWER_NOT_TAKEN)
        self.transport.abort()
