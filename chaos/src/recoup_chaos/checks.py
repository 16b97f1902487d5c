"""What must hold after any faults; each check says what is wrong, in words, or nothing."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from recoup_chaos.comparison import Comparison, Recording, deciders, state
from recoup_chaos.events import RecordedEvent
from recoup_chaos.evidence import Evidence, Timers
from recoup_cli.services import every_service
from recoup_service.loops import subscriptions_of
from recoup_service.service import Service


def histories(evidence: Evidence) -> Iterator[str]:
    """Each stream's versions are 1 to n, in the order of the store.

    What a service keeps of another's stream is what that says in public, so some versions are left out.
    """
    for package, log in evidence.logs.items():
        versions: defaultdict[tuple[str, bool], list[int]] = defaultdict(list)
        for event in log:
            versions[f"{event.tenant}/{event.stream}", event.of_another].append(event.version)
        for (stream, of_another), found in versions.items():
            whole = sorted(set(found)) if of_another else list(range(1, len(found) + 1))
            if found != whole:
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


def standing(evidence: Evidence) -> Iterator[str]:
    """Relays and consumers have come to the end, and nothing is parked."""
    for package, service in every_service().items():
        kept = evidence.stored[package]
        topics = subscriptions_of(service).topics
        for at, end in evidence.ends.items():
            if at.topic in topics and kept.offsets.get(at, 0) != end:
                yield f"{package} stands at {kept.offsets.get(at, 0)} of {end} in {at}"
        if kept.unpublished:
            yield f"{package}: {kept.unpublished} public events are behind no relay's cursor"
        if kept.parked:
            yield f"{package}: {kept.parked} messages are parked"


def timers(evidence: Evidence) -> Iterator[str]:
    """The timers are those that the folded streams want, no fewer and no more."""
    for package, service in every_service().items():
        wanted = _wanted(service, evidence.logs[package])
        kept = evidence.stored[package].timers
        for key in wanted.keys() | kept.keys():
            if wanted.get(key) != kept.get(key):
                yield f"{package}: {key} is kept for {kept.get(key)}, wanted at {wanted.get(key)}"


def _wanted(service: Service, log: Sequence[RecordedEvent]) -> Timers:
    waking = deciders(service)
    histories: defaultdict[tuple[str, str, str], list[RecordedEvent]] = defaultdict(list)
    for event in log:
        if event.category in waking:
            histories[event.tenant, event.category, event.stream].append(event)
    return {
        (tenant, stream, name): moment
        for (tenant, category, stream), history in histories.items()
        for name, moment in waking[category].timers(state(waking[category], history)).items()
    }


def read_models(evidence: Evidence) -> Iterator[str]:
    """Each table of each read model holds what a replay of the log into an empty one holds."""
    for package, kept in evidence.stored.items():
        replayed = evidence.replayed[package]
        for table in kept.read_models.keys() | replayed.keys():
            if kept.read_models.get(table) != replayed.get(table):
                yield f"{package}: {table} is not what its log says"


_BEGUN = "message.dispatched.v1"


_SENT = "message.sent.v1"


def messages(evidence: Evidence) -> Iterator[str]:
    """Every attempt stands in the log before it is made, so nothing arrives more often than that."""
    attempts: Counter[str] = Counter()
    sent: set[str] = set()
    for event in evidence.logs["notification"]:
        id = event.stream.removeprefix("message-")
        attempts[id] += event.type == _BEGUN
        if event.type == _SENT:
            sent.add(id)
    for id in sent - evidence.arrived.keys():
        yield f"message {id} is said to be sent and never arrived"
    for id, times in evidence.arrived.items():
        if times > attempts[id]:
            yield f"message {id} arrived {times} times in {attempts[id]} attempts"


def contacts(evidence: Evidence) -> Iterator[str]:
    """Every attempt had a permit that the rules give again, in a chain without a gap."""
    for finding in evidence.contacts.findings:
        yield f"contact ledger: {finding}"


def numbers(comparison: Comparison) -> Iterator[str]:
    """What the public APIs say in the end is the same, byte for byte."""
    found, expected = comparison.found.evidence.numbers, comparison.expected.evidence.numbers
    if found != expected:
        yield f"the final numbers differ: {found} instead of {expected}"


def logs(comparison: Comparison) -> Iterator[str]:
    """Each stream says the same at each moment, in the same order and for the same causes.

    Streams interleave as they like, and may come by another way to the same state where events of
    two services overtook each other.
    """
    for scene in sorted(comparison.wrong):
        found, expected = comparison.found.recorded(scene), comparison.expected.recorded(scene)
        yield f"{scene} says {_told(found)} instead of {_told(expected)}"


def _told(recordings: Sequence[Recording]) -> str:
    return "; ".join(map(str, recordings)) or "nothing"


Verdict = Mapping[str, list[str]]
"""By check, everything that is wrong; empty lists are what one hopes for."""


_BY_ITSELF: Mapping[str, Callable[[Evidence], Iterator[str]]] = {
    "every history is whole": histories,
    "every public event is published": publication,
    "published in order": sequence,
    "received to the end, nothing parked": standing,
    "timers are those the log wants": timers,
    "read models equal a replay": read_models,
    "what was sent arrived": messages,
    "every contact is verified": contacts,
}


_BESIDE_THE_UNDISTURBED: Mapping[str, Callable[[Comparison], Iterator[str]]] = {
    "the same final numbers": numbers,
    "the same events, each answered once": logs,
}


def verdict(comparison: Comparison) -> Verdict:
    evidence = comparison.found.evidence
    return {
        **{name: list(check(evidence)) for name, check in _BY_ITSELF.items()},
        **{name: list(check(comparison)) for name, check in _BESIDE_THE_UNDISTURBED.items()},
    }
