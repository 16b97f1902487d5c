"""Charges in JSON: every figure with the sum that leads to it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from invoice.charges.handlers.assessing import ChargeRequest
from invoice.interest.schemas import SegmentShown
from invoice.invoices.domain.commands import RecordCharge
from invoice.invoices.domain.invoice import Invoice, InvoiceState
from recoup_events.invoice import ChargeAssessed, ChargeKind
from recoup_events.kernel.ids import InvoiceId
from recoup_receivables.terms import numbered_term
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

    def request(self, invoice: Invoice) -> ChargeRequest:
        id = None
        if self.term is not None:
            id = numbered_term(invoice.terms, self.term, invoice.number, "/term").receivable_id
        return ChargeRequest(self.kind, id, self.law, self.until)


class NewWaiver(RequestBody):
    """The creditor does without it, or without a part."""

    amount: PositiveAmount | None = Field(
        default=None, description="All that is still owed of it, if left out."
    )
    reason: Words = Field(examples=["Goodwill: the first time in ten years"])


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


def charges_shown(charges: Sequence[RecordCharge], invoice: Invoice) -> ChargesShown:
    id = invoice.issued.invoice_id
    return ChargesShown(data=[AssessmentShown(**_assessed(each, id)) for each in charges])


def _assessed(charge: RecordCharge | ChargeAssessed, invoice_id: InvoiceId) -> dict[str, Any]:
    return {
        "id": charge.charge_id,
        "invoice_id": invoice_id,
        "receivable_id": charge.receivable_id,
        "kind": charge.kind,
        "amount": Amount.of(charge.amount),
        "authority": charge.authority,
        "citation": charge.citation,
        "until": charge.until,
        "segments": tuple(map(SegmentShown.of, charge.segments)),
        "charged_before": Amount.of(charge.charged_before),
    }


def shown(document: Invoice, assessed: ChargeAssessed, dates: Dates) -> ChargeShown:
    return ChargeShown(
        **dates,
        **_assessed(assessed, assessed.invoice_id),
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
        **_assessed(assessed, assessed.invoice_id),
        number=row["number"],
        state=row["state"],
        total=in_currency(row, "total"),
        waived=in_currency(row, "written_off"),
        balance=in_currency(row, "balance"),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )
