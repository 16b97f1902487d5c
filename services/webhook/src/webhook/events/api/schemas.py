"""The feed in JSON."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field


class PublicEvent(BaseModel):
    """A CloudEvent 1.0, as it also comes to webhooks."""

    specversion: str = Field(examples=["1.0"])
    id: UUID = Field(
        description="Of this event for ever, however often it comes: by it you tell that you have it.",
        examples=["5d1f5f5e-3f0b-4a53-9d6c-0f1d4a7f2a11"],
    )
    source: str = Field(description="The service that said it.", examples=["/recoup/invoice"])
    type: str = Field(description="What happened, and its version.", examples=["invoice.paid.v1"])
    subject: str = Field(description="The thing it happened to.", examples=["invoice-inv_52d1"])
    time: datetime = Field(description="When it was decided, UTC.")
    datacontenttype: str = Field(examples=["application/json"])
    dataschema: str = Field(examples=["urn:recoup:event:invoice.paid.v1"])
    tenantid: str = Field(examples=["acme"])
    actor: str = Field(description="Who asked for it.", examples=["key:3f9a"])
    correlationid: UUID = Field(description="The same for all that one request led to.")
    causationid: UUID | None = Field(
        default=None, description="The event that led to it; left out where a request did."
    )
    streamversion: int = Field(
        description="Counts the events of its subject, in public and not; it only grows."
    )
    customerid: str | None = Field(
        default=None,
        description="Recoup's id of the customer it concerns; left out where it concerns none.",
        examples=["cus_9f0c"],
    )
    data: dict[str, Any] = Field(
        description="What happened; the schema of each type stands in docs/events.md. "
        "Personal values are written `{person, value}`."
    )


class EventPage(BaseModel):
    """Part of the feed."""

    data: list[PublicEvent]
    has_more: bool = Field(description="Whether more are there now; ask again at once.")
    next_cursor: str = Field(
        description="Send it as `after` to go on, now or later. It is there on the last page, too: "
        "keep it once you have handled `data`.",
        examples=["MS44MTQuNTI"],
    )
