"""Notices partitions from which nothing comes although there is more: of some broken bytes aiokafka says nothing."""

import asyncio
from collections.abc import Collection, Mapping

from recoup_eventstore.ports import OffsetKey

LOOK_SECONDS = 10.0
"""Broken bytes of which aiokafka says nothing hold their partition up so long."""


class Standstill:
    """Compares where reading is with where it was a while ago."""

    def __init__(self) -> None:
        self._seen: Mapping[OffsetKey, int] = {}
        self._look_at = 0.0

    def suspects(
        self, positions: Mapping[OffsetKey, int], fetched: Collection[OffsetKey]
    ) -> Mapping[OffsetKey, int]:
        """Those that have not moved since it was last looked; nothing when that was just now."""
        now = asyncio.get_running_loop().time()
        if now < self._look_at:
            return {}
        self._look_at = now + LOOK_SECONDS
        before, self._seen = self._seen, positions
        return {
            at: offset
            for at, offset in positions.items()
            if before.get(at) == offset and at not in fetched
        }
