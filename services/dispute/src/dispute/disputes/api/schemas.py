"""Disputes in JSON."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, TypeAdapter

from dispute.disputes.api.conversation_schemas import (
    EntryShown,
    ValidationSent,
    ValidationShown,
)
from dispute.disputes.api.evidence_schemas import EvidenceShown
from dispute.disputes.domain import commands
from dispute.disputes.domain.dispute import Dispute, DisputeState, Entry
from dispute.disputes.domain.evidence import Evidence
from dispute.disputes.domain.reasons import Need, lacking
from recoup_events.dispute import Party, Reason
from recoup_events.invoice import MOST_LINES, MOST_TERMS
from recoup_events.kernel.slices import Slice
from recoup_service.api.amounts import Amount, PositiveAmount, in_currency
from recoup_service.api.fields import Name, RequestBody, Text, Words
from recoup_service.api.metadata import DescribedResource, SentPairs
from recoup_service.api.named_resources import CustomerNamed, InvoiceNamed
from recoup_service.api.resource import Dates

SLICES = TypeAdapter(tuple[Slice, ...])
EVIDENCE = TypeAdapter(tuple[Evidence, ...])
CONVERSATION = TypeAdapter(tuple[Entry, ...])


class NewDispute(CustomerNamed, InvoiceNamed):
    """A debtor contests what is owed on one invoice.

    Name the customer as well: everything about one customer is decided one after the other.
    """

    reference: Name = Field(
        description="Your name of the dispute; it can be used once.", examples=["TICKET-4711"]
    )
    amount: PositiveAmount | None = Field(
        default=None,
        description="What of the balance is contested; all that is not contested yet if left out.",
    )
    term: int | None = Field(
        default=None,
        ge=1,
        le=MOST_TERMS,
        strict=True,
        description="The number of the term that is contested. If left out, the open terms are, the "
        "soonest due first.",
    )
    line: int | None = Field(
        default=None,
        ge=1,
        le=MOST_LINES,
        strict=True,
        description="The number of the line of the invoice that is contested. Without an `amount` all of "
        "that line is, its tax included, as far as it is owed and not contested yet.",
    )
    reason: Reason
    validation: ValidationSent | None = Field(
        default=None,
        description="Where a consumer contests in writing, at a debt collector, within the validation period "
        "(15 USC 1692g(b)): it is then not decided against the consumer before verification was sent.",
    )
    statement: Text = Field(
        description="The debtor's own words.", examples=["Half of the bolts are bent."]
    )
    metadata: SentPairs = None


class Withdrawal(RequestBody):
    reason: Words = Field(examples=["The delivery note was found."])

    def command(self) -> commands.WithdrawDispute:
        return commands.WithdrawDispute(reason=self.reason)


class Upheld(RequestBody):
    """The debtor is right: all that is contested is credited."""

    outcome: Literal["upheld"]
    reason: Words = Field(examples=["It was delivered twice."])

    def command(self) -> commands.Resolve:
        return commands.UpholdDispute(reason=self.reason)


class PartlyUpheld(RequestBody):
    """The debtor is right in part: `credit` is credited, the rest is owed."""

    outcome: Literal["partly_upheld"]
    credit: PositiveAmount = Field(description="Less than the contested amount.")
    reason: Words = Field(examples=["Ten of the forty bolts are bent."])

    def command(self) -> commands.Resolve:
        return commands.PartlyUpholdDispute(credit=self.credit.money, reason=self.reason)


class Rejected(RequestBody):
    """The debtor is wrong: the slice is owed, and chased again."""

    outcome: Literal["rejected"]
    reason: Words = Field(examples=["The signed delivery note says forty."])

    def command(self) -> commands.Resolve:
        return commands.RejectDispute(reason=self.reason)


Resolution = Annotated[Upheld | PartlyUpheld | Rejected, Field(discriminator="outcome")]


class SliceShown(BaseModel):
    receivable_id: str = Field(description="The term of the invoice.", examples=["rcv_4c1a"])
    amount: Amount


class NeedShown(BaseModel):
    provided_by: Party = Field(description="Who has it.")
    what: str = Field(examples=["photographs of the defect"])

    @classmethod
    def of(cls, need: Need) -> Self:
        return cls(**dict(need))


class DisputeShown(DescribedResource):
    id: str = Field(examples=["dsp_1f20"])
    reference: str | None = Field(
        description="Your name of it; `null` where Recoup opened it, e.g. after a call."
    )
    customer_id: str = Field(examples=["cus_9f0c"])
    creditor_id: str = Field(examples=["crd_7a31"])
    invoice_id: str = Field(examples=["inv_52d1"])
    amount: Amount = Field(description="What is contested of the invoice.")
    slices: list[SliceShown] = Field(description="What is contested of each term.")
    line: int | None = Field(
        description="The line that is contested, as the invoice numbered it when the dispute was "
        "opened; `null`: the invoice as a whole, or an amount of it."
    )
    reason: Reason
    statement: str
    state: DisputeState
    review_at: datetime | None = Field(
        description="By when it should be decided; `null` once it has ended."
    )
    overdue: bool = Field(description="Open although that moment has come.")
    owner: str | None = Field(description="Your own id of the colleague whose it is.")
    team: str | None = Field(description="The code of the team whose it is.")
    validation: ValidationShown | None = Field(
        description="Set where a consumer contested within the validation period."
    )
    verified_on: date | None = Field(description="When verification of the debt was sent.")
    awaits_verification: bool = Field(
        description="It cannot be rejected, not even in part, before verification was sent."
    )
    conversation: list[EntryShown] = Field(description="In the order in which it was said.")
    credit: Amount | None = Field(description="What was granted, when it was upheld.")
    outcome_reason: str | None = Field(description="The reason given when it ended.")
    evidence: list[EvidenceShown] = Field(description="In the order in which it was announced.")
    lacks: list[NeedShown] = Field(
        description="What its reason needs and nobody has sent yet; nothing once it has ended."
    )


def shown(dispute: Dispute, dates: Dates) -> DisputeShown:
    opened = dispute.opened
    return DisputeShown(
        **dates,
        metadata=dict(dispute.metadata),
        id=opened.dispute_id,
        reference=opened.reference,
        customer_id=opened.customer_id,
        creditor_id=opened.creditor_id,
        invoice_id=dispute.slices[0].invoice_id,
        amount=Amount.of(dispute.amount),
        slices=[_slice(slice) for slice in dispute.slices],
        line=opened.line,
        reason=opened.reason,
        statement=opened.statement,
        state=dispute.state,
        review_at=dispute.review_at,
        overdue=dispute.overdue,
        owner=dispute.owner,
        team=dispute.team,
        validation=ValidationShown.of(opened.validation),
        verified_on=dispute.verified_on,
        awaits_verification=dispute.awaits_verification,
        conversation=[EntryShown.of(entry) for entry in dispute.conversation],
        credit=None if dispute.credit is None else Amount.of(dispute.credit),
        outcome_reason=dispute.outcome_reason,
        evidence=[EvidenceShown.of(evidence) for evidence in dispute.evidence.values()],
        lacks=_lacks(dispute.state, opened.reason, dispute.evidence.values()),
    )


def _lacks(state: DisputeState, reason: Reason, files: Iterable[Evidence]) -> list[NeedShown]:
    if state is not DisputeState.OPEN:
        return []
    return [NeedShown.of(need) for need in lacking(reason, files)]


def _slice(slice: Slice) -> SliceShown:
    return SliceShown(receivable_id=slice.receivable_id, amount=Amount.of(slice.amount))


def listed(row: Mapping[str, Any]) -> DisputeShown:
    """A row of the board."""
    amounts = {
        name: None if row[name] is None else in_currency(row, name) for name in ("amount", "credit")
    }
    slices = [_slice(slice) for slice in SLICES.validate_json(row["slices"])]
    files = EVIDENCE.validate_json(row["evidence"])
    evidence = {
        "evidence": [EvidenceShown.of(each) for each in files],
        "lacks": _lacks(DisputeState(row["state"]), Reason(row["reason"]), files),
    }
    entries = CONVERSATION.validate_json(row["conversation"])
    stated = row["validation"]
    beside = {
        "conversation": [EntryShown.of(entry) for entry in entries],
        "validation": stated and ValidationShown.model_validate_json(stated),
        "awaits_verification": bool(stated) and row["state"] == "open" and not row["verified_on"],
    }
    return DisputeShown.model_validate({**row, **amounts, "slices": slices, **evidence, **beside})
