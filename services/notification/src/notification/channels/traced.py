"""A span around each hand-over: how it went and for which message, never to whom or in what words."""

from opentelemetry.trace import SpanKind

from notification.messages.domain.outcomes import Outcome, Taken
from notification.messages.domain.sender import Delivery, Sender
from recoup_eventstore.tracing import failed, spanning


class Traced:
    """See ``Sender``."""

    def __init__(self, sender: Sender, protocol: str, host: str | None, port: int | None) -> None:
        self._sender = sender
        self._name = f"send {protocol}"
        attributes = {
            "messaging.system": protocol,
            "messaging.operation.name": "send",
            "messaging.operation.type": "send",
            "server.address": host,
            "server.port": port,
        }
        self._attributes = {name: known for name, known in attributes.items() if known is not None}

    async def send(self, delivery: Delivery) -> Outcome:
        attributes = {**self._attributes, "messaging.message.id": delivery.message_id}
        with spanning(self._name, SpanKind.CLIENT, attributes) as span:
            outcome = await self._sender.send(delivery)
            if not isinstance(outcome, Taken):
                failed(span, type(outcome).__name__)
        return outcome
