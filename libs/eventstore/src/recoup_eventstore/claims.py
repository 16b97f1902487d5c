"""Who performs an effect now, where several processes could."""

from collections.abc import Collection, Sequence
from typing import Protocol


class Claims(Protocol):
    """Who performs an effect now. A right dies with its holder, not with the passing of time."""

    async def take(self, names: Sequence[str], most: int | None = None) -> Collection[str]:
        """Those of ``names`` nobody else holds, the first ones; they are this holder's now."""

    async def release(self, names: Collection[str]) -> None:
        """Give up some of them, each of which was taken once; the others stay this holder's."""
