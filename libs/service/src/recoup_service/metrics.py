"""Every metric a service shows, with its unit and meaning; nothing else may be shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from prometheus_client import CollectorRegistry, Histogram, ProcessCollector, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric


class Kind(Enum):
    """Counters only grow; gauges are as found when asked."""

    COUNTER = CounterMetricFamily
    GAUGE = GaugeMetricFamily


@dataclass(frozen=True, slots=True)
class Meter:
    """What one number means; the name ends with its unit."""

    name: str
    kind: Kind
    meaning: str
    labels: tuple[str, ...] = ()


FACTS_RECORDED = Meter(
    "recoup_facts_recorded_total", Kind.COUNTER, "Facts this process has recorded."
)
LOOP_DONE = Meter(
    "recoup_loop_done_total", Kind.COUNTER, "Things a background loop has done.", ("loop",)
)
LOOP_HEARTBEAT_AGE = Meter(
    "recoup_loop_heartbeat_age_seconds",
    Kind.GAUGE,
    "Time since a background loop last took a turn; grows when it is stuck.",
    ("loop",),
)
RELAY_LAG = Meter("recoup_relay_lag_facts", Kind.GAUGE, "Public facts not yet published to Kafka.")
RELAY_LAG_SECONDS = Meter(
    "recoup_relay_lag_seconds", Kind.GAUGE, "Age of the oldest public fact not yet published."
)
CONSUMER_LAG = Meter(
    "recoup_consumer_lag_records",
    Kind.GAUGE,
    "Records in a partition this process reads that it has not handled yet.",
    ("topic", "partition"),
)
CONSUMER_HALTED = Meter(
    "recoup_consumer_halted_partitions",
    Kind.GAUGE,
    "1 while a partition stands still because too many of its messages are parked.",
    ("topic", "partition"),
)
PROJECTION_LAG = Meter(
    "recoup_projection_lag_facts",
    Kind.GAUGE,
    "Own facts a read model has not folded yet.",
    ("projection",),
)
TIMER_OVERDUE = Meter(
    "recoup_timer_overdue_seconds", Kind.GAUGE, "How long the soonest due wake-up has been due."
)
PARKED = Meter(
    "recoup_parked_messages",
    Kind.GAUGE,
    "Messages set aside with a reason, or waiting behind one; counted up to 1000.",
)
HORIZON_AGE = Meter(
    "recoup_horizon_age_seconds",
    Kind.GAUGE,
    "How long the oldest running transaction of the database server has held back new facts.",
)
METERS = (
    FACTS_RECORDED,
    LOOP_DONE,
    LOOP_HEARTBEAT_AGE,
    RELAY_LAG,
    RELAY_LAG_SECONDS,
    CONSUMER_LAG,
    CONSUMER_HALTED,
    PROJECTION_LAG,
    TIMER_OVERDUE,
    PARKED,
    HORIZON_AGE,
)
HTTP_DURATION = "recoup_http_request_duration_seconds"


class Sample(NamedTuple):
    """What a meter shows now; ``labels`` are in the meter's order."""

    meter: Meter
    value: float
    labels: Sequence[str] = ()


class HttpMetrics:
    """How long requests take, by route template: an id in a path never becomes a label."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.in_flight = 0
        """Requests being answered right now."""
        ProcessCollector(registry=self.registry)
        self._duration = Histogram(
            HTTP_DURATION,
            "Time from a request's first byte to its answer's last.",
            ("method", "route", "status"),
            registry=self.registry,
        )

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        self._duration.labels(method, route, status).observe(seconds)


class _Families:
    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        return self._families


def exposition(http: HttpMetrics, samples: Iterable[Sample]) -> bytes:
    """The Prometheus text of everything a process shows."""
    families: Mapping[Meter, CounterMetricFamily | GaugeMetricFamily] = {
        meter: meter.kind.value(meter.name, meter.meaning, labels=meter.labels) for meter in METERS
    }
    for sample in samples:
        families[sample.meter].add_metric(list(sample.labels), sample.value)
    shown = (family for family in families.values() if family.samples)
    return generate_latest(http.registry) + generate_latest(_Families(shown))
