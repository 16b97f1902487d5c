"""What a metric is: a number with a name, a unit and one sentence that says what it means."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from recoup_eventstore.durations import Durations


class Kind(Enum):
    """Counters and histograms only grow, from the start of the process; gauges are as found."""

    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"


@dataclass(frozen=True, slots=True)
class Meter:
    """What one number means."""

    name: str
    kind: Kind
    unit: str
    meaning: str
    labels: tuple[str, ...]


class Sample(NamedTuple):
    """What a meter shows now; ``labels`` are in the meter's order."""

    meter: Meter
    value: float | Durations
    labels: Sequence[str] = ()


def counter(name: str, unit: str, meaning: str, labels: tuple[str, ...] = ()) -> Meter:
    return Meter(name, Kind.COUNTER, unit, meaning, labels)


def gauge(name: str, unit: str, meaning: str, labels: tuple[str, ...] = ()) -> Meter:
    return Meter(name, Kind.GAUGE, unit, meaning, labels)


def histogram(name: str, unit: str, meaning: str, labels: tuple[str, ...] = ()) -> Meter:
    return Meter(name, Kind.HISTOGRAM, unit, meaning, labels)
