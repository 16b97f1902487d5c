"""Which headers go on, and which belong to one connection only (RFC 9110, section 7.6)."""

from collections.abc import Iterable, Iterator

Headers = Iterable[tuple[bytes, bytes]]
_OF_ONE_CONNECTION = frozenset(
    {
        b"connection",
        b"keep-alive",
        b"proxy-authenticate",
        b"proxy-authorization",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
    }
)
_SAID_ANEW = frozenset(
    {
        b"expect",
        b"forwarded",
        b"x-forwarded-for",
        b"x-forwarded-host",
        b"x-forwarded-proto",
    }
)
"""Of a request: who asks, and for which host, only the gateway itself can know."""


def going_on(headers: Headers) -> Iterator[tuple[bytes, bytes]]:
    """Without those of the connection they came by, and those it names."""
    kept = [(name.lower(), value) for name, value in headers]
    named = {
        token.strip().lower()
        for name, value in kept
        if name == b"connection"
        for token in value.split(b",")
    }
    return ((name, value) for name, value in kept if name not in _OF_ONE_CONNECTION | named)


def of_answer(headers: Headers) -> Iterator[tuple[bytes, bytes]]:
    """What a client is told; the day is put on by whoever speaks to it."""
    return ((name, value) for name, value in going_on(headers) if name != b"date")


def of_request(headers: Headers, peer: str, scheme: str) -> Iterator[tuple[bytes, bytes]]:
    """What a service is told, and by whom it was asked."""
    host = b""
    for name, value in going_on(headers):
        if name == b"host":
            host = value
        elif name not in _SAID_ANEW:
            yield name, value
    if host:
        yield b"host", host
        yield b"x-forwarded-host", host
    if peer:
        yield b"x-forwarded-for", peer.encode("latin-1")
    yield b"x-forwarded-proto", scheme.encode()
