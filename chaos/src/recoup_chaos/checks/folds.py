"""Everything beside the log equals a fold of the log."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from recoup_chaos.checks.states import deciders, state
from recoup_chaos.evidence.evidence import Evidence
from recoup_chaos.evidence.recorded import RecordedEvent
from recoup_chaos.evidence.shelves import Timers
from recoup_cli.services import every_house
from recoup_service.service import Service


def timers(evidence: Evidence) -> Iterator[str]:
    """The timers are those that the folded streams want, no fewer and no more."""
    for package, service in every_house().items():
        wanted = _wanted(service, evidence.logs[package])
        kept = evidence.shelves[package].timers
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
    for package, kept in evidence.shelves.items():
        replayed = evidence.replayed[package]
        for table in kept.read_models.keys() | replayed.keys():
            if kept.read_models.get(table) != replayed.get(table):
                yield f"{package}: {table} is not what its log says"
