"""Facts once: everything is heard to the end, nothing is set aside, nothing is answered twice."""

from collections import Counter
from collections.abc import Iterator

from recoup_chaos.checks.identity import Identities
from recoup_chaos.evidence.evidence import Evidence
from recoup_cli.houses import every_house
from recoup_service.loops import listening_of


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
    expected, found = _answers(undisturbed), _answers(evidence)
    for answer in expected.keys() | found.keys():
        if expected[answer] != found[answer]:
            service, stream, kind, cause = answer
            yield (
                f"{service}: {stream} answers {cause} with {found[answer]} {kind}, "
                f"undisturbed with {expected[answer]}"
            )


def _answers(evidence: Evidence) -> Counter[tuple[str, str, str, str]]:
    identities = Identities(evidence)
    return Counter(
        (fact.service, fact.stream, fact.type, identities.cause(fact))
        for log in evidence.logs.values()
        for fact in log
        if identities.is_answer(fact)
    )
