"""A play, scene by scene."""

from collections.abc import Sequence
from typing import Any

from recoup_chaos.checks.identity import Identities, Saying
from recoup_chaos.checks.scenes import Scene, scenes
from recoup_chaos.checks.states import deciders, state
from recoup_chaos.evidence.evidence import Evidence
from recoup_cli.services import every_house


class Play:
    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.scenes = scenes(evidence)
        self._identities = Identities(evidence)

    def recorded(self, scene: Scene) -> Sequence[Saying]:
        return [self._identities.saying(event) for event in self.scenes.get(scene, ())]

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
        decider = deciders(every_house()[scene.service]).get(scene.stream.partition("-")[0])
        return state(decider, history) if decider else self.recorded(scene)
