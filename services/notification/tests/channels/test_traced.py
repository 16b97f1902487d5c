"""A hand-over is a span that says how it went, and nothing about whom it was for."""

from datetime import UTC, datetime

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from notification.channels.traced import Traced
from notification.messages.domain.message_content import MessageContent
from notification.messages.domain.outcomes import Deferred, Outcome, Rejected, Taken
from notification.messages.domain.sender import Delivery
from notification.templates.domain.words import Words
from recoup_events.invoice import SenderIdentity
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import MessageId, PersonId

DELIVERY = Delivery(
    message_id=MessageId("msg_1"),
    channel=Channel.EMAIL,
    content=MessageContent(
        sender=SenderIdentity(name="Acme Receivables"),
        person_id=PersonId("per_1"),
        recipient="Ada Byron",
        address="ada@byron.example",
        address_hash="a1",
        items=(),
        words=Words(template_version=1, language="en", subject="Invoice", text="Please pay."),
    ),
    at=datetime(2026, 1, 5, 9, 0, tzinfo=UTC),
)
REFUSED = "550 no such user ada@byron.example"


class Answering:
    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome

    async def send(self, delivery: Delivery) -> Outcome:
        return self._outcome


@pytest.mark.parametrize(
    ("outcome", "error"),
    [
        (Taken(provider_id="250 ok"), None),
        (Deferred(reason=REFUSED), "Deferred"),
        (Rejected(reason=REFUSED), "Rejected"),
    ],
)
async def test_a_span_says_how_it_went_and_where_to(
    outcome: Outcome, error: str | None, spans: InMemorySpanExporter
) -> None:
    assert await Traced(Answering(outcome), "smtp", "relay", 25).send(DELIVERY) == outcome
    [span] = spans.get_finished_spans()
    assert (span.name, span.kind) == ("send smtp", SpanKind.CLIENT)
    assert span.attributes is not None
    assert span.attributes["server.address"] == "relay"
    assert span.attributes["server.port"] == 25
    assert span.attributes["messaging.message.id"] == "msg_1"
    assert span.attributes.get("error.type") == error
    assert (span.status.status_code is StatusCode.ERROR) == (error is not None)
    recorded = (
        f"{span.name} {dict(span.attributes)} {span.status.description} {span.events} {span.links}"
    )
    assert [word for word in ("Ada", "ada@", "Please", "550") if word in recorded] == []
