"""Charges in JSON: every figure with the sum that leads to it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from invoice.charges.domain.assessing import Assessment
from invoice.charges.handlers import Asked
from invoice.invoices.domain.invoice import Invoice, InvoiceState
from recoup_compliance.interest.reference_rates import percent
from recoup_events.invoice import ChargeAssessed, ChargeKind, InterestSegment
from recoup_events.kernel.ids import InvoiceId
from recoup_service.api.amounts import Amount, PositiveAmount, in_currency
from recoup_service.api.fields import Day, Name, RequestBody, Words
from recoup_service.api.resource import Dates, Resource

KIND = "`late_fee` and `cost` as agreed; `interest` and `fixed_sum` by a law, or by the rate that was agreed."
BEFORE = "What of these segments had been charged earlier."


class NewCharge(RequestBody):
    """What is to be charged for an invoice that is paid late."""

    invoice_id: Name = Field(description="Recoup's id of the invoice.", examples=["inv_52d1"])
    term: int | None = Field(
        default=None, ge=1, description="For one of its terms, by its number; for all if left out."
    )
    kind: ChargeKind = Field(description=KIND, examples=["interest"])
    law: Name | None = Field(
        default=None,
        description="By this law; if left out, by what was agreed when the invoice was issued.",
        examples=["de-business"],
    )
    until: Day | None = Field(
        default=None, description="The last day to count; today if left out, and never a later one."
    )
    dry_run: bool = Field(default=False, description="Only show what would be charged.")

    def asked(self, invoice: Invoice) -> Asked:
        place = self.term and self.term - 1
        of = None if place is None else invoice.terms[place].receivable_id
        return Asked(self.kind, of, self.law, self.until)


class NewWaiver(RequestBody):
    """The creditor does without it, or without a part."""

    amount: PositiveAmount | None = Field(
        default=None, description="All that is still owed of it, if left out."
    )
    reason: Words = Field(examples=["Goodwill: the first time in ten years"])


class SegmentShown(BaseModel):
    """Days on which neither the balance nor the rate changed."""

    first_day: date
    last_day: date
    days: int = Field(description="As the authority counts them, both ends included.")
    balance: Amount
    percent: str = Field(description="A year's.", examples=["12.62"])
    days_in_year: int
    authority: str
    text: str = Field(description="The sum, to be done again by hand.")


class AssessmentShown(BaseModel):
    """What is charged, and why."""

    id: str = Field(description="Of the charge, and of the document it is.", examples=["inv_9b02"])
    invoice_id: str = Field(description="What it is charged for.", examples=["inv_52d1"])
    receivable_id: str = Field(description="Its term.", examples=["rcv_4c1a"])
    kind: ChargeKind = Field(description=KIND)
    amount: Amount = Field(description="What was charged.")
    authority: str = Field(description="The law by its id, or `agreed`.", examples=["de-business"])
    citation: str = Field(description="Where that stands.", examples=["BGB 288(2)"])
    until: date = Field(description="The last day that was looked at.")
    segments: tuple[SegmentShown, ...] = Field(
        description="Of interest, from its first day on; their exact sum is rounded once."
    )
    charged_before: Amount = Field(description=BEFORE)


class ChargeShown(AssessmentShown, Resource):
    """A charge as it is now; it is paid, contested and written off as an invoice is."""

    number: str = Field(description="What a payer names.", examples=["2026-0001/I1"])
    state: InvoiceState
    total: Amount = Field(description="What is asked for, after what was computed anew.")
    waived: Amount = Field(description="What its creditor does without.")
    balance: Amount = Field(description="What is still owed of it.")


class ChargesShown(BaseModel):
    """One for each term for which something is charged."""

    data: list[AssessmentShown]


def previewed(found: list[tuple[InvoiceId, Assessment]], invoice: Invoice) -> ChargesShown:
    return ChargesShown(
        data=[
            AssessmentShown(
                id=id,
                invoice_id=invoice.issued.invoice_id,
                receivable_id=each.receivable_id,
                kind=each.kind,
                amount=Amount.of(each.amount),
                authority=each.authority,
                citation=each.citation,
                until=each.until,
                segments=tuple(map(_segment, each.segments)),
                charged_before=Amount.of(each.granted - each.amount),
            )
            for id, each in found
        ]
    )


def recorded(invoice: Invoice, ids: list[str]) -> ChargesShown:
    """Those that were just recorded with the invoice."""
    found = [each for each in invoice.charges if each.charge_id in ids]
    return ChargesShown(data=[AssessmentShown(**_assessed(each)) for each in found])


def _assessed(event: ChargeAssessed) -> dict[str, Any]:
    return {
        "id": event.charge_id,
        "invoice_id": event.invoice_id,
        "receivable_id": event.receivable_id,
        "kind": event.kind,
        "amount": Amount.of(event.amount),
        "authority": event.authority,
        "citation": event.citation,
        "until": event.until,
        "segments": tuple(map(_segment, event.segments)),
        "charged_before": Amount.of(event.charged_before),
    }


def _segment(segment: InterestSegment) -> SegmentShown:
    return SegmentShown(
        first_day=segment.first_day,
        last_day=segment.last_day,
        days=segment.days,
        balance=Amount.of(segment.balance),
        percent=percent(segment.rate).removesuffix(" %"),
        days_in_year=segment.days_in_year,
        authority=segment.authority,
        text=segment.text,
    )


def shown(document: Invoice, assessed: ChargeAssessed, dates: Dates) -> ChargeShown:
    return ChargeShown(
        **dates,
        **_assessed(assessed),
        number=document.number,
        state=document.state,
        total=Amount.of(document.total),
        waived=Amount.of(document.written_off),
        balance=Amount.of(document.balance),
    )


def listed(row: Mapping[str, Any]) -> ChargeShown:
    """A row of the list."""
    assessed = ChargeAssessed.model_validate_json(row["assessed"])
    return ChargeShown(
        **_assessed(assessed),
        number=row["number"],
        state=row["state"],
        total=in_currency(row, "total"),
        waived=in_currency(row, "written_off"),
        balance=in_currency(row, "balance"),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )
