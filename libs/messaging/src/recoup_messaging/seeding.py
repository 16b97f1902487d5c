"""Folds what others said before Kafka's first record into the views, and does nothing else."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from recoup_eventstore.clock import Clock
from recoup_eventstore.desk import Desk
from recoup_eventstore.ports import OffsetKey
from recoup_messaging.errors import Unreadable
from recoup_messaging.intake import Intake
from recoup_messaging.listening import Hearing, Listening
from recoup_messaging.records import Received
from recoup_messaging.structured import BEFORE_ALL, received_of


async def _no_reaction(*_heard: object) -> None:
    """What followed from it has happened long ago."""


def ears_only(listening_to: Sequence[Hearing[Any]]) -> list[Hearing[Any]]:
    """The same facts, without what follows from them: no decision, so no fact and no effect."""
    return [Hearing(hearing.fact, _no_reaction) for hearing in listening_to]


class Seeding:
    """The intake of history: watermarks rise as they do for records, so overlap is dropped."""

    def __init__(self, desk: Desk, ears: Listening, clock: Clock) -> None:
        self._ears = ears
        self._intake = Intake(desk, ears, clock, parked_limit=0)

    async def take(self, events: Sequence[Mapping[str, Any]], topic: str, partitions: int) -> None:
        """Raises ``Unreadable``: a history with a hole in it is none."""
        by_partition: defaultdict[OffsetKey, list[Received]] = defaultdict(list)
        for event in events:
            received = received_of(event, topic, partitions)
            arrival = self._ears.read(received)
            if arrival is not None and arrival.heard is None:
                raise Unreadable(f"{event.get('id')}: {arrival.problem}")
            by_partition[received.at].append(received)
        for at, records in by_partition.items():
            await self._intake.take(at, BEFORE_ALL + 1, records)
