"""What makes a fact the same fact in two plays, whose ids and places differ."""

import json
from collections import Counter
from typing import NamedTuple

from recoup_chaos.checks.scenes import Scene, is_attempt, scene_of
from recoup_chaos.evidence.evidence import Evidence
from recoup_chaos.evidence.said import Said

_OUTSIDE = ("attempt", "provider_id")
"""Told by the attempt that succeeded, so it may differ."""


class Name(NamedTuple):
    """The nth fact of a type in a scene; of attempts it does not matter which."""

    scene: Scene
    type: str
    nth: int

    def __str__(self) -> str:
        return f"{self.type}#{self.nth} of {self.scene}"


class Saying(NamedTuple):
    """Type, content and cause; the ids of facts are random, nothing else is left to chance."""

    type: str
    content: str
    cause: Name | None

    def __str__(self) -> str:
        answering = f" answering {self.cause}" if self.cause else ""
        return f"{self.type} {self.content}{answering}"


class Identities:
    """Names every fact of a play."""

    def __init__(self, evidence: Evidence) -> None:
        self._names: dict[str, Name] = {}
        before: Counter[tuple[Scene, str]] = Counter()
        for log in evidence.logs.values():
            for fact in log:
                scene = scene_of(fact)
                before[scene, fact.type] += not is_attempt(fact.type)
                self._names[str(fact.id)] = Name(scene, fact.type, before[scene, fact.type])

    def cause(self, fact: Said) -> Name | None:
        """The name of the fact that this one answers, if it answers one."""
        return None if fact.causation_id is None else self._names[str(fact.causation_id)]

    def heard(self, fact: Said) -> str | None:
        """The other service whose fact this one answers, if it answers one."""
        cause = self.cause(fact)
        return cause.scene.service if cause and cause.scene.service != fact.service else None

    def saying(self, fact: Said) -> Saying:
        return Saying(fact.type, _content(fact), self.cause(fact))


def _content(fact: Said) -> str:
    data = json.loads(fact.data)
    return json.dumps({name: value for name, value in data.items() if name not in _OUTSIDE})
