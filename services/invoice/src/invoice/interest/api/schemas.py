"""Interest in JSON: every figure with the sum that leads to it."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, Field

from invoice.interest.domain.accruing import TermInterest
from recoup_compliance.interest.accrual import Segment
from recoup_compliance.interest.law import Law
from recoup_compliance.interest.reference_rates import percent
from recoup_events.kernel.money import Money, total
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


class TermInterestShown(BaseModel):
    receivable_id: str
    due_date: date
    amount: Amount = Field(description="The interest: the exact sum of the segments, rounded once.")
    fixed_sum: Amount | None = Field(description="What the law grants once, beside the interest.")
    segments: Sequence[SegmentShown]


class InterestShown(BaseModel):
    invoice_id: str
    until: date = Field(description="The last day that was counted.")
    law: str = Field(description="By its id, or `agreed` for a rate of the agreement's own.")
    citation: str
    amount: Amount = Field(description="Of all terms.")
    terms: Sequence[TermInterestShown] = Field(description="Those that were overdue by then.")


def shown(
    invoice_id: str, currency: str, until: date, law: Law, found: Sequence[TermInterest]
) -> InterestShown:
    whole: Money = total((each.interest.amount for each in found), currency)
    return InterestShown(
        invoice_id=invoice_id,
        until=until,
        law=law.id,
        citation=law.citation,
        amount=Amount.of(whole),
        terms=[_of_term(each) for each in found],
    )


def _of_term(found: TermInterest) -> TermInterestShown:
    return TermInterestShown(
        receivable_id=found.term.receivable_id,
        due_date=found.term.due_date,
        amount=Amount.of(found.interest.amount),
        fixed_sum=None if found.fixed_sum is None else Amount.of(found.fixed_sum),
        segments=[_segment(each) for each in found.interest.segments],
    )


def _segment(segment: Segment) -> SegmentShown:
    return SegmentShown(
        first_day=segment.first_day,
        last_day=segment.last_day,
        days=segment.days,
        balance=Amount.of(segment.balance),
        percent=percent(segment.rate).removesuffix(" %"),
        days_in_year=segment.days_in_year,
        authority=segment.authority,
        text=str(segment),
    )
