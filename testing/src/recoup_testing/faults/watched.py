"""A port whose every call is announced on a line first; the product knows nothing of it."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from inspect import isawaitable
from types import TracebackType
from typing import Any, TypeVar, cast

from recoup_testing.faults.line import Line

P = TypeVar("P")
_ENDINGS = {"transaction": "commit"}


def watched(port: P, name: str, line: Line) -> P:
    """The same port to whoever uses it; calls that do not wait reach nobody and pass silently."""
    return cast(P, _Watched(port, name, line))


class _Watched:
    def __init__(self, port: Any, name: str, line: Line) -> None:
        self._port = port
        self._name = name
        self._line = line

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        return self._call(found, name) if callable(found) else found

    def _call(self, method: Callable[..., Any], name: str) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            made = method(*args, **options)
            if isinstance(made, AbstractAsyncContextManager):
                return _Block(made, f"{self._name}.{name}", name, self._line)
            if isawaitable(made):
                return self._announced(made, name)
            return made

        return call

    async def _announced(self, made: Awaitable[Any], name: str) -> Any:
        self._line.reach(f"{self._name}.{name}")
        return await made


class _Block:
    """A transaction, the holding of claims, a connection: entered, used, and left."""

    def __init__(
        self, block: AbstractAsyncContextManager[Any], opening: str, name: str, line: Line
    ) -> None:
        self._block = block
        self._opening = opening
        self._name = name
        self._line = line

    async def __aenter__(self) -> Any:
        self._line.reach(self._opening)
        return watched(await self._block.__aenter__(), self._name, self._line)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool | None:
        ending = _ENDINGS.get(self._name, "release") if error is None else "rollback"
        self._line.reach(f"{self._name}.{ending}")
        return await self._block.__aexit__(kind, error, traceback)
