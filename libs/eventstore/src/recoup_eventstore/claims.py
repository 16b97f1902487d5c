"""Who performs an effect now, where several processes could."""

from collections.abc import Collection
from typing import Protocol


class Claims(Protocol):
    """Who performs an effect now. A right dies with its holder, not with the passing of time."""

    async def take(self, names: Collection[str]) -> Collection[str]:
        """Those of ``names`` nobody else holds; they are this holder's now."""
