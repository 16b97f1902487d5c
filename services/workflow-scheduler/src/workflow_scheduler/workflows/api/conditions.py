"""On what a step depends, in JSON."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from recoup_events.invoice import CustomerKind
from recoup_events.invoice.credit_standing import Standing
from recoup_events.workflow_scheduler import (
    Category,
    DayRange,
    StepCondition,
)
from recoup_service.api.amounts import AmountRangeBody
from recoup_service.api.fields import Name, RequestBody

Days = Annotated[int, Field(ge=-365, le=3650, strict=True)]
Place = Annotated[str, Field(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$", examples=["US-CA"])]


class DaysRange(RequestBody):
    """Days past due; negative before the due date."""

    at_least: Days | None = None
    below: Days | None = None

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.at_least is not None and self.below is not None and self.at_least >= self.below:
            raise ValueError("no day is in this range; send an at_least that is less than below")
        return self


class ConditionBody(RequestBody):
    """All that is named has to hold on the step's day; in each list one is enough.

    A step whose condition does not hold is passed over, and the enrolment says why.
    """

    amounts: list[AmountRangeBody] = Field(
        default=[], max_length=50, description="What is chased; other currencies do not hold."
    )
    days_past_due: DaysRange | None = None
    categories: list[Category] = Field(
        default=[], max_length=10, description="Why the customer does not pay, as known by then."
    )
    customer_kinds: list[CustomerKind] = Field(default=[], max_length=10)
    countries: list[Place] = Field(
        default=[], max_length=500, description="ISO 3166-1, or ISO 3166-2 for a part of one."
    )
    standings: list[Standing] = Field(
        default=[], max_length=10, description="On what terms the creditor delivers."
    )
    last_answers: list[Name] = Field(
        default=[],
        max_length=50,
        description="The latest disposition of a task or meaning of a reply; `none` before there is one.",
        examples=[["promised_to_pay", "promised"]],
    )

    @property
    def condition(self) -> StepCondition:
        days = self.days_past_due
        return StepCondition(
            amounts=tuple(each.range for each in self.amounts),
            days_past_due=None if days is None else DayRange(**days.model_dump()),
            categories=tuple(self.categories),
            customer_kinds=tuple(self.customer_kinds),
            countries=tuple(self.countries),
            standings=tuple(self.standings),
            last_answers=tuple(self.last_answers),
        )

    @classmethod
    def of(cls, when: StepCondition) -> Self:
        named = when.model_dump(mode="json", exclude_defaults=True, exclude={"amounts"})
        return cls.model_validate(
            {**named, "amounts": [AmountRangeBody.of(e) for e in when.amounts]}
        )
