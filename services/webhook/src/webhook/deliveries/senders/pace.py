"""Not more a second than an endpoint wants."""

from collections.abc import Callable


class Pace:
    """When the next one may leave, for those that want a limit."""

    def __init__(self, elapsed: Callable[[], float]) -> None:
        self._elapsed = elapsed
        self._free_at: dict[str, float] = {}

    def delay(self, endpoint_id: str, per_second: int | None) -> float:
        """So many seconds this one waits, and the next one a turn longer."""
        if per_second is None:
            self._free_at.pop(endpoint_id, None)
            return 0.0
        now = self._elapsed()
        free_at = max(now, self._free_at.get(endpoint_id, now))
        self._free_at[endpoint_id] = free_at + 1 / per_second
        return free_at - now
