"""From the mail a debtor gets, one finds the request that led to it; and every metric moves meanwhile."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from recoup_service.observability.meters import Kind, Meter
from recoup_service.observability.metrics import (
    APPEND_CONFLICTS,
    METERS,
    REFUSED,
    REQUESTS_REPLAYED,
    WEBHOOK_ATTEMPTS,
)
from recoup_testing.collector import CollectedSpan, Collector, collector
from recoup_testing.e2e_stack import private_stack
from recoup_testing.example_debtor import CUSTOMER, INVOICE

pytestmark = pytest.mark.servers

TRACE = "0af7651916cd43dd8448eb211c80319c"
CALLER = "b7ad6b7169203331"
PERSONAL = ("Sandmann", "sandmann", "payable", "2026-0001", "1000.00", "reminder about", "is due")
WAY = [
    ("notification", "send smtp", "CLIENT"),
    ("notification", "perform message.send", "INTERNAL"),
    ("notification", "process recoup.workflow_scheduler", "CONSUMER"),
    ("workflow-scheduler", "fire contact_round.contact", "INTERNAL"),
    ("workflow-scheduler", "process recoup.invoice", "CONSUMER"),
    ("invoice", "POST /v1/invoices", "SERVER"),
]
UNEVENTFUL = (APPEND_CONFLICTS, REFUSED, REQUESTS_REPLAYED)
NOBODYS = (WEBHOOK_ATTEMPTS,)
"""No endpoint of anybody is told of this."""
LISTENERS = {"console", "workflow-scheduler", "notification", "webhook"}
"""Who does something about what this story tells; disputes and plans only take note of it."""
OF_ONE_MESSAGE = {
    "messaging.destination.partition.id",
    "messaging.kafka.offset",
    "messaging.message.id",
    "messaging.message.conversation_id",
}
OF_A_BATCH = {"messaging.batch.message_count"}


@dataclass(frozen=True, slots=True)
class Story:
    """What the services showed of it."""

    spans: Collector
    metrics: str
    """Of all services, one after the other."""


async def an_announced_invoice() -> str:
    """Issued by a caller who traces, and announced by mail on the same morning; its metrics."""
    async with private_stack(datetime(2026, 1, 5, 7, tzinfo=UTC)) as scene:
        creditor = await scene.tenant("acme")
        await creditor.post("invoice", "/v1/customers", CUSTOMER)
        asked = await creditor.post(
            "invoice", "/v1/invoices", INVOICE, traceparent=f"00-{TRACE}-{CALLER}-01"
        )
        assert asked.status_code == 201
        await creditor.get("invoice", "/v1/customers", search="Sandmann")
        await scene.until(datetime(2026, 1, 5, 12, tzinfo=UTC))
        [mail] = scene.mails()
        assert b"billing@sandmann.example" in mail.as_bytes()
        admins = [scene.stack.addresses.services[name].admin for name in scene.services]
        return "".join([(await scene.http.get(f"{admin}/metrics")).text for admin in admins])


@pytest.fixture(scope="module")
async def story() -> Story:
    """Everything the services told their collector until they had stopped."""
    with collector() as there, pytest.MonkeyPatch.context() as environment:
        environment.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", there.endpoint)
        metrics = await an_announced_invoice()
    return Story(there, metrics)


async def test_from_the_mail_one_gets_back_to_the_request(story: Story) -> None:
    [mail] = story.spans.named("notification", "send smtp")
    way = story.spans.reached_from(mail)
    assert [(span.service, span.name, span.kind) for span in way] == WAY
    request = way[-1]
    assert request.trace_id.hex() == TRACE
    assert CALLER in {id.hex() for id in request.came_from}


async def test_what_crosses_the_log_is_named_as_the_conventions_have_it(story: Story) -> None:
    processed = [span for span in story.spans.spans if span.name.startswith("process ")]
    sent = [span for span in story.spans.spans if span.name.startswith("send recoup.")]
    assert {span.service for span in processed} == LISTENERS
    for span in processed:
        assert span.kind == "CONSUMER"
        assert messaging(span) == {
            "messaging.system": "kafka",
            "messaging.operation.name": "process",
            "messaging.operation.type": "process",
            "messaging.destination.name": span.name.removeprefix("process "),
            "messaging.consumer.group.name": span.service,
        }
        assert span.attributes.keys() >= OF_ONE_MESSAGE
    assert {span.service for span in sent} == {"invoice", "workflow-scheduler", "notification"}
    for span in sent:
        assert span.kind == "CLIENT"
        assert messaging(span) == {
            "messaging.system": "kafka",
            "messaging.operation.name": "send",
            "messaging.operation.type": "send",
            "messaging.destination.name": f"recoup.{span.service.replace('-', '_')}",
        }
        assert span.attributes["messaging.batch.message_count"]


async def test_a_mail_is_sent_to_a_server_and_not_to_a_person(story: Story) -> None:
    [mail] = story.spans.named("notification", "send smtp")
    assert mail.attributes.keys() == {
        *("messaging.system", "messaging.operation.name", "messaging.operation.type"),
        *("messaging.message.id", "server.address", "server.port"),
    }


async def test_no_span_says_anything_about_a_person(story: Story) -> None:
    assert story.spans.named("invoice", "GET /v1/customers"), "somebody was searched for"
    told = "".join(span.recorded for span in story.spans.spans)
    assert [word for word in PERSONAL if word in told] == []


@pytest.mark.parametrize("meter", METERS, ids=lambda meter: meter.name)
async def test_every_metric_has_a_value_somewhere(story: Story, meter: Meter) -> None:
    suffix = "_count" if meter.kind is Kind.HISTOGRAM else ""
    values = re.findall(rf"^{meter.name}{suffix}(?:{{.*}})? (\S+)$", story.metrics, re.MULTILINE)
    assert bool(values) is (meter not in NOBODYS)
    at_rest = meter.kind is Kind.GAUGE or meter in UNEVENTFUL
    assert at_rest or meter in NOBODYS or max(map(float, values)) > 0


def messaging(span: CollectedSpan) -> Mapping[str, str | int]:
    """What all messages of one operation have in common."""
    return {
        name: value
        for name, value in span.attributes.items()
        if name.startswith("messaging.") and name not in OF_ONE_MESSAGE | OF_A_BATCH
    }
