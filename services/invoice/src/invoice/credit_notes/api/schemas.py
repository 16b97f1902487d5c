"""Credit notes in JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import Field

from invoice.allocations.schemas import AllocationShown, References
from invoice.credit_notes.domain.credit_note import CreditNote
from recoup_service.api.amounts import Amount, GivenAmount, PositiveAmount, in_currency
from recoup_service.api.fields import Day, ExternalId, Name, RequestBody, Words
from recoup_service.api.metadata import DescribedResource, SentPairs
from recoup_service.api.named_resources import CreditorNamed, CustomerNamed, SourceNamed
from recoup_service.api.resource import Dates


class NewCreditNote(SourceNamed, CreditorNamed, CustomerNamed):
    """A credit note of the ERP, of any size.

    It lowers what is owed on the invoices in `references`, in that order; the rest of it, and all
    of it without references, is on account and can be allocated later.
    """

    external_id: ExternalId = Field(examples=["CN-2026-0001"])
    number: Name = Field(description="As printed on the credit note.", examples=["G-2026-0001"])
    amount: PositiveAmount = Field(description="Tax included.")
    tax: GivenAmount | None = Field(default=None, description="What of the amount is tax.")
    issue_date: Day = Field(
        description="It counts from this day on, and on no invoice before that is issued.",
        examples=["2026-01-20"],
    )
    reason: Words = Field(examples=["Two boxes arrived damaged"])
    references: References = ()
    metadata: SentPairs = None


class Cancellation(RequestBody):
    reason: Words = Field(examples=["Issued twice by mistake"])


class CreditNoteSummary(DescribedResource):
    id: str = Field(examples=["crn_2b4c"])
    source: str = Field(
        description="The system that sent it, whose id follows; `recoup`: a dispute."
    )
    external_id: str
    number: str
    customer_id: str
    creditor_id: str = Field(description="Whose credit it is.")
    dispute_id: str | None = Field(description="The dispute that was upheld, if that was why.")
    state: Literal["issued", "cancelled"]
    amount: Amount
    tax: Amount | None
    unapplied: Amount = Field(description="What is on account, not allocated to an invoice.")
    issue_date: date
    reason: str


def listed(row: Mapping[str, Any]) -> CreditNoteSummary:
    """A row of the list."""
    amounts = {name: in_currency(row, name) for name in ("amount", "unapplied")}
    tax = None if row["tax"] is None else in_currency(row, "tax")
    return CreditNoteSummary.model_validate({**row, **amounts, "tax": tax})


class CreditNoteShown(CreditNoteSummary):
    allocations: tuple[AllocationShown, ...]


def shown(note: CreditNote, dates: Dates) -> CreditNoteShown:
    issued, funds = note.issued, note.funds
    return CreditNoteShown(
        **dates,
        metadata=dict(note.metadata),
        id=issued.credit_note_id,
        source=issued.source,
        external_id=issued.external_id,
        number=issued.number,
        customer_id=issued.customer_id,
        creditor_id=issued.creditor_id,
        dispute_id=issued.dispute_id,
        state="cancelled" if funds.gone else "issued",
        amount=Amount.of(issued.amount),
        tax=None if issued.tax is None else Amount.of(issued.tax),
        unapplied=Amount.of(funds.unapplied),
        issue_date=issued.issue_date,
        reason=issued.reason,
        allocations=tuple(map(AllocationShown.of, funds.allocations.values())),
    )
