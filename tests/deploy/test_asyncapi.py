"""What is published about our topics is AsyncAPI to its own makers' parser."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from recoup_cli.language.headers import CLOUD_EVENT
from recoup_events.kernel.topics import OWNERS
from recoup_eventstore.ports import Cursor, Positioned
from recoup_messaging.cloudevents import record_of
from recoup_messaging.memory.outbox import outbox_row_of
from recoup_testing.fake_subscriber import told

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted((ROOT / "docs/api").glob("*.asyncapi.json"))
TOPIC = ROOT / "deploy/k8s/overlays/production/shared/topic.yaml"


def test_every_service_describes_itself() -> None:
    assert {file.name.partition(".")[0].replace("-", "_") for file in DOCUMENTS} == set(OWNERS)


def test_the_official_parser_understands_them_all(read_asyncapi: Callable[..., str]) -> None:
    read_asyncapi(*DOCUMENTS)


def test_a_reference_to_nothing_would_be_found(
    tmp_path: Path, read_asyncapi: Callable[..., str]
) -> None:
    document = json.loads((ROOT / "docs/api/invoice.asyncapi.json").read_text())
    del document["components"]["schemas"]["invoice.paid.v1"]
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps(document))
    with pytest.raises(AssertionError, match="does not exist"):
        read_asyncapi(broken)


def test_the_headers_are_those_that_are_sent() -> None:
    sent = record_of(outbox_row_of(0, 1, Positioned(Cursor(1, 1, 1), told(1))), "invoice")
    described = CLOUD_EVENT["headers"]
    names = {name for name, _ in sent.headers}
    assert set(described["required"]) <= names <= set(described["properties"])


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_the_numbers_of_a_topic_are_those_of_production(file: Path) -> None:
    made = {
        step["path"].rpartition("/")[2]: step["value"] for step in yaml.safe_load(TOPIC.read_text())
    }
    for channel in json.loads(file.read_text())["channels"].values():
        kafka = channel["bindings"]["kafka"]
        assert (kafka["partitions"], kafka["replicas"]) == (made["partitions"], made["replicas"])
        assert kafka["topicConfiguration"].items() <= made["config"].items()
