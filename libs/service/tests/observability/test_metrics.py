"""What is shown is what is listed, in the form Prometheus reads."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from recoup_eventstore.durations import Durations, Outcomes
from recoup_service.observability.exposition import exposition
from recoup_service.observability.meters import Kind, Meter, Sample
from recoup_service.observability.metrics import APPEND_DURATION, METERS, RELAY_LAG

OURS = ("recoup_", "messaging_", "db_client_", "http_server_")
IN_OPENTELEMETRYS_NAMES = ("_count", "_max", "_requests")
"""How it ends the names of numbers that are no durations."""


@pytest.mark.parametrize("meter", METERS, ids=lambda meter: meter.name)
def test_every_meter_says_its_unit_and_its_meaning(meter: Meter) -> None:
    assert meter.name.startswith(OURS)
    assert meter.name.endswith("_total") == (meter.kind is Kind.COUNTER)
    if meter.kind is not Kind.COUNTER and not meter.name.endswith(IN_OPENTELEMETRYS_NAMES):
        assert meter.name.endswith(f"_{meter.unit}")
    assert meter.meaning.endswith(".")


def test_no_name_means_two_things() -> None:
    assert len({meter.name for meter in METERS}) == len(METERS)


@pytest.mark.parametrize("meter", METERS, ids=lambda meter: meter.name)
def test_every_meter_is_shown_with_its_labels(meter: Meter) -> None:
    value = Durations() if meter.kind is Kind.HISTOGRAM else 3
    text = exposition([Sample(meter, value, ["x"] * len(meter.labels))]).decode()
    [family] = [
        f
        for f in text_string_to_metric_families(text)
        if f.samples and f.name in (meter.name, meter.name.removesuffix("_total"))
    ]
    assert family.type == meter.kind.value
    for sample in family.samples:
        assert {*sample.labels} - {"le"} == {*meter.labels}


def test_a_bucket_holds_all_that_was_as_fast_as_it_says_or_faster() -> None:
    durations = Durations()
    for seconds in (0.0005, 0.001, 0.3, 60.0):
        durations.add(seconds)
    text = exposition([Sample(APPEND_DURATION, durations)]).decode()
    assert f'{APPEND_DURATION.name}_bucket{{le="0.001"}} 2.0' in text
    assert f'{APPEND_DURATION.name}_bucket{{le="0.25"}} 2.0' in text
    assert f'{APPEND_DURATION.name}_bucket{{le="0.5"}} 3.0' in text
    assert f'{APPEND_DURATION.name}_bucket{{le="+Inf"}} 4.0' in text
    assert f"{APPEND_DURATION.name}_sum 60.3015" in text


def test_a_number_is_no_duration() -> None:
    with pytest.raises(TypeError, match="is a histogram"):
        exposition([Sample(APPEND_DURATION, 1)])
    with pytest.raises(TypeError, match="is a gauge"):
        exposition([Sample(RELAY_LAG, Durations())])


def test_what_fails_is_timed_under_the_name_of_its_error() -> None:
    outcomes = Outcomes()
    with outcomes.timed():
        pass
    with pytest.raises(ZeroDivisionError), outcomes.timed():
        raise ZeroDivisionError
    assert {name: sum(d.counts) for name, d in outcomes.items()} == {"": 1, "ZeroDivisionError": 1}
