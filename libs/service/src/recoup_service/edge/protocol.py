"""uvicorn's HTTP/1.1 protocol, which takes any amount of anything for any time, with limits.

What is counted are the bytes of a head, or between two pieces of a body, that are not yet at their end: the parser
keeps them and copies them whenever more come, so they are counted before it sees them.
"""

import asyncio
from asyncio import TimerHandle
from collections.abc import Callable
from enum import Enum, auto

import httptools

from recoup_service.edge import refusals
from recoup_service.edge.closing import LINGER_BYTES, ClosingProtocol
from recoup_service.edge.connections import Connections
from recoup_service.edge.refusals import Refusal, new_request_id

BODY_WINDOW_SECONDS = 5.0
MOST_PIPELINED = 32
BODY_SLICE = 64 * 1024


class Phase(Enum):
    """Where in a request a connection is."""

    BETWEEN = auto()
    HEAD = auto()
    BODY = auto()


class Violation(Exception):
    """Stops the parser; the refusal stands in the protocol."""


class LimitedProtocol(ClosingProtocol):
    """One connection; a subclass made by ``limited`` knows the port it belongs to."""

    waiting_since: float | None = None
    _host: str
    _phase = Phase.BETWEEN
    _unfinished = 0
    """Bytes since the last whole head or piece of a body."""
    _violation: Refusal | None = None
    _last_word: Refusal | None = None
    """Why nothing is read any more, to be said after the answers that are under way."""
    _trailers = 0
    _timer: TimerHandle | None = None
    """Of a head or a body that is not complete."""
    _body_began = 0.0
    _body_came = 0

    # A connection comes and goes

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.waiting_since = self.loop.time()
        self._host = self.client[0] if self.client else ""
        refusal = self.port.admit(self, self._host)
        if refusal is None:
            self._start(self.port.limits.header_seconds, self._head_is_late)
        else:
            self._count(refusal)
            self._refused = True
            transport.write(refusal.written(new_request_id()))
            self._close()

    def connection_lost(self, exc: Exception | None) -> None:
        self.port.remove(self, self._host)
        self._stop()
        super().connection_lost(exc)

    def evict(self) -> None:
        """Make room, at once: it only waits, and another has something to say."""
        self.port.remove(self, self._host)
        self._refused = True
        self._count(refusals.EVICTED)
        self._stop()
        self._unset_keepalive_if_required()
        if self._phase is Phase.HEAD:
            self.transport.write(refusals.EVICTED.written(new_request_id()))
        self._close()

    # What comes in

    def data_received(self, data: bytes) -> None:
        if self._refused:
            self._discard(len(data), LINGER_BYTES)
            return
        self._unset_keepalive_if_required()
        try:
            self._feed(memoryview(data))
        except httptools.HttpParserError:
            self._refuse(self._violation or refusals.MALFORMED)
        else:
            self._watch()

    def _feed(self, data: memoryview) -> None:
        while data and not self._refused:
            piece = data[: self._room()]
            self._unfinished += len(piece)
            try:
                self.parser.feed_data(piece)
            except httptools.HttpParserUpgrade as upgrade:
                # Declined by going on: the request is answered like any other.
                piece = data[: upgrade.args[0]]
            data = data[len(piece) :]
            if self._unfinished >= self.port.limits.max_header_bytes:
                self._refuse(refusals.HEADERS_TOO_LARGE)

    def _room(self) -> int:
        if self._phase is Phase.BODY:
            return BODY_SLICE
        return self.port.limits.max_header_bytes - self._unfinished

    def _watch(self) -> None:
        """A timer for what is not complete. What comes whole in one piece needs none."""
        if self._refused or self._timer is not None:
            return
        if self._phase is Phase.BODY:
            self._body_began = self.loop.time()
            self._look_at_body_later()
        elif self._phase is Phase.HEAD or self._unfinished:
            self._start(self.port.limits.header_seconds, self._head_is_late)
        elif not self._is_answering():  # it was answered before its body had come
            self._keep_alive()

    # What the parser finds in it

    def on_message_begin(self) -> None:
        self._phase = Phase.HEAD
        if len(self.pipeline) >= MOST_PIPELINED:
            self._violate(refusals.TOO_MANY_PIPELINED)
        self._trailers = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        if len(self.url) > self.port.limits.max_request_target_bytes:
            self._violate(refusals.TARGET_TOO_LONG)

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._phase is Phase.BODY:  # a trailer: counted, and no part of what has been answered
            self._trailers += 1
        else:
            super().on_header(name, value)
        if len(self.headers) + self._trailers > self.port.limits.max_headers:
            self._violate(refusals.HEADERS_TOO_LARGE)

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self._stop()
        self._phase = Phase.BODY
        self._unfinished = 0
        self._discarded = 0
        self.waiting_since = None

    def on_body(self, body: bytes) -> None:
        self._unfinished = 0
        self._body_came += len(body)
        if self.cycle.response_complete:  # nobody reads it any more
            self._discard(len(body), self.port.limits.max_body_bytes)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._stop()
        self._phase = Phase.BETWEEN
        self._unfinished = 0
        super().on_message_complete()

    def _violate(self, refusal: Refusal) -> None:
        self._violation = refusal
        raise Violation(refusal.code)

    # What goes out

    def on_response_complete(self) -> None:
        if not self.pipeline:
            self.waiting_since = self.loop.time()
        super().on_response_complete()
        if self._last_word is not None and not self._is_answering():
            self._say(self._last_word)
        if self.transport.is_closing():
            self._cut_later(self.port.limits.write_seconds)

    # What takes too long

    def _start(self, seconds: float, late: Callable[[], None]) -> None:
        self._timer = self.loop.call_later(seconds, late)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _head_is_late(self) -> None:
        self._refuse(refusals.HEADERS_TOO_SLOW)

    def _look_at_body_later(self) -> None:
        left = self._body_began + self.port.limits.body_seconds - self.loop.time()
        self._body_came = 0
        self._start(min(BODY_WINDOW_SECONDS, max(left, 0.0)), self._body_is_looked_at)

    def _body_is_looked_at(self) -> None:
        """Whether it comes as it should; a window in which the peer could not send is not held against it."""
        limits, now = self.port.limits, self.loop.time()
        lasts, window = now - self._body_began, now - self.flow.reading_since
        too_long = lasts >= limits.body_seconds
        too_slow = self._body_came < limits.min_body_bytes_per_second * BODY_WINDOW_SECONDS
        if self.flow.read_paused or window < min(BODY_WINDOW_SECONDS, limits.body_seconds):
            self._start(BODY_WINDOW_SECONDS, self._body_is_looked_at)
        elif too_long or too_slow:
            self._refuse(refusals.BODY_TOO_SLOW)
        else:
            self._look_at_body_later()

    # Saying no

    def _refuse(self, refusal: Refusal) -> None:
        """Says why, after what is being answered, and closes once the peer can have read it."""
        if self._refused:
            return
        self._refused = True
        self._count(refusal)
        self._stop()
        self._unset_keepalive_if_required()
        if self._phase is Phase.BODY:
            self._end_body(refusal)
        elif self._is_answering():
            self._last_word = refusal
            self.flow.pause_reading()
        elif self._phase is Phase.HEAD or self._unfinished:
            self._say(refusal)
        else:
            self._close()

    def _end_body(self, refusal: Refusal) -> None:
        cycle = self.cycle
        unheard = not (cycle.response_started or self.pipeline)
        cycle.disconnected = True
        cycle.message_event.set()
        if unheard:
            self._say(refusal)
        else:
            self._close()


def limited(port: Connections) -> type[LimitedProtocol]:
    """The protocol of the connections of one port."""
    return type("LimitedProtocol", (LimitedProtocol,), {"port": port})
