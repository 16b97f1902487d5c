"""Facts once: everything is heard to the end, nothing is set aside, nothing is answered twice."""

from collections import Counter
from collections.abc import Collection, Iterator

from recoup_chaos.checks.identity import Identities, Name
from recoup_chaos.checks.overtaking import overtaken
from recoup_chaos.checks.scenes import Scene, scenes
from recoup_chaos.evidence.evidence import Evidence
from recoup_cli.houses import every_house
from recoup_service.loops import listening_of

Answer = tuple[Scene, str, Name | None]


def standing(evidence: Evidence) -> Iterator[str]:
    """Relays and consumers have come to the end, and nothing is parked."""
    for package, house in every_house().items():
        kept = evidence.shelves[package]
        topics = listening_of(house).topics
        for at, end in evidence.ends.items():
            if at.topic in topics and kept.offsets.get(at, 0) != end:
                yield f"{package} stands at {kept.offsets.get(at, 0)} of {end} in {at}"
        if kept.unpublished:
            yield f"{package}: {kept.unpublished} public facts are behind no relay's cursor"
        if kept.parked:
            yield f"{package}: {kept.parked} messages are parked"


def reactions(evidence: Evidence, undisturbed: Evidence) -> Iterator[str]:
    """Each heard fact was answered as often as in the undisturbed play, stream by stream."""
    elsewhere = overtaken(evidence, undisturbed)
    expected, found = _answers(undisturbed, elsewhere), _answers(evidence, elsewhere)
    for answer in expected.keys() | found.keys():
        if expected[answer] != found[answer]:
            scene, kind, cause = answer
            yield (
                f"{scene.service}: {scene.stream} answers {cause} with {found[answer]} {kind}, "
                f"undisturbed with {expected[answer]}"
            )


def _answers(evidence: Evidence, left_out: Collection[Scene]) -> Counter[Answer]:
    identities = Identities(evidence)
    return Counter(
        (scene, fact.type, identities.cause(fact))
        for scene, facts in scenes(evidence).items()
        if scene not in left_out
        for fact in facts
        if identities.heard(fact)
    )
