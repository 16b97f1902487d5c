"""What a stream says at one moment of the ledger, by which two plays are compared."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from recoup_chaos.evidence.evidence import Evidence
from recoup_chaos.evidence.recorded import RecordedEvent

_ATTEMPTS = ("message.dispatched.v1", "message.attempt_failed.v1")
"""An effect in doubt is attempted again; nothing else may happen more often under a storm."""


class Scene(NamedTuple):
    service: str
    tenant: str
    stream: str
    at: str

    def __str__(self) -> str:
        return f"{self.service}: {self.stream} at {self.at}"


def scene_of(event: RecordedEvent) -> Scene:
    return Scene(event.service, event.tenant, event.stream, event.at)


def is_attempt(type: str) -> bool:
    return type in _ATTEMPTS


def scenes(evidence: Evidence) -> Mapping[Scene, Sequence[RecordedEvent]]:
    """All events but attempts, in the order of their streams."""
    found: defaultdict[Scene, list[RecordedEvent]] = defaultdict(list)
    for log in evidence.logs.values():
        for event in log:
            if not is_attempt(event.type):
                found[scene_of(event)].append(event)
    return found
