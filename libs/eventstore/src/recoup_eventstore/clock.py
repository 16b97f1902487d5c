"""The one question about time; who answers is decided at the edge."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time of the world the service lives in: real, sped up, or stepped by a driver."""

    def now(self) -> datetime:
        """An aware instant in UTC."""
