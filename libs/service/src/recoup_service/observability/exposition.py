"""What a process shows, as Prometheus reads it; a metric without a value now is named all the same."""

from collections.abc import Iterable, Iterator
from itertools import accumulate

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)

from recoup_eventstore.durations import BOUNDS, Durations
from recoup_service.observability.meters import Kind, Meter, Sample
from recoup_service.observability.metrics import METERS

Family = CounterMetricFamily | GaugeMetricFamily | HistogramMetricFamily
_FAMILIES: dict[Kind, type[Family]] = {
    Kind.COUNTER: CounterMetricFamily,
    Kind.GAUGE: GaugeMetricFamily,
    Kind.HISTOGRAM: HistogramMetricFamily,
}
_UPPER_ENDS = [*map(str, BOUNDS), "+Inf"]
PROCESS = CollectorRegistry()
"""Memory, processor and file descriptors, as the Prometheus library counts them."""
ProcessCollector(registry=PROCESS)


class _Families:
    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        return self._families


def exposition(samples: Iterable[Sample]) -> bytes:
    """The Prometheus text of everything a process shows."""
    families = {meter: _family(meter) for meter in METERS}
    for sample in samples:
        _add(families[sample.meter], sample)
    return generate_latest(PROCESS) + generate_latest(_Families(families.values()))


def of_the_process() -> Iterator[Meter]:
    """What the Prometheus library shows of any process."""
    for family in PROCESS.collect():
        kind, unit = Kind(family.type), family.name.rpartition("_")[2]
        name = f"{family.name}_total" if kind is Kind.COUNTER else family.name
        yield Meter(name, kind, unit, family.documentation, ())


def _family(meter: Meter) -> Family:
    return _FAMILIES[meter.kind](meter.name, meter.meaning, labels=meter.labels)


def _add(family: Family, sample: Sample) -> None:
    match family, sample.value:
        case HistogramMetricFamily(), Durations(counts=counts, seconds=seconds):
            buckets = list(zip(_UPPER_ENDS, accumulate(counts), strict=True))
            family.add_metric(list(sample.labels), buckets, seconds)
        case ((CounterMetricFamily() | GaugeMetricFamily()), (int() | float()) as value):
            family.add_metric(list(sample.labels), value)
        case _:
            raise TypeError(f"{sample.meter.name} is a {sample.meter.kind.value}")
