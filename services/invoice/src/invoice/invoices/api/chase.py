"""When an invoice is chased, in JSON."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from recoup_events.invoice import Chase, Taken
from recoup_service.api.fields import Day, RequestBody

Wish = Annotated[
    Chase,
    Field(
        description="`now`; `from` a day on, `chase_from`; `on_release`, not before it is released, "
        "for what is loaded in bulk; `never`, which is final. It becomes overdue and ages all the "
        "same."
    ),
]
FirstDay = Annotated[
    Day | None,
    Field(
        description="With `from`: the first day of chasing, in the customer's calendar.",
        examples=["2026-03-01"],
    ),
]


class ChaseBody(RequestBody):
    chase: Wish
    chase_from: FirstDay = None


class TakenBody(RequestBody):
    """What was done about the invoice before; it counts as steps taken."""

    level: int = Field(
        default=0,
        ge=0,
        le=9,
        description="How far reminding had come: 0 not begun, 1 the first reminder, and so on.",
    )
    last_contact_on: Day | None = Field(
        default=None,
        description="When the customer was last reminded of it; today at the latest.",
        examples=["2025-12-15"],
    )

    @property
    def taken(self) -> Taken:
        return Taken(level=self.level, last_contact_on=self.last_contact_on)


class ChaseShown(BaseModel):
    chase: Chase = Field(description="When it is chased.")
    chase_from: date | None = Field(description="With `from`: the first day of chasing.")
