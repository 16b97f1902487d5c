"""What the group coordinator last said; it must never wait for anybody (aiokafka #335)."""

from collections.abc import Iterable

from aiokafka import ConsumerRebalanceListener, TopicPartition

from recoup_eventstore.ports import OffsetKey


class Assignment(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka has no types
    """Only takes notes: aiokafka fetches before, and swallows what is raised in, a listener."""

    def __init__(self) -> None:
        self.generation = 0
        self.partitions: frozenset[OffsetKey] | None = None

    def lose(self) -> None:
        """Whatever was ours may be somebody else's."""
        self.generation += 1
        self.partitions = None

    def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        self.lose()

    def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        self.partitions = frozenset(OffsetKey(tp.topic, tp.partition) for tp in assigned)
