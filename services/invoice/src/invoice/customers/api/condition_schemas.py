"""Conditions of a customer in JSON."""

from collections.abc import Sequence
from datetime import date
from typing import Self

from pydantic import BaseModel, Field

from invoice.customers.domain.conditions import Conditions, RecordedCondition
from recoup_events.invoice import Condition
from recoup_events.kernel.ids import ConditionId
from recoup_service.api.fields import Day, Name, RequestBody, Text, Words


class NewCondition(RequestBody):
    """It counts from its own day to its own end, both in the customer's calendar."""

    condition: Condition = Field(
        description="`insolvency`, `death` and `breathing_space` stop collecting; `cease_request` "
        "every message and call; `attorney` those that do not go to the attorney; `hardship` and "
        "`vulnerability` final notices. Insolvency and death bind all creditors."
    )
    creditor: Name | None = Field(
        default=None,
        description="Your code of the only creditor it binds; left out, it binds all.",
    )
    source: Words = Field(
        description="Who says so, or where it stands.",
        examples=["Amtsgericht Charlottenburg, 36a IN 4321/25"],
    )
    effective_from: Day = Field(
        description="The first day on which it counts; it may lie ahead.", examples=["2026-01-05"]
    )
    effective_until: Day | None = Field(
        default=None,
        description="The first day on which it no longer counts; left out, it has no end.",
        examples=["2026-07-05"],
    )
    note: Text | None = Field(default=None, examples=["Asks for post only."])


class NewLift(RequestBody):
    reason: Words = Field(examples=["Recorded for the wrong customer"])
    effective_from: Day | None = Field(
        default=None,
        description="The first day on which it no longer counts; left out, the customer's today.",
    )


class LiftShown(BaseModel):
    reason: str
    effective_from: date


class ConditionShown(BaseModel):
    id: str = Field(examples=["cnd_71e2"])
    condition: Condition
    creditor_id: str | None
    source: str
    effective_from: date
    effective_until: date | None
    note: str | None
    lifted: LiftShown | None = Field(description="Why, and from which day on, it was lifted.")

    @classmethod
    def of(cls, id: ConditionId, condition: RecordedCondition) -> Self:
        return cls.model_validate({"id": id, **condition.model_dump()})


def listed(conditions: Conditions) -> Sequence[ConditionShown]:
    return [ConditionShown.of(*each) for each in conditions.items()]
