"""Events are received to the end, and nothing is set aside."""

from collections.abc import Iterator

from recoup_chaos.evidence.evidence import Evidence
from recoup_cli.services import every_house
from recoup_service.loops import subscriptions_of


def standing(evidence: Evidence) -> Iterator[str]:
    """Relays and consumers have come to the end, and nothing is parked."""
    for package, service in every_house().items():
        kept = evidence.shelves[package]
        topics = subscriptions_of(service).topics
        for at, end in evidence.ends.items():
            if at.topic in topics and kept.offsets.get(at, 0) != end:
                yield f"{package} stands at {kept.offsets.get(at, 0)} of {end} in {at}"
        if kept.unpublished:
            yield f"{package}: {kept.unpublished} public events are behind no relay's cursor"
        if kept.parked:
            yield f"{package}: {kept.parked} messages are parked"
