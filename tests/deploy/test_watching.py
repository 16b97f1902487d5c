"""Whatever the watchers ask for is really shown, and every alarm has been seen to ring."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from recoup_events.kernel.topics import OWNERS
from recoup_events.public import PUBLIC
from recoup_eventstore.durations import Durations
from recoup_service.observability.exposition import exposition
from recoup_service.observability.meters import Kind, Sample
from recoup_service.observability.metrics import METERS

ROOT = Path(__file__).parents[2]
PROMETHEUS = ROOT / "deploy/prometheus"
RUNBOOK = ROOT / "docs/operations/runbook.md"
DASHBOARDS = sorted((ROOT / "deploy/grafana/dashboards").glob("*.json"))
SERVICES = [owner.replace("_", "-") for owner in OWNERS]
GIVEN_BY_PROMETHEUS = {"up"}
HISTOGRAM = re.compile(r"(?<=_seconds)_(?:bucket|count|sum)$")
GIVEN_LABELS = {"service", "instance", "job", "le"}
NAME = re.compile(r"\b(?:recoup|process|messaging|db_client|http_server)_[a-z_]+\b|\bup\b")
BY = re.compile(r"\bby \(([^)]*)\)")
LABELS = re.compile(BY.pattern + r"|\{[^}]*\}")


def shown() -> dict[str, set[str]]:
    """Every sample a service can show, with its labels."""
    every = [
        Sample(m, Durations() if m.kind is Kind.HISTOGRAM else 1, ["x"] * len(m.labels))
        for m in METERS
    ]
    families = text_string_to_metric_families(exposition(every).decode())
    return {sample.name: set(sample.labels) for family in families for sample in family.samples}


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load((PROMETHEUS / "alerts.yml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    return [panel for each in DASHBOARDS for panel in json.loads(each.read_text())["panels"]]


def asked() -> Iterator[tuple[str, str]]:
    """Every query, with who asks it."""
    yield from ((rule["alert"], rule["expr"]) for rule in rules())
    for panel in panels():
        yield from ((panel["title"], target["expr"]) for target in panel["targets"])


def numbers(query: str) -> set[str]:
    """The names in a query that are no labels."""
    return set(NAME.findall(LABELS.sub("", query)))


@pytest.mark.parametrize(("who", "query"), list(asked()))
def test_every_number_asked_for_is_shown_by_the_services(who: str, query: str) -> None:
    names = numbers(query)
    known = shown()
    assert names, f"{who} asks for nothing"
    assert names <= set(known) | GIVEN_BY_PROMETHEUS
    labels = {label.strip() for group in BY.findall(query) for label in group.split(",")}
    assert labels <= GIVEN_LABELS.union(*(known.get(name, set()) for name in names))


def test_every_number_shown_is_on_the_dashboard() -> None:
    on_it = {name for panel in panels() for t in panel["targets"] for name in numbers(t["expr"])}
    ages = {"recoup_relay_lag_events"}  # its age in seconds says more
    assert {meter.name for meter in METERS} - ages <= {HISTOGRAM.sub("", name) for name in on_it}


def test_every_event_counted_on_a_dashboard_is_one_that_services_say() -> None:
    queries = [query for _, query in asked() if "event_type=~" in query]
    wanted = {
        type.replace("\\\\", "")
        for query in queries
        for type in query.partition('event_type=~"')[2].partition('"')[0].split("|")
    }
    assert wanted
    assert wanted <= set(PUBLIC)


def test_every_alarm_has_been_heard_to_ring() -> None:
    tests = yaml.safe_load((PROMETHEUS / "alerts_test.yml").read_text())["tests"]
    cases = [case for test in tests for case in test["alert_rule_test"]]
    rung = {case["alertname"] for case in cases if case["exp_alerts"]}
    silent = {case["alertname"] for case in cases if not case["exp_alerts"]}
    assert rung == silent == {rule["alert"] for rule in rules()}


def test_every_alarm_says_how_bad_it_is_and_what_to_do() -> None:
    for rule in rules():
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert set(rule["annotations"]) == {"summary", "description", "runbook"}


def test_every_alarm_has_its_place_in_the_runbook_and_nothing_else_has() -> None:
    headings = re.findall(r"^## (\w+)$", RUNBOOK.read_text(), re.MULTILINE)
    assert headings == [rule["alert"] for rule in rules()]
    for rule in rules():
        page = RUNBOOK.relative_to(ROOT)
        assert rule["annotations"]["runbook"] == f"{page}#{rule['alert'].lower()}"


def test_alarms_ring_when_they_must(tool: Callable[..., str]) -> None:
    tool("promtool", "check", "config", PROMETHEUS / "prometheus.yml")
    tool("promtool", "test", "rules", PROMETHEUS / "alerts_test.yml")


def test_the_dashboard_asks_in_words_prometheus_understands(
    tool: Callable[..., str], tmp_path: Path
) -> None:
    queries = [target["expr"] for panel in panels() for target in panel["targets"]]
    asked = [
        {"record": f"panel:{n}", "expr": query.replace("$__rate_interval", "1m")}
        for n, query in enumerate(queries)
    ]
    rules = tmp_path / "rules.yml"
    rules.write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": asked}]}))
    tool("promtool", "check", "rules", rules)


def test_prometheus_looks_at_every_service(compose: dict[str, Any]) -> None:
    (job,) = yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text())["scrape_configs"]
    admin = compose["x-environment"]["RECOUP_ADMIN_PORT"]
    (targets,) = job["static_configs"]
    assert targets["targets"] == [
        f"{service}:{admin}" for service in (*SERVICES, "gateway", "portal")
    ]


def test_traces_go_where_the_collector_listens(compose: dict[str, Any]) -> None:
    collector = yaml.safe_load((ROOT / "deploy/otel/collector.yml").read_text())
    listening = collector["receivers"]["otlp"]["protocols"]["http"]["endpoint"]
    port = listening.rpartition(":")[2]
    endpoint = compose["x-environment"]["OTEL_EXPORTER_OTLP_ENDPOINT"]
    assert endpoint == f"http://otel-collector:{port}"
