"""What makes an event the same event in two plays, whose ids and places differ."""

import json
from collections import Counter
from typing import NamedTuple

from recoup_chaos.checks.scenes import Scene, is_attempt, scene_of
from recoup_chaos.evidence.evidence import Evidence
from recoup_chaos.evidence.recorded import RecordedEvent

_OUTSIDE = ("attempt", "provider_id")
"""Told by the attempt that succeeded, so it may differ."""


class Name(NamedTuple):
    """The nth event of a type in a scene; of attempts it does not matter which."""

    scene: Scene
    type: str
    nth: int

    def __str__(self) -> str:
        return f"{self.type}#{self.nth} of {self.scene}"


class Saying(NamedTuple):
    """Type, content and cause; the ids of events are random, nothing else is left to chance."""

    type: str
    content: str
    cause: Name | None

    def __str__(self) -> str:
        answering = f" answering {self.cause}" if self.cause else ""
        return f"{self.type} {self.content}{answering}"


class Identities:
    """Names every event of a play."""

    def __init__(self, evidence: Evidence) -> None:
        self._names: dict[str, Name] = {}
        before: Counter[tuple[Scene, str]] = Counter()
        for log in evidence.logs.values():
            for event in log:
                scene = scene_of(event)
                before[scene, event.type] += not is_attempt(event.type)
                self._names[str(event.id)] = Name(scene, event.type, before[scene, event.type])

    def cause(self, event: RecordedEvent) -> Name | None:
        """The name of the event that this one answers, if it answers one."""
        return None if event.causation_id is None else self._names[str(event.causation_id)]

    def received(self, event: RecordedEvent) -> str | None:
        """The other service whose event this one answers, if it answers one."""
        cause = self.cause(event)
        return cause.scene.service if cause and cause.scene.service != event.service else None

    def saying(self, event: RecordedEvent) -> Saying:
        return Saying(event.type, _content(event), self.cause(event))


def _content(event: RecordedEvent) -> str:
    data = json.loads(event.data)
    return json.dumps({name: value for name, value in data.items() if name not in _OUTSIDE})
