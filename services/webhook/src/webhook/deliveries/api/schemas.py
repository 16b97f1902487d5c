"""Deliveries and attempts in JSON."""

import json
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from recoup_service.api.fields import Instant, RequestBody
from webhook.deliveries.domain.payload import body_of
from webhook.deliveries.domain.retrying import Outcome
from webhook.endpoints.domain.wanted import Payload

SINCE = "Of what came to be at this moment or later; not before the oldest event that is kept."


class DeliveryState(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class Recovery(RequestBody):
    """What failed, or waits for its next attempt, is sent now."""

    since: Instant = Field(description=SINCE, examples=["2026-01-05T09:00:00Z"])


class Which(StrEnum):
    MISSING = "missing"
    """Events it would have been told of, had it been there, enabled, or filtered as it is now."""
    ALL = "all"
    """Those, and everything it was told of already."""


class Replay(RequestBody):
    """Send again: one event, or what happened since a moment."""

    event_id: UUID | None = Field(
        default=None,
        description="This event alone; send either `event_id` or `since`.",
        examples=["5d1f5f5e-3f0b-4a53-9d6c-0f1d4a7f2a11"],
    )
    since: Instant | None = Field(
        default=None, description=SINCE, examples=["2026-01-05T09:00:00Z"]
    )
    which: Which = Field(
        default=Which.MISSING,
        description="With `since`: `missing`, what it was never sent, or `all` again.",
    )

    @model_validator(mode="after")
    def _one_or_since(self) -> Self:
        if (self.event_id is None) == (self.since is None):
            raise ValueError("send either event_id or since")
        return self


class Accepted(BaseModel):
    """It is done now; see the endpoint's deliveries."""

    endpoint_id: str = Field(examples=["whe_3f1c"])
    event_id: UUID | None = Field(default=None, description="Of one event, or of a test: which.")
    since: datetime | None = None


class DeliveryShown(BaseModel):
    """One event to one endpoint."""

    event_id: UUID
    type: str = Field(examples=["invoice.paid.v1"])
    customer_id: str | None
    state: DeliveryState
    reason: str | None = Field(
        description="Why it failed: `exhausted`, `gone`, `endpoint_disabled`, `endpoint_deleted` or "
        "`event_forgotten`."
    )
    attempts: int = Field(description="How often it was tried.")
    next_attempt_at: datetime | None = Field(
        description="`null` where it has ended, or waits behind another event of its customer."
    )
    queued_at: datetime
    ended_at: datetime | None


class RequestShown(BaseModel):
    url: str
    headers: dict[str, str]
    body: str | None = Field(description="`null` once the event is forgotten.")


class ResponseShown(BaseModel):
    status: int
    headers: dict[str, str]
    body: str = Field(description="The first 16 kB.")


class AttemptShown(BaseModel):
    """One request to the endpoint, and what came of it."""

    event_id: UUID
    type: str
    number: int = Field(description="Counts the attempts of this event.")
    at: datetime
    outcome: Outcome
    detail: str = Field(description="In words.", examples=["HTTP 500"])
    milliseconds: int
    request: RequestShown
    response: ResponseShown | None = Field(description="`null` where there was none.")


def delivery_shown(row: Mapping[str, Any]) -> DeliveryShown:
    return DeliveryShown(
        **{name: row[name] for name in ("event_id", "type", "reason", "attempts")},
        **{name: row[name] for name in ("queued_at", "ended_at")},
        state=DeliveryState(row["state"]),
        customer_id=row["customer_id"] or None,
        next_attempt_at=row["due_at"],
    )


def attempt_shown(row: Mapping[str, Any]) -> AttemptShown:
    event = row["body"]
    body = None if event is None else body_of(event, Payload(row["payload"])).decode()
    response = None
    if row["status"] is not None:
        response = ResponseShown(
            status=row["status"],
            headers=json.loads(row["response_headers"]),
            body=row["response_body"],
        )
    return AttemptShown(
        **{name: row[name] for name in ("event_id", "type", "number", "at", "detail")},
        outcome=Outcome(row["outcome"]),
        milliseconds=row["milliseconds"],
        request=RequestShown(url=row["url"], headers=json.loads(row["request_headers"]), body=body),
        response=response,
    )
