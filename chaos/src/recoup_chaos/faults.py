"""What is done to whom, and when: the same seed gives the same schedule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import cycle, islice
from random import Random

from recoup_events.kernel.topics import OWNERS

SERVICES = tuple(owner.replace("_", "-") for owner in OWNERS)
VICTIMS = ("kafka", "postgres", *SERVICES)
RELAY_LEASE_SECONDS = 15.0
_SUSPENSION_SECONDS = (0.5, 3.0)
_TROUBLE_SECONDS = (8.0, 14.0)
"""So long PostgreSQL takes no writes: several times as long as anybody waits between two tries."""
_FIRST, _LAST = 0.02, 0.95
"""So that nobody is hit before there is anything to lose, or after the last act."""
_LONGEST_DELAY_SECONDS = 0.4
"""A tick takes about as long, so that each of its stages is hit now and then."""


class Kind(StrEnum):
    KILL = "killed"
    STOP = "suspended"
    STOP_THEN_KILL = "suspended, then killed"
    READ_ONLY = "read-only"
    DISK_FULL = "on a full disk"
    FAILOVER = "killed, and its standby took over"

    @property
    def kills(self) -> bool:
        return self in (Kind.KILL, Kind.STOP_THEN_KILL)

    @property
    def suspends(self) -> bool:
        return self is Kind.STOP


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault."""

    victim: str
    kind: Kind
    at: float
    """The part of the ledger's ticks that have passed, from 0 to 1."""
    delay_seconds: float
    """How long after the tick began."""
    pause_seconds: float = 0.0
    """How long it stays suspended."""


def rounds(
    seed: int, kills: int, runs: int, *, suspensions: bool = True, troubles: Sequence[Kind] = ()
) -> Sequence[Sequence[Fault]]:
    """All faults, dealt out evenly to the plays; each victim is killed about equally often.

    With ``suspensions`` each victim is also suspended twice: briefly, and beyond the relay's lease.
    PostgreSQL gets into each of the ``troubles`` twice.
    """
    random = Random(seed)
    deck = [
        *_kills(kills, random),
        *(_suspensions(random) if suspensions else ()),
        *_troubles(troubles, random),
    ]
    random.shuffle(deck)
    return [_spread(deck[number::runs], random) for number in range(runs)]


def _kills(number: int, random: Random) -> Iterator[tuple[str, Kind, float]]:
    # A third of the victims are killed while suspended.
    turns = islice(cycle(VICTIMS), number)
    for turn, victim in enumerate(turns):
        if sum(divmod(turn, len(VICTIMS))) % 3 == 2:
            yield victim, Kind.STOP_THEN_KILL, random.uniform(*_SUSPENSION_SECONDS)
        else:
            yield victim, Kind.KILL, 0.0


def _suspensions(random: Random) -> Iterator[tuple[str, Kind, float]]:
    for victim in VICTIMS:
        yield victim, Kind.STOP, random.uniform(*_SUSPENSION_SECONDS)
        yield victim, Kind.STOP, RELAY_LEASE_SECONDS + random.uniform(*_SUSPENSION_SECONDS)


def _troubles(kinds: Sequence[Kind], random: Random) -> Iterator[tuple[str, Kind, float]]:
    for kind in (*kinds, *kinds):
        yield "postgres", kind, 0.0 if kind is Kind.FAILOVER else random.uniform(*_TROUBLE_SECONDS)


def _spread(faults: Sequence[tuple[str, Kind, float]], random: Random) -> Sequence[Fault]:
    """One fault in each of as many equal parts of the ledger."""
    width = (_LAST - _FIRST) / max(len(faults), 1)
    return [
        Fault(
            victim,
            kind,
            at=_FIRST + (number + random.random()) * width,
            delay_seconds=random.uniform(0, _LONGEST_DELAY_SECONDS),
            pause_seconds=pause,
        )
        for number, (victim, kind, pause) in enumerate(faults)
    ]
