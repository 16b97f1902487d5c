"""What code may raise that has a bug: a family for tests of who is hurt by it."""

from recoup_eventstore.errors import StreamConflict, Unstorable


class Mute(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no words")


class Panic(BaseException):
    """As libraries written in Rust raise it."""


FAMILY = [
    ValueError("a NUL \0, half a pair \ud800, jane@example.com"),
    UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
    RecursionError("too deep"),
    MemoryError(),
    KeyError("x" * 100_000),
    StopAsyncIteration(),
    Mute(),
    Panic("at the disco"),
    OSError("no such file"),
    TimeoutError(),
    Unstorable("a NUL in a text"),
    StreamConflict("belongs to another account"),
    ExceptionGroup("several", [ValueError(), KeyError()]),
    BaseExceptionGroup("several", [ValueError(), Panic()]),
]
