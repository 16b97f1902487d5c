"""Interest in JSON: every figure with the sum that leads to it."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, Field

from invoice.interest.domain.accruing import TermInterest, segments_of
from invoice.interest.schemas import SegmentShown
from recoup_compliance.interest.law import Law
from recoup_events.kernel.money import Money, total
from recoup_service.api.amounts import Amount


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
        segments=[SegmentShown.of(each) for each in segments_of(found.interest)],
    )
