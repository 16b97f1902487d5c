"""A received record after reading it: understood, or with what is wrong with it."""

from dataclasses import dataclass

from recoup_events.base import Fact
from recoup_events.envelope import Envelope
from recoup_eventstore.ports import Cursor, WatermarkKey
from recoup_messaging.cloudevents import Heading
from recoup_messaging.records import Received


@dataclass(frozen=True, slots=True)
class Arrival:
    """Either ``heard`` or, with a ``problem``, as far as it could be read."""

    received: Received
    heading: Heading | None = None
    heard: Envelope[Fact] | None = None
    problem: str = ""

    @property
    def mark(self) -> tuple[WatermarkKey, Cursor] | None:
        """Its place in the lane of its publisher, when it could be read."""
        if self.heading is None:
            return None
        return WatermarkKey(*self.received.at, self.heading.slot), self.heading.cursor
