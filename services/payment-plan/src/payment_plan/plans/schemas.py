"""Instalments and terms in JSON, as plans and offers have them."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, Field

from recoup_events.payment_plan import PlanInterest
from recoup_service.api.amounts import Amount
from recoup_service.api.fields import Day

LONGEST = 120
"""Ten years of monthly instalments."""


def _without_bounds(schema: dict[str, Any]) -> None:
    """JSON schemas have none for dates; pydantic's own names for them mean nothing there."""
    schema.pop("ge", None)
    schema.pop("lt", None)
    schema["pattern"] = "^20[0-9]{2}-"


DueOn = Annotated[
    Day,
    Field(
        ge=date(2000, 1, 1),
        lt=date(2100, 1, 1),
        description="By the end of this day, in the debtor's calendar.",
        examples=["2026-02-28"],
        json_schema_extra=_without_bounds,
    ),
]


Interest = Annotated[
    PlanInterest | None,
    Field(
        description="Whether what the plan covers bears interest while it runs (`runs`), or none (`frozen`); as "
        "the plan policy says if left out."
    ),
]


class InstalmentOffered(BaseModel):
    due_on: date
    amount: Amount


class InstalmentState(StrEnum):
    OPEN = "open"
    MISSED = "missed"
    PAID = "paid"
    CREDITED = "credited"


class InstalmentShown(InstalmentOffered):
    due_on: date = Field(description="Moved by the days on which the plan's clock stood still.")
    agreed_due_on: date
    amount: Amount = Field(description="What is to be paid of it, after credits.")
    agreed_amount: Amount
    open: Amount = Field(description="What is still to be paid of it.")
    state: InstalmentState
