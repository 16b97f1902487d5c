"""A play, scene by scene."""

from collections.abc import Sequence
from typing import Any

from recoup_chaos.checks.identity import Identities, Saying
from recoup_chaos.checks.scenes import Scene, scenes
from recoup_chaos.checks.states import deciders, state
from recoup_chaos.evidence.evidence import Evidence
from recoup_cli.houses import every_house


class Play:
    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.scenes = scenes(evidence)
        self._identities = Identities(evidence)

    def said(self, scene: Scene) -> Sequence[Saying]:
        return [self._identities.saying(fact) for fact in self.scenes.get(scene, ())]

    def heard(self, scene: Scene) -> set[str]:
        """The other services that are answered."""
        heard = (self._identities.heard(fact) for fact in self.scenes.get(scene, ()))
        return {service for service in heard if service}

    def outcome(self, scene: Scene) -> Any:
        """The state that the stream leaves the scene in; what it says where nobody folds it."""
        history = [
            fact
            for fact in self.evidence.logs[scene.service]
            if (fact.tenant, fact.stream) == (scene.tenant, scene.stream) and fact.at <= scene.at
        ]
        decider = deciders(every_house()[scene.service]).get(scene.stream.partition("-")[0])
        return state(decider, history) if decider else self.said(scene)
