"""Messages set aside, and what was done about them, in memory."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from recoup_eventstore.parked import (
    HOLDS_NOBODY,
    Intervention,
    Kind,
    Parked,
    ParkedAction,
    ParkedFilter,
)
from recoup_eventstore.ports import TimerKey


@dataclass(slots=True)
class ParkingTables:
    """``store.parked`` and ``store.parked_history``."""

    waiting: list[Parked] = field(default_factory=list)
    history: list[Intervention] = field(default_factory=list)
    _so_far: int = 0

    def park(self, message: Parked) -> None:
        """Set aside; one that is parked already keeps its place and what it said."""
        for i, known in enumerate(self.waiting):
            if _place(known) == _place(message):
                self.waiting[i] = replace(
                    known,
                    reason=message.reason,
                    detail=message.detail,
                    parked_at=message.parked_at,
                )
                return
            if _came_again(known, message):
                return
        self._so_far += 1
        self.waiting.append(replace(message, seq=self._so_far, corrected=None))

    def unpark(self, messages: Iterable[Parked]) -> None:
        gone = {message.seq for message in messages}
        self.waiting = [m for m in self.waiting if m.seq not in gone]

    def note(self, interventions: Iterable[Intervention]) -> None:
        for intervention in interventions:
            self.history.append(replace(intervention, id=len(self.history) + 1))
            if intervention.action is ParkedAction.EDITED:
                self.waiting = [
                    replace(m, corrected=intervention.kept) if m.seq == intervention.seq else m
                    for m in self.waiting
                ]

    def stops(self, timer: TimerKey) -> bool:
        """Whether this wake-up, or the effect it asks for, is set aside."""
        name = f"{timer.stream.category}.{timer.name}"
        return any(
            m.kind in (Kind.TIMER, Kind.EFFECT) and (m.topic, m.stream) == (name, timer.stream)
            for m in self.waiting
        )

    def wanted(self, wanted: ParkedFilter) -> list[Parked]:
        """In order of ``seq``."""
        holding = [m for m in reversed(self.waiting) if m.reason not in HOLDS_NOBODY]
        heads = {(m.topic, m.key): m.seq for m in holding}
        return [
            m
            for m in self.waiting
            if wanted.topic in (None, m.topic)
            and wanted.tenant in (None, m.tenant)
            and wanted.reason in (None, m.reason)
            and wanted.type in (None, m.type)
            and (not wanted.heads or m.reason in HOLDS_NOBODY or heads[m.topic, m.key] == m.seq)
        ]


def _place(message: Parked) -> tuple[object, ...]:
    if message.kind is Kind.MESSAGE:
        return message.kind, message.topic, message.partition, message.offset
    return message.kind, message.topic, message.partition, message.stream


def _came_again(known: Parked, message: Parked) -> bool:
    return Kind.MESSAGE is known.kind is message.kind and (
        (known.topic, known.partition, known.key, known.content)
        == (
            message.topic,
            message.partition,
            message.key,
            message.content,
        )
    )
