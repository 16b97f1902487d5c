"""A run beside the undisturbed one: which scenes differ, and which of them may.

Between topics there is no order: what a dispute and an invoice record at one moment of the ledger
may be received in either. Only that is let pass, and only where the stream leaves the moment in the
same state.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any, NamedTuple

from recoup_chaos.events import RecordedEvent, envelope
from recoup_chaos.evidence import Evidence
from recoup_cli.services import every_service
from recoup_eventstore.decider import Decider
from recoup_service.service import Service

AnyDecider = Decider[Any, Any, Any]


def deciders(service: Service) -> Mapping[str, AnyDecider]:
    """Those whose streams ever want to be woken, by their category."""
    waking = [handler.decider for handler in service.timer_handlers]
    sending = [sending.decider for sending in service.sendings]
    return {decider.category: decider for decider in (*waking, *sending)}


def state(decider: AnyDecider, history: Iterable[RecordedEvent]) -> Any:
    events = (envelope(recorded).event for recorded in history)
    return reduce(decider.evolve, events, decider.initial)


_ATTEMPTS = ("message.dispatched.v1", "message.attempt_failed.v1", "contact.entered.v1")
"""An effect in doubt is attempted again, and each attempt is entered, with a salt left to chance; nothing
else may happen more often under faults."""


class Scene(NamedTuple):
    service: str
    tenant: str
    stream: str
    at: str

    def __str__(self) -> str:
        return f"{self.service}: {self.stream} at {self.at}"


def scene_of(event: RecordedEvent) -> Scene:
    return Scene(event.service, event.tenant, event.stream, event.at)


def is_attempt(type: str) -> bool:
    return type in _ATTEMPTS


def scenes(evidence: Evidence) -> Mapping[Scene, Sequence[RecordedEvent]]:
    """All events but attempts, in the order of their streams."""
    found: defaultdict[Scene, list[RecordedEvent]] = defaultdict(list)
    for log in evidence.logs.values():
        for event in log:
            if not is_attempt(event.type):
                found[scene_of(event)].append(event)
    return found


_OUTSIDE = ("attempt", "provider_id")
"""Told by the attempt that succeeded, so it may differ."""


class Name(NamedTuple):
    """The nth event of a type in a scene; of attempts it does not matter which."""

    scene: Scene
    type: str
    nth: int

    def __str__(self) -> str:
        return f"{self.type}#{self.nth} of {self.scene}"


_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Recording(NamedTuple):
    """Type, content and cause; the ids of events are random, nothing else is left to chance."""

    type: str
    content: str
    cause: Name | None

    def __str__(self) -> str:
        answering = f" answering {self.cause}" if self.cause else ""
        return f"{self.type} {self.content}{answering}"


class Identities:
    """Names every event of a run."""

    def __init__(self, evidence: Evidence) -> None:
        self._names: dict[str, Name] = {}
        before: Counter[tuple[Scene, str]] = Counter()
        for log in evidence.logs.values():
            for event in log:
                if event.of_another:
                    continue
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

    def recording(self, event: RecordedEvent) -> Recording:
        named = _ID.sub(lambda id: str(self._names.get(id[0], id[0])), event.data)
        return Recording(event.type, _content(json.loads(named)), self.cause(event))


_BY_ID = ("evidence",)
"""Pieces of one moment stand in the order of their events' ids, which are random."""


def _content(data: Mapping[str, Any]) -> str:
    return json.dumps(
        {
            name: sorted(value, key=json.dumps) if name in _BY_ID else value
            for name, value in data.items()
            if name not in _OUTSIDE
        }
    )


class Run:
    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.scenes = scenes(evidence)
        self._identities = Identities(evidence)

    def recorded(self, scene: Scene) -> Sequence[Recording]:
        return [self._identities.recording(event) for event in self.scenes.get(scene, ())]

    def received(self, scene: Scene) -> set[str]:
        """The other services that are answered."""
        received = (self._identities.received(event) for event in self.scenes.get(scene, ()))
        return {service for service in received if service}

    def outcome(self, scene: Scene) -> Any:
        """The state that the stream leaves the scene in; what it says where nobody folds it."""
        history = [
            event
            for event in self.evidence.logs[scene.service]
            if (event.tenant, event.stream) == (scene.tenant, scene.stream) and event.at <= scene.at
        ]
        decider = deciders(every_service()[scene.service]).get(scene.stream.partition("-")[0])
        return state(decider, history) if decider else self.recorded(scene)


@dataclass(frozen=True)
class Comparison:
    found: Run
    expected: Run

    @cached_property
    def overtaken(self) -> Set[Scene]:
        """Where events of two services overtook each other: another way, which leads to the same."""
        return {scene for scene in self._differing if self._leads_to_the_same(scene)}

    @cached_property
    def wrong(self) -> Set[Scene]:
        return self._differing - self.overtaken

    @cached_property
    def _differing(self) -> Set[Scene]:
        return {
            scene
            for scene in self.found.scenes.keys() | self.expected.scenes.keys()
            if self.found.recorded(scene) != self.expected.recorded(scene)
        }

    def _leads_to_the_same(self, scene: Scene) -> bool:
        return (
            len(self.found.received(scene) | self.expected.received(scene)) > 1
            and not self._repeats(scene)
            and self.found.outcome(scene) == self.expected.outcome(scene)
        )

    def _repeats(self, scene: Scene) -> bool:
        """Whether anything is said twice that need not be."""
        expected = Counter(self.expected.recorded(scene))
        found = Counter(self.found.recorded(scene))
        return any(times > max(1, expected[recording]) for recording, times in found.items())
