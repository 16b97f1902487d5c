"""Refusals in JSON."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field, Json

from recoup_events.workflow_scheduler import Channel


class Refusal(BaseModel):
    """One contact that was not made, and why."""

    id: UUID
    at: datetime
    message_id: str
    reminder_id: str
    invoice_id: str
    customer_id: str
    channel: Channel
    rule: str = Field(examples=["house-quiet-hours"])
    rules_version: str = Field(description="Names exactly the set of rules it was judged by.")
    citation: str
    inputs: dict[str, str] = Field(description="The facts the refusal rests on.")
    retry_at: datetime | None = Field(
        description="When the message is looked at again; `null` when it is over."
    )


class RefusalCount(BaseModel):
    rule: str
    refusals: int
    for_good: int = Field(description="Those after which the message was over.")


class RefusalCounts(BaseModel):
    data: list[RefusalCount]


class _Row(Refusal):
    inputs: Json[dict[str, str]]


def listed(row: Mapping[str, Any]) -> Refusal:
    """A row of the list."""
    return Refusal.model_validate(_Row.model_validate(dict(row)).model_dump())
