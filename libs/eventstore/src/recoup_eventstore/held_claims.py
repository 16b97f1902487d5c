"""The claims that one loop holds, for as long as what they stand for is under way."""

from collections.abc import Collection, Sequence
from contextlib import AsyncExitStack

from recoup_events.kernel.envelope import Stream
from recoup_eventstore.claims import Claims
from recoup_eventstore.ports import Store


class HeldClaims:
    """Opened by the first claim, and closed as soon as none is left; they end with their connection."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._stack = AsyncExitStack()
        self._claims: Claims | None = None
        self._held: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._held)

    async def take(self, streams: Sequence[Stream], most: int) -> Sequence[Stream]:
        """At most so many of them, the first that nobody else holds."""
        by_name = {_name(stream): stream for stream in streams}
        try:
            if self._claims is None:
                self._claims = await self._stack.enter_async_context(self._store.claims())
            taken = await self._claims.take(list(by_name), most)
        except BaseException:
            await self.close()
            raise
        self._held.update(taken)
        if not self._held:
            await self.close()
        return [by_name[name] for name in taken]

    async def release(self, streams: Collection[Stream]) -> None:
        """What was lost with its connection needs no release."""
        names = self._held & set(map(_name, streams))
        self._held -= names
        if not self._held:
            await self.close()
        elif names and self._claims is not None:
            await self._claims.release(names)

    async def close(self) -> None:
        stack, self._stack = self._stack, AsyncExitStack()
        self._claims = None
        self._held.clear()
        await stack.aclose()


def _name(stream: Stream) -> str:
    return f"{stream.account.tenant}/{stream.name}"
