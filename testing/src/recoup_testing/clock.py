"""A clock that stands still until a test turns it."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(slots=True)
class TurnedClock:
    """See ``recoup_eventstore.clock.Clock``."""

    instant: datetime

    def now(self) -> datetime:
        return self.instant

    def turn(self, by: timedelta) -> None:
        self.instant += by
