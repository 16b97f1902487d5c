"""What the webhook service says: what became of those who asked to be told."""

from datetime import datetime
from enum import StrEnum
from typing import NewType

from recoup_events.kernel.event import Event

EndpointId = NewType("EndpointId", str)


class DisabledReason(StrEnum):
    ASKED = "asked"
    """By the tenant."""
    GONE = "gone"
    """It answered `410 Gone`."""
    FAILING = "failing"
    """For days, nothing but failures."""


class WebhookEvent(Event, owner="webhook"):
    """An event of the webhook service."""


class EndpointDisabled(WebhookEvent, type="endpoint.disabled.v1"):
    """An endpoint is sent nothing any more until somebody enables it."""

    endpoint_id: EndpointId
    reason: DisabledReason
    detail: str
    """In words, for whoever has to do something about it."""
    failing_since: datetime | None = None
    """Of one that failed: since its first failure after the last success."""
