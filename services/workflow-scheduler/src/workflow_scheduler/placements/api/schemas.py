"""Placements in JSON."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from recoup_events.workflow_scheduler import (
    Commission,
    DeclineReason,
    PlacementOfferDecided,
    ReturnReason,
    Standards,
)
from recoup_service.api.amounts import Amount, in_currency
from recoup_service.api.fields import Name, RequestBody, Text, Words
from recoup_service.api.named_resources import CustomerNamed
from recoup_service.api.resource import Dates, Resource, dates_in
from workflow_scheduler.placements.domain.decider import placed
from workflow_scheduler.placements.domain.placement import Item, Placement, State
from workflow_scheduler.placements.domain.stages import Stage

ANSWER = "Without an answer until then, the placement lapses."
ASKABLE = "What of it may be asked for: not what is disputed, in a plan, or paid and on its way."


class NewPlacement(CustomerNamed):
    """What an agency is to collect, if a second person approves it."""

    external_id: Name = Field(
        description="Your id of the placement; it can be used once.", examples=["PL-2026-0001"]
    )
    agency_id: Name = Field(description="Recoup's id of the agency.", examples=["agn_3f1c"])
    receivable_ids: Annotated[tuple[Name, ...], Field(min_length=1, max_length=100)] = Field(
        description="Which of the customer's debts, as `GET /v1/enrolments` lists them; owed to one creditor, in one currency.",
        examples=[["rcv_4c1a"]],
        json_schema_extra={"uniqueItems": True},
    )
    reason: Words = Field(
        description="Why nothing milder is left.", examples=["No answer in 120 days."]
    )


class Approval(RequestBody):
    answer_days: int = Field(
        default=7,
        ge=1,
        le=90,
        strict=True,
        description="How long the agency may take to accept or decline.",
    )


class Because(RequestBody):
    reason: Words = Field(examples=["A payment plan is being talked about."])


class NewRecall(Because):
    report_days: int = Field(
        default=7,
        ge=1,
        le=90,
        strict=True,
        description="How long the agency may report and remit what is open; nothing is accepted "
        "afterwards.",
    )


class Decision(Because):
    accepted: bool = Field(strict=True, description="Whether the debtor may settle for this.")


class NewAcceptance(RequestBody):
    reference: Name | None = Field(
        default=None, description="Your own name of it.", examples=["NW-55120"]
    )


class NewDecline(RequestBody):
    reason: DeclineReason
    note: Text | None = Field(default=None, examples=["Below our minimum."])


class NewReturn(RequestBody):
    reason: ReturnReason
    note: Text | None = Field(default=None, examples=["Moved without an address."])


class ItemShown(BaseModel):
    """One receivable of a placement."""

    invoice_id: str
    receivable_id: str
    placed: Amount = Field(description="What was owed on it when it was approved.")
    balance: Amount = Field(description="What is owed on it now.")
    askable: Amount = Field(description=ASKABLE)

    @classmethod
    def of(cls, item: Item) -> "ItemShown":
        amounts = {
            name: Amount.of(getattr(item, name)) for name in ("placed", "balance", "askable")
        }
        return cls(invoice_id=item.invoice_id, receivable_id=item.receivable_id, **amounts)


class OfferDecision(BaseModel):
    """What a person said to an offer that the agency reported."""

    external_id: str
    accepted: bool
    reason: str

    @classmethod
    def of(cls, decided: PlacementOfferDecided) -> "OfferDecision":
        return cls(
            external_id=decided.external_id, accepted=decided.accepted, reason=decided.reason
        )


class PlacementShown(Resource):
    """What an agency collects, or is asked to."""

    id: str = Field(examples=["plc_8a21"])
    agency_id: str
    customer_id: str
    creditor_id: str
    state: Stage
    placed: Amount
    balance: Amount
    remitted: Amount = Field(description="What debtors paid the agency and it passed on, gross.")
    commission: Commission | None = Field(description="Agreed for it, once it is approved.")
    standards: Standards | None = Field(
        description="How the debtor is to be treated: agreed for it, once it is approved."
    )
    answer_by: datetime | None = Field(description=ANSWER)
    reference: str | None = Field(description="The agency's own name of it.")
    contact_stopped_by: tuple[str, ...] = Field(
        description="Conditions of the customer by which nobody may contact it now."
    )
    report_until: datetime | None = Field(
        description="Where it is recalled: until when something is accepted for it."
    )
    reason: str | None = Field(
        description="Why it was proposed, or by now recalled, returned, declined or rejected."
    )
    items: list[ItemShown]
    offers_decided: list[OfferDecision]


class PlacementListed(Resource):
    id: str
    agency_id: str
    customer_id: str
    creditor_id: str
    state: Stage
    placed: Amount
    balance: Amount
    answer_by: datetime | None = Field(description=ANSWER)
    report_until: datetime | None


def shown(state: State, dates: Dates) -> PlacementShown:
    placement = placed(state)
    return PlacementShown(
        **dates,
        **_ids(placement),
        state=placement.stage,
        placed=Amount.of(placement.placed),
        balance=Amount.of(placement.balance),
        remitted=_remitted(placement),
        commission=placement.commission,
        standards=placement.standards,
        answer_by=placement.answer_by,
        reference=placement.reference,
        contact_stopped_by=placement.conditions,
        report_until=placement.report_until,
        reason=placement.reason or placement.proposed.reason,
        items=[ItemShown.of(item) for item in placement.items.values()],
        offers_decided=[OfferDecision.of(each) for each in placement.decided.values()],
    )


def _ids(placement: Placement) -> dict[str, str]:
    ids = placement.proposed
    return {
        "id": ids.placement_id,
        "agency_id": ids.agency_id,
        "customer_id": ids.customer_id,
        "creditor_id": ids.creditor_id,
    }


def _remitted(placement: Placement) -> Amount:
    zero = placement.balance - placement.balance
    return Amount.of(placement.remitted or zero)


def listed(row: Mapping[str, Any]) -> PlacementListed:
    same = ("id", "agency_id", "customer_id", "creditor_id", "state", "answer_by", "report_until")
    return PlacementListed(
        **dates_in(row),
        **{name: row[name] for name in same},
        placed=in_currency(row, "placed"),
        balance=in_currency(row, "balance"),
    )
