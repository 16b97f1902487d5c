"""Facts in order: histories without holes, published whole and never ahead of one another."""

from collections import defaultdict
from collections.abc import Iterator

from recoup_chaos.evidence.evidence import Evidence


def histories(evidence: Evidence) -> Iterator[str]:
    """Each stream's versions are 1 to n, in the order of the store."""
    for package, log in evidence.logs.items():
        versions: defaultdict[str, list[int]] = defaultdict(list)
        for fact in log:
            versions[f"{fact.tenant}/{fact.stream}"].append(fact.version)
        for stream, found in versions.items():
            if found != list(range(1, len(found) + 1)):
                yield f"{package}: the versions of {stream} are {found}"


def publication(evidence: Evidence) -> Iterator[str]:
    """Every public fact is on its topic as it was recorded, and nothing else is."""
    recorded = {
        (f"recoup.{package}", str(fact.id)): fact.data
        for package, log in evidence.logs.items()
        for fact in log
        if fact.public
    }
    published = {(record.at.topic, record.fact_id): record.value for record in evidence.published}
    for (topic, id), data in recorded.items():
        if published.get((topic, id)) != data:
            yield f"{topic}: the fact {id} is {'lost' if (topic, id) not in published else 'changed'}"
    for topic, id in published.keys() - recorded.keys():
        yield f"{topic}: nobody recorded the fact {id}"


def sequence(evidence: Evidence) -> Iterator[str]:
    """For each key the facts appear first in the order in which they were recorded."""
    place = {
        str(fact.id): (package, fact.cursor)
        for package, log in evidence.logs.items()
        for fact in log
    }
    last: dict[tuple[str, bytes], tuple[object, ...]] = {}
    seen: set[str] = set()
    for record in evidence.published:
        if record.fact_id in seen or record.fact_id not in place:
            continue
        seen.add(record.fact_id)
        lane = (record.at.topic, record.key)
        if lane in last and place[record.fact_id] < last[lane]:
            yield f"{record.at.topic}: {record.fact_id} comes too late under {record.key!r}"
        last[lane] = place[record.fact_id]
