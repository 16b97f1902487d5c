"""The page operators read about metrics: each with its unit, its labels and what it means."""

from collections.abc import Iterable, Sequence

from recoup_service.observability.exposition import of_the_process
from recoup_service.observability.meters import Meter
from recoup_service.observability.metrics import METERS

_HEAD = """# Metrics

Written by `recoup docs` from [metrics.py](../../libs/service/src/recoup_service/observability/metrics.py); do not edit.

Every service shows these on its admin port under `/metrics`, and no others. Counters and histograms begin at nothing when the process
starts. An empty `error_type` is a success. Ages are by the service's clock. What is looked up in PostgreSQL is left out while
PostgreSQL does not answer; what is counted in the process is not. [The alarms](../../deploy/prometheus/alerts.yml) say what to do.

Relay lag has no label for the slot: every replica sees all 64 slots of the one database, so 64 series times replicas would say what the
worst slot's age says already, and a slot that nobody leases is late like any other.
"""


def metrics_page() -> str:
    """The whole page, in Markdown."""
    ours = _table("Of the service", METERS)
    return f"{_HEAD}{ours}{_table('Of the process, by the Prometheus library', of_the_process())}"


def _table(title: str, meters: Iterable[Meter]) -> str:
    columns = ("name", "unit", "type", "labels", "meaning")
    rows = [columns, ["---"] * len(columns), *map(_cells, meters)]
    return f"\n## {title}\n\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cells(meter: Meter) -> Sequence[str]:
    labels = "<br>".join(f"`{label}`" for label in meter.labels)
    return f"`{meter.name}`", meter.unit, meter.kind.value, labels, meter.meaning
