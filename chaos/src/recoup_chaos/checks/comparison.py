"""A play beside the undisturbed one: which scenes differ, and which of them may.

Between topics there is no order: what a dispute and an invoice say at one moment of the ledger may
be received in either. Only that is let pass, and only where the stream leaves the moment in the same
state.
"""

from collections import Counter
from collections.abc import Set
from dataclasses import dataclass
from functools import cached_property

from recoup_chaos.checks.plays import Play
from recoup_chaos.checks.scenes import Scene


@dataclass(frozen=True)
class Comparison:
    found: Play
    expected: Play

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
        return any(times > max(1, expected[saying]) for saying, times in found.items())
