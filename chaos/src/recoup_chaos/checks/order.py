"""Events in order: histories without holes, published whole and never ahead of one another."""

from collections import defaultdict
from collections.abc import Iterator

from recoup_chaos.evidence.evidence import Evidence


def histories(evidence: Evidence) -> Iterator[str]:
    """Each stream's versions are 1 to n, in the order of the store."""
    for package, log in evidence.logs.items():
        versions: defaultdict[str, list[int]] = defaultdict(list)
        for event in log:
            versions[f"{event.tenant}/{event.stream}"].append(event.version)
        for stream, found in versions.items():
            if found != list(range(1, len(found) + 1)):
                yield f"{package}: the versions of {stream} are {found}"


def publication(evidence: Evidence) -> Iterator[str]:
    """Every public event is on its topic as it was recorded, and nothing else is."""
    recorded = {
        (f"recoup.{package}", str(event.id)): event.data
        for package, log in evidence.logs.items()
        for event in log
        if event.public
    }
    published = {(record.at.topic, record.event_id): record.value for record in evidence.published}
    for (topic, id), data in recorded.items():
        if published.get((topic, id)) != data:
            yield f"{topic}: the event {id} is {'lost' if (topic, id) not in published else 'changed'}"
    for topic, id in published.keys() - recorded.keys():
        yield f"{topic}: nobody recorded the event {id}"


def sequence(evidence: Evidence) -> Iterator[str]:
    """For each key the events appear first in the order in which they were recorded."""
    place = {
        str(event.id): (package, event.cursor)
        for package, log in evidence.logs.items()
        for event in log
    }
    last: dict[tuple[str, bytes], tuple[object, ...]] = {}
    seen: set[str] = set()
    for record in evidence.published:
        if record.event_id in seen or record.event_id not in place:
            continue
        seen.add(record.event_id)
        lane = (record.at.topic, record.key)
        if lane in last and place[record.event_id] < last[lane]:
            yield f"{record.at.topic}: {record.event_id} comes too late under {record.key!r}"
        last[lane] = place[record.event_id]
