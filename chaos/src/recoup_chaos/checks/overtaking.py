"""Where facts of two services overtook each other: another way, which leads to the same.

Between topics there is no order: what a dispute and an invoice say at one moment of the ledger may
be heard in either. Only that is let pass, and only where the stream leaves the moment in the same
state.
"""

from collections import Counter
from collections.abc import Collection
from typing import Any

from recoup_chaos.checks.identity import Identities, Saying
from recoup_chaos.checks.scenes import Scene, scenes
from recoup_chaos.checks.states import deciders, state
from recoup_chaos.evidence.evidence import Evidence
from recoup_cli.houses import every_house


def overtaken(evidence: Evidence, undisturbed: Evidence) -> Collection[Scene]:
    """The scenes that went another way."""
    found, expected = _Play(evidence), _Play(undisturbed)
    return {
        scene
        for scene in found.scenes.keys() | expected.scenes.keys()
        if found.said(scene) != expected.said(scene)
        and len(found.heard(scene) | expected.heard(scene)) > 1
        and not _repeats(found.said(scene), expected.said(scene))
        and found.outcome(scene) == expected.outcome(scene)
    }


def _repeats(found: list[Saying], expected: list[Saying]) -> bool:
    """Whether anything is said twice that need not be."""
    allowed = Counter(expected) | Counter(set(found))
    return bool(Counter(found) - allowed)


class _Play:
    def __init__(self, evidence: Evidence) -> None:
        self.scenes = scenes(evidence)
        self._evidence = evidence
        self._identities = Identities(evidence)

    def said(self, scene: Scene) -> list[Saying]:
        return [self._identities.saying(fact) for fact in self.scenes.get(scene, ())]

    def heard(self, scene: Scene) -> set[str]:
        """The other services that are answered."""
        heard = (self._identities.heard(fact) for fact in self.scenes.get(scene, ()))
        return {service for service in heard if service}

    def outcome(self, scene: Scene) -> Any:
        """The state that the stream leaves the scene in; the facts where nobody folds them."""
        history = [
            fact
            for fact in self._evidence.logs[scene.service]
            if (fact.tenant, fact.stream) == (scene.tenant, scene.stream) and fact.at <= scene.at
        ]
        decider = deciders(every_house()[scene.service]).get(scene.stream.partition("-")[0])
        return state(decider, history) if decider else self.said(scene)
