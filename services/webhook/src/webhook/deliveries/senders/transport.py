"""One attempt over HTTP/1.1: no redirects, no cookies, no proxies, no decoding, and no more than so much."""

import asyncio
import ssl
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import httpcore

from webhook.deliveries.domain.retrying import Answer, Outcome
from webhook.deliveries.senders.guard import Forbidden, GuardedBackend

MOST_ANSWERED = 16 * 1024
"""Bytes of an answer that are read; the connection is closed on the rest."""
MOST_HEADERS = 50
LONGEST_HEADER = 500
ENDPOINTS_CONNECTED = 2_000
KEPT_SECONDS = 30.0


@dataclass(slots=True)
class Transport:
    """Connections of each endpoint apart, so that none can take another's."""

    backend: GuardedBackend
    seconds: float
    """For a whole attempt, from resolving the name to the last byte that is read."""
    at_once: int
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    _pools: OrderedDict[str, httpcore.AsyncConnectionPool] = field(default_factory=OrderedDict)

    async def post(
        self, endpoint_id: str, url: str, headers: Mapping[str, str], body: bytes
    ) -> Answer:
        """Never raises for what the other side does."""
        begun = _Begun()
        try:
            async with asyncio.timeout(self.seconds):
                await self._post(begun, endpoint_id, url, headers, body)
        except TimeoutError:
            if begun.status is None:
                return Answer(Outcome.TIMED_OUT, f"no answer within {self.seconds:g} s")
        except Forbidden as forbidden:
            return Answer(Outcome.FORBIDDEN, str(forbidden))
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException) as error:
            if begun.status is None:
                return Answer(Outcome.UNREACHABLE, _why(error))
        except (OSError, ValueError) as error:
            if begun.status is None:
                return Answer(Outcome.UNREACHABLE, _why(error))
        return begun.answer()

    async def _post(
        self, begun: "_Begun", endpoint_id: str, url: str, headers: Mapping[str, str], body: bytes
    ) -> None:
        sent = [
            *headers.items(),
            ("Content-Length", str(len(body))),
            ("Accept-Encoding", "identity"),
        ]
        pool = self._pool_of(endpoint_id)
        host = httpcore.URL(url)
        async with pool.stream(
            "POST", host, headers=[("Host", _host(host)), *sent], content=body
        ) as got:
            begun.status, begun.headers = got.status, got.headers
            async for piece in got.aiter_stream():
                begun.body += piece[: MOST_ANSWERED - len(begun.body)]
                if len(begun.body) >= MOST_ANSWERED:
                    break

    def _pool_of(self, endpoint_id: str) -> httpcore.AsyncConnectionPool:
        pool = self._pools.pop(endpoint_id, None)
        if pool is None:
            pool = httpcore.AsyncConnectionPool(
                ssl_context=self.tls,
                max_connections=self.at_once,
                keepalive_expiry=KEPT_SECONDS,
                network_backend=self.backend,
            )
        self._pools[endpoint_id] = pool
        return pool

    async def tidy(self) -> None:
        """Close the connections of those that were sent to longest ago."""
        while len(self._pools) > ENDPOINTS_CONNECTED:
            _, pool = self._pools.popitem(last=False)
            with suppress(RuntimeError):  # in use after all: it is closed when it is let go
                await pool.aclose()

    async def close(self) -> None:
        for pool in self._pools.values():
            with suppress(RuntimeError):
                await pool.aclose()
        self._pools.clear()


@dataclass(slots=True)
class _Begun:
    """An answer as far as it has come."""

    status: int | None = None
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""

    def answer(self) -> Answer:
        assert self.status is not None, "an answer has begun, or the attempt has failed"
        received = 200 <= self.status < 300
        detail = f"HTTP {self.status}"
        if 300 <= self.status < 400:
            detail += ": redirects are not followed"
        return Answer(
            Outcome.RECEIVED if received else Outcome.REFUSED,
            detail,
            self.status,
            {
                _text(name).lower(): _text(value)[:LONGEST_HEADER]
                for name, value in self.headers[:MOST_HEADERS]
            },
            _text(self.body),
        )


def _text(raw: bytes) -> str:
    """Whatever it is, it can be stored and shown."""
    return raw.decode("utf-8", errors="replace").replace("\0", "\N{SYMBOL FOR NULL}")


def _host(url: httpcore.URL) -> str:
    usual = {b"http": 80, b"https": 443}[url.scheme]
    host = url.host.decode()
    shown = f"[{host}]" if ":" in host else host
    return shown if url.port in (None, usual) else f"{shown}:{url.port}"


def _why(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:LONGEST_HEADER].replace("\0", "")
