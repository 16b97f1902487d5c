"""What every resource shows, whatever it is: when it came to be, and when it last changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict

from pydantic import BaseModel, Field

from recoup_eventstore.pending_changes import Folded


class Resource(BaseModel):
    """What is shown of a thing that was created."""

    created_at: datetime = Field(description="When it came to be, UTC.")
    updated_at: datetime = Field(
        description="When it last changed, UTC; lists take it as `updated_since`."
    )


class MaybeResource(BaseModel):
    """What is shown of a thing that is there before anybody has said anything about it."""

    created_at: datetime | None = Field(
        description="When it was first recorded, UTC; `null`: never."
    )
    updated_at: datetime | None = Field(description="When it last changed, UTC; `null`: never.")


class Dates(TypedDict):
    """``InvoiceShown(**dates, ...)``."""

    created_at: datetime
    updated_at: datetime


class MaybeDates(TypedDict):
    created_at: datetime | None
    updated_at: datetime | None


def dates_of(thing: Folded) -> Dates:
    """Of a stream that has events: its first and its latest say it."""
    assert thing.first is not None, "what can be found was created"
    assert thing.last is not None, "what can be found was created"
    return Dates(created_at=thing.first.cause.at, updated_at=thing.last.cause.at)


def maybe_dates_of(thing: Folded) -> MaybeDates:
    """Of a stream that may have none."""
    if thing.last is None:
        return MaybeDates(created_at=None, updated_at=None)
    return MaybeDates(**dates_of(thing))


def dates_in(row: Mapping[str, Any]) -> Dates:
    """Of a row of a list."""
    return Dates(created_at=row["created_at"], updated_at=row["updated_at"])
