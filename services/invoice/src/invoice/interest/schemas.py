"""A sum of interest in JSON, to be done again by hand."""

from datetime import date
from typing import Self

from pydantic import BaseModel, Field

from recoup_compliance.interest.reference_rates import percent
from recoup_events.invoice import InterestSegment
from recoup_service.api.amounts import Amount


class SegmentShown(BaseModel):
    """Days on which neither the balance nor the rate changed."""

    first_day: date
    last_day: date
    days: int = Field(description="As the law counts them, both ends included.")
    balance: Amount
    percent: str = Field(description="A year's.", examples=["12.62"])
    days_in_year: int
    authority: str = Field(
        description="The law, and the day of the rate it refers to.",
        examples=["BGB 288(2): German base rate of 2024-01-01"],
    )
    text: str = Field(
        description="The sum, to be done again by hand.",
        examples=["2024-06-15 to 2024-06-30: 1000.00 EUR x 12.62 % x 16 / 365 (BGB 288(2): …)"],
    )

    @classmethod
    def of(cls, segment: InterestSegment) -> Self:
        return cls(
            **segment.model_dump(exclude={"balance", "rate"}),
            balance=Amount.of(segment.balance),
            percent=percent(segment.rate).removesuffix(" %"),
        )
