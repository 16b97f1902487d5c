"""Postings in JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from invoice.invoices.schemas import TaxShown, taxes_shown
from invoice.postings.domain.posting import Posting, PostingState
from recoup_events.invoice import PostingCreated, PostingKind
from recoup_service.api.amounts import Amount
from recoup_service.api.fields import ExternalId, Name, RequestBody, Words
from recoup_service.api.resource import Dates, Resource, dates_in


class PostingShown(Resource):
    id: str = Field(examples=["pst_40ce"])
    state: PostingState = Field(
        description="`pending` until an export takes it, `exported` until you say what became of it: "
        "`posted` or `refused`."
    )
    kind: PostingKind
    customer_id: str
    creditor_id: str
    invoice_id: str | None
    payment_id: str | None
    external_id: str = Field(description="Your id of that invoice or payment.")
    amount: Amount = Field(description="Above zero when the customer owes more.")
    taxes: tuple[TaxShown, ...] = Field(description="The tax in it, by rate, as far as known.")
    effective_on: date = Field(description="The day from which it counts in Recoup.")
    posting_date: date = Field(
        description="That day, or the first one after the creditor's closed books."
    )
    reason: str
    export: str | None = Field(description="The export that took it last.")
    document: str | None = Field(description="Your id of what you booked.")
    refusal: str | None = Field(description="Why you refused it.")


def shown(posting: Posting, dates: Dates) -> PostingShown:
    created = posting.created
    return PostingShown(
        **dates,
        id=created.posting_id,
        state=posting.state,
        kind=created.kind,
        customer_id=created.customer_id,
        creditor_id=created.creditor_id,
        invoice_id=created.invoice_id,
        payment_id=created.payment_id,
        external_id=created.external_id,
        amount=Amount.of(created.amount),
        taxes=taxes_shown(created.taxes),
        effective_on=created.effective_on,
        posting_date=created.posting_date,
        reason=created.reason,
        export=posting.export,
        document=posting.document,
        refusal=posting.refusal,
    )


def listed(row: Mapping[str, Any]) -> PostingShown:
    """A row of the list."""
    now = {name: row[name] for name in ("state", "export", "document", "refusal")}
    created = PostingCreated.model_validate_json(row["created"])
    return shown(Posting(created=created, **now), dates_in(row))


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
