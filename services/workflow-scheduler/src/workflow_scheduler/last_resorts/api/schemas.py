"""Last resorts in JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from recoup_events.workflow_scheduler import LastResort
from recoup_service.api.amounts import Amount, in_currency
from recoup_service.api.fields import Name, RequestBody, Words
from recoup_service.api.named_resources import CustomerNamed
from recoup_service.api.resource import Dates, Resource
from workflow_scheduler.last_resorts.domain.last_resort import (
    LastResortState,
    State,
    proposed_of,
)


class NewLastResort(CustomerNamed):
    """What is to be done when nothing milder is left, if a second person approves it."""

    external_id: Name = Field(
        description="Your id of it; it can be used once.", examples=["LR-2026-0001"]
    )
    receivable_id: Name = Field(
        description="Which of the customer's debts, as `GET /v1/enrolments` lists them.",
        examples=["rcv_4c1a"],
    )
    choice: LastResort = Field(
        description="`court` and `lien` end the run with that outcome, `agency` offers a placement, "
        "`forgiveness` has the rest written off."
    )
    reason: Words = Field(
        description="Why nothing milder is left.", examples=["No answer in 120 days."]
    )
    agency_id: Name | None = Field(
        default=None,
        description="Recoup's id of the agency; with `agency` alone, at the latest when it is approved.",
        examples=["agn_3f1c"],
    )
    worked_until: date | None = Field(
        default=None,
        description="For a lien: the last day of the work or delivery, from which the law counts. Without it no "
        "deadline is reckoned.",
    )
    subdivision: (
        Annotated[str, Field(pattern="^[A-Z]{2}-[A-Z0-9]{1,3}$", examples=["US-TX"])] | None
    ) = Field(
        default=None,
        description="For a lien: the state of the property (ISO 3166-2); the customer's if left out.",
    )
    residential: bool = Field(
        default=False, strict=True, description="For a lien: whether it is a residence."
    )


class LastResortApproval(RequestBody):
    agency_id: Name | None = Field(
        default=None,
        description="The agency that collects it, or another than was proposed; with `agency` alone.",
    )


class LastResortRefusal(RequestBody):
    reason: Words = Field(examples=["Offer a plan first."])


class LastResortListed(Resource):
    """A last resort in the list."""

    id: str
    customer_id: str
    creditor_id: str
    enrolment_id: str
    invoice_id: str
    receivable_id: str
    choice: LastResort
    state: LastResortState
    amount: Amount = Field(description="What was owed when it was proposed.")
    deadline_on: date | None = Field(
        description="For a lien: the last day to record it, by the law named; counsel confirms it."
    )


class LastResortShown(LastResortListed):
    """A last resort, and what became of it."""

    reason: str
    proposed_by: str
    agency_id: str | None
    documents: list[str] = Field(description="What is needed for it.")
    deadline_source: str | None
    decided_by: str | None = Field(description="The second person; `null` while it waits.")
    refusal: str | None = Field(description="Why it is not done.")


def shown(state: State, dates: Dates) -> LastResortShown:
    choice = proposed_of(state)
    proposed, chosen, refused = choice.proposed, choice.chosen, choice.refused
    approver = None if chosen is None else chosen.approved_by
    return LastResortShown(
        **dates,
        **proposed.model_dump(
            include={
                *("customer_id", "creditor_id", "enrolment_id", "invoice_id", "receivable_id"),
                *("choice", "reason", "proposed_by", "deadline_on", "deadline_source"),
            }
        ),
        id=proposed.last_resort_id,
        state=choice.state,
        amount=Amount.of(proposed.amount),
        agency_id=proposed.agency_id if chosen is None else chosen.agency_id,
        documents=list(proposed.documents),
        decided_by=approver if refused is None else refused.refused_by,
        refusal=None if refused is None else refused.reason,
    )


def listed(row: Mapping[str, Any]) -> LastResortListed:
    return LastResortListed(**{**row, "amount": in_currency(row, "amount")})
