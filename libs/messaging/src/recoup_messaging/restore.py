"""Folds what others said before Kafka's first record into the views, and does nothing else."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from recoup_eventstore.clock import Clock
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.ports import OffsetKey
from recoup_messaging.errors import Unreadable
from recoup_messaging.inbox_handler import InboxHandler
from recoup_messaging.records import ConsumerRecord
from recoup_messaging.structured import BEFORE_ALL, received_of
from recoup_messaging.subscriptions import Subscription, Subscriptions


async def _no_reaction(*_received: object) -> None:
    """What followed from it has happened long ago."""


def without_reactions(subscriptions: Sequence[Subscription[Any]]) -> list[Subscription[Any]]:
    """The same events, without what follows from them: no decision, so no event and no effect."""
    return [Subscription(subscription.event, _no_reaction) for subscription in subscriptions]


class Restore:
    """The inbox of history: watermarks rise as they do for records, so overlap is dropped."""

    def __init__(
        self, command_runner: CommandRunner, subscriptions: Subscriptions, clock: Clock
    ) -> None:
        self._subscriptions = subscriptions
        self._inbox = InboxHandler(command_runner, subscriptions, clock, parked_limit=0)

    async def take(self, events: Sequence[Mapping[str, Any]], topic: str, partitions: int) -> None:
        """Raises ``Unreadable``: a history with a hole in it is none."""
        by_partition: defaultdict[OffsetKey, list[ConsumerRecord]] = defaultdict(list)
        for event in events:
            received = received_of(event, topic, partitions)
            decoded = self._subscriptions.read(received)
            if decoded is not None and decoded.envelope is None:
                raise Unreadable(f"{event.get('id')}: {decoded.problem}")
            by_partition[received.at].append(received)
        for at, records in by_partition.items():
            await self._inbox.take(at, BEFORE_ALL + 1, records)
