"""The same things happened as in the undisturbed play, fact for fact."""

from collections import Counter
from collections.abc import Collection, Iterator

from recoup_chaos.checks.identity import Identities, Saying
from recoup_chaos.checks.overtaking import overtaken
from recoup_chaos.checks.scenes import Scene, scenes
from recoup_chaos.evidence.evidence import Evidence

Likeness = tuple[Scene, int, Saying]


def numbers(evidence: Evidence, undisturbed: Evidence) -> Iterator[str]:
    """What the public APIs say in the end is the same, byte for byte."""
    if evidence.numbers != undisturbed.numbers:
        yield f"the final numbers differ: {evidence.numbers} instead of {undisturbed.numbers}"


def logs(evidence: Evidence, undisturbed: Evidence) -> Iterator[str]:
    """Stream, moment, place in it, type, content and cause of every fact are the same.

    Streams interleave as they like, and may come by another way to the same state where facts of
    two services overtook each other.
    """
    elsewhere = overtaken(evidence, undisturbed)
    expected, found = _likenesses(undisturbed, elsewhere), _likenesses(evidence, elsewhere)
    for likeness, times in (expected - found).items():
        yield f"missing{_often(times)}: {_told(*likeness)}"
    for likeness, times in (found - expected).items():
        yield f"unexpected{_often(times)}: {_told(*likeness)}"


def _often(times: int) -> str:
    return "" if times == 1 else f" {times} times"


def _told(scene: Scene, place: int, saying: Saying) -> str:
    cause = f", answering {saying.cause}" if saying.cause else ""
    return (
        f"{scene.service}: {saying.type} as number {place} of {scene.stream} at {scene.at}, "
        f"{saying.content}{cause}"
    )


def _likenesses(evidence: Evidence, left_out: Collection[Scene]) -> Counter[Likeness]:
    identities = Identities(evidence)
    return Counter(
        (scene, place, identities.saying(fact))
        for scene, facts in scenes(evidence).items()
        if scene not in left_out
        for place, fact in enumerate(facts, start=1)
    )
