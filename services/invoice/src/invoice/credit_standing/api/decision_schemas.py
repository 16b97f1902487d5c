"""Answers at order time in JSON."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field, StrictBool

from invoice.credit_standing.api.schemas import STANDING, CauseShown, causes_shown
from invoice.credit_standing.domain.decision import Decision
from recoup_events.invoice import CreditDecided
from recoup_events.invoice.credit_standing import CreditAnswer, Standing
from recoup_service.api.amounts import Amount, PositiveAmount
from recoup_service.api.fields import Name, RequestBody
from recoup_service.api.named_resources import CreditorNamed, CustomerNamed
from recoup_service.api.resource import Dates, dates_in

ANSWER = (
    "`allow`: deliver on credit. `allow_if_prepaid`: deliver what is paid in advance. `hold`: deliver "
    "nothing; goods that have left can be invoiced all the same."
)


class NewDecision(CreditorNamed, CustomerNamed, RequestBody):
    """An order, before it is accepted."""

    amount: PositiveAmount = Field(description="Of the order, tax included.")
    reference: Name = Field(description="Your id of the order.", examples=["ORDER-2026-0815"])
    record: StrictBool = Field(
        default=False,
        description="Keep the answer. Asked again for the same order, the kept answer is given.",
    )


class ReasonShown(BaseModel):
    code: str = Field(
        description="`standing_…`, `condition_insolvency`, `condition_death`, `limit_exceeded`, "
        "`limit_in_another_currency` or `terms_not_accepted`.",
        examples=["limit_exceeded"],
    )
    answer: CreditAnswer = Field(description="What this reason alone would lead to.")
    text: str = Field(
        examples=[
            "900.00 EUR are owed, and with this order of 200.00 EUR it would be 1100.00 EUR; "
            "the limit is 1000.00 EUR."
        ]
    )


class AnswerShown(BaseModel):
    answer: CreditAnswer = Field(description=ANSWER)
    reasons: list[ReasonShown] = Field(description="Why it is not simply allowed.")
    customer_id: str
    creditor_id: str
    reference: str
    amount: Amount
    standing: Standing = Field(description=STANDING)
    causes: list[CauseShown] = Field(description="The rules whose thresholds are reached.")
    limit: Amount | None = Field(description="The customer's own, or else the creditor's.")
    owed: Amount = Field(description="In the currency of the order, due or not.")
    overdue: Amount
    decided_at: datetime
    id: str | None = Field(description="Of the kept answer; `null` where it is not kept.")


class DecisionShown(AnswerShown):
    id: str
    created_at: datetime = Field(description="When it came to be, UTC.")
    updated_at: datetime = Field(
        description="When it last changed, UTC; lists take it as `updated_since`."
    )


def shown(decided: CreditDecided, *, kept: bool) -> AnswerShown:
    return AnswerShown(**_fields(decided), id=decided.credit_decision_id if kept else None)


def kept(decision: Decision, dates: Dates) -> DecisionShown:
    assert decision.decided is not None, "what can be found was kept"
    return DecisionShown(
        **dates, **_fields(decision.decided), id=decision.decided.credit_decision_id
    )


def _fields(decided: CreditDecided) -> Mapping[str, Any]:
    limit = decided.limit
    return {
        **dict(decided),
        "reasons": [ReasonShown(**dict(reason)) for reason in decided.reasons],
        "causes": causes_shown(decided.causes),
        "amount": Amount.of(decided.amount),
        "limit": None if limit is None else Amount.of(limit),
        "owed": Amount.of(decided.owed),
        "overdue": Amount.of(decided.overdue),
    }


def listed(row: Mapping[str, Any]) -> DecisionShown:
    """A row of the list."""
    decided = CreditDecided.model_validate_json(row["decided"])
    return kept(Decision(decided=decided), dates_in(row))
