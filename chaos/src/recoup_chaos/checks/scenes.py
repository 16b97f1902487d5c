"""What a stream says at one moment of the ledger, by which two plays are compared."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from recoup_chaos.evidence.evidence import Evidence
from recoup_chaos.evidence.said import Said

_ATTEMPTS = ("message.dispatched.v1", "message.attempt_failed.v1")
"""An effect in doubt is attempted again; nothing else may happen more often under a storm."""


class Scene(NamedTuple):
    service: str
    tenant: str
    stream: str
    at: str

    def __str__(self) -> str:
        return f"{self.service}: {self.stream} at {self.at}"


def scene_of(fact: Said) -> Scene:
    return Scene(fact.service, fact.tenant, fact.stream, fact.at)


def is_attempt(type: str) -> bool:
    return type in _ATTEMPTS


def scenes(evidence: Evidence) -> Mapping[Scene, Sequence[Said]]:
    """All facts but attempts, in the order of their streams."""
    found: defaultdict[Scene, list[Said]] = defaultdict(list)
    for log in evidence.logs.values():
        for fact in log:
            if not is_attempt(fact.type):
                found[scene_of(fact)].append(fact)
    return found
