"""Postings in JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Self

from pydantic import BaseModel, Field, model_validator

from invoice.invoices.schemas import TaxShown, taxes_shown
from invoice.postings.domain.posting import Posting, PostingState
from recoup_events.invoice import PostingCreated, PostingKind
from recoup_events.invoice.posting import PostingSettled, SettlementWay
from recoup_service.api.amounts import Amount
from recoup_service.api.fields import ExternalId, Name, RequestBody, Words
from recoup_service.api.resource import Dates, Resource, dates_in


class SettlementShown(BaseModel):
    way: SettlementWay
    document: str | None = Field(description="Your id of what was booked by hand.")
    reason: str
    settled_by: str = Field(description="The one who did.")


class PostingShown(Resource):
    id: str = Field(examples=["pst_40ce"])
    state: PostingState = Field(
        description="`pending` until an export takes it, `exported` until you say what became of it: "
        "`posted` or `refused`; what you refused is `settled` when a person has seen to it."
    )
    kind: PostingKind
    customer_id: str
    customer_external_id: str = Field(description="Your id of that customer.")
    creditor_id: str
    creditor: str = Field(description="Your code of that creditor.")
    invoice_id: str | None
    payment_id: str | None
    external_id: str = Field(
        description="Your id of that invoice or payment; of a charge, Recoup's own."
    )
    number: str | None = Field(description="As printed on that invoice.")
    charged_for: str | None = Field(
        description="Of a charge: your id of the invoice that caused it."
    )
    amount: Amount = Field(
        description="Above zero when the customer owes more; a commission is above zero, and an expense of "
        "yours that changes nothing of what the customer owes."
    )
    taxes: tuple[TaxShown, ...] = Field(description="The tax in it, by rate, as far as known.")
    effective_on: date = Field(description="The day from which it counts in Recoup.")
    posting_date: date = Field(
        description="That day, or the first one after the creditor's closed books."
    )
    reason: str
    export: str | None = Field(description="The export that took it last.")
    document: str | None = Field(description="Your id of what you booked.")
    refusal: str | None = Field(description="Why you refused it.")
    settlement: SettlementShown | None = Field(description="What a person did about the refusal.")


def shown(posting: Posting, dates: Dates) -> PostingShown:
    created = posting.created
    return PostingShown(
        **dates,
        id=created.posting_id,
        state=posting.state,
        kind=created.kind,
        customer_id=created.customer_id,
        customer_external_id=created.customer_external_id,
        creditor=created.creditor,
        creditor_id=created.creditor_id,
        invoice_id=created.invoice_id,
        payment_id=created.payment_id,
        external_id=created.external_id,
        number=created.number,
        charged_for=created.charged_for,
        amount=Amount.of(created.amount),
        taxes=taxes_shown(created.taxes),
        effective_on=created.effective_on,
        posting_date=created.posting_date,
        reason=created.reason,
        export=posting.export,
        document=posting.document,
        refusal=posting.refusal,
        settlement=None
        if posting.settlement is None
        else SettlementShown.model_validate(posting.settlement, from_attributes=True),
    )


def listed(row: Mapping[str, Any]) -> PostingShown:
    """A row of the list."""
    now = {name: row[name] for name in ("state", "export", "document", "refusal")}
    created = PostingCreated.model_validate_json(row["created"])
    settled = row["settlement"]
    settlement = None if settled is None else PostingSettled.model_validate_json(settled)
    return shown(Posting(created=created, settlement=settlement, **now), dates_in(row))


class NewExport(RequestBody):
    """A batch that your books take over."""

    external_id: ExternalId = Field(examples=["BATCH-2026-02-01"])
    postings: Annotated[tuple[Name, ...], Field(min_length=1, max_length=1000)] = Field(
        description="Recoup's ids of them.", examples=[["pst_40ce"]]
    )


class Booked(RequestBody):
    document: Name = Field(
        description="Your id of what you booked.", examples=["1000-4900001234-2026"]
    )


class Refusal(RequestBody):
    reason: Words = Field(examples=["The period is closed"])


class PostingAnswer(RequestBody):
    """What became of a posting in your books: its `document`, or why it is `refused`."""

    posting: Name = Field(description="Recoup's id of it.", examples=["pst_40ce"])
    document: Name | None = Field(
        default=None, description="Your id of what you booked.", examples=["1000-4900001234-2026"]
    )
    refused: Words | None = Field(
        default=None, description="Why it cannot be booked.", examples=["The period is closed"]
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.document is None) == (self.refused is None):
            raise ValueError("send document if it is booked, or refused if it cannot be")
        return self


class Settlement(RequestBody):
    way: SettlementWay = Field(
        description="`corrected_here`: what was booked in Recoup was corrected or reversed there; "
        "`corrected_in_erp`: it was booked in the ERP by hand; `ignored`: the two books may differ.",
        examples=["corrected_in_erp"],
    )
    document: Name | None = Field(
        default=None,
        description="Your id of what was booked by hand: only what is `corrected_in_erp` has a document.",
        examples=["1000-4900001240-2026"],
    )
    reason: Words = Field(examples=["Booked in the first open period"])

    @model_validator(mode="after")
    def _booked_where(self) -> Self:
        if self.document is not None and self.way is not SettlementWay.CORRECTED_IN_ERP:
            raise ValueError("only what is corrected_in_erp has a document")
        return self
