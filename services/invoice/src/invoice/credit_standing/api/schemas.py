"""A customer's credit in JSON."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, Field
from pydantic_core import from_json

from invoice.credit_standing.api.policy import RuleShown, rule_shown
from invoice.credit_standing.domain.credit import Credit
from recoup_events import invoice as events
from recoup_events.invoice.credit_standing import (
    CreditOverride,
    OverdueReceivable,
    ServingDecision,
    Standing,
    StandingCause,
)
from recoup_service.api.amounts import Amount, PositiveAmount
from recoup_service.api.fields import Day, RequestBody, Words
from recoup_service.api.named_resources import CreditorNamed
from recoup_service.api.resource import Dates, Resource, dates_in

STANDING = (
    "`normal`; `watch`: somebody should look at it; `prepay`: what is ordered is paid in advance; "
    "`hold`: nothing is delivered; `stop_serving_advised`: and a person decides whether to go on."
)
UNTIL = "The last day on which it holds, in the customer's calendar."


class OverrideBody(RequestBody):
    """What a person decides in the place of the rules."""

    standing: Standing = Field(description=STANDING, examples=["normal"])
    until: Day = Field(description=UNTIL, examples=["2026-03-31"])
    reason: Words = Field(examples=["Their bank changed; the money is on its way"])


class CreditBody(CreditorNamed):
    """All of it as it is to be; what is left out is taken back."""

    limit: PositiveAmount | None = Field(
        default=None,
        description="What the customer may owe at most, an order included; the creditor's own limit "
        "if left out.",
    )
    override: OverrideBody | None = None

    def override_by(self, actor: str) -> CreditOverride | None:
        return (
            None
            if self.override is None
            else CreditOverride(**dict(self.override), decided_by=actor)
        )


class ServingBody(CreditorNamed):
    decision: ServingDecision = Field(
        description="`stop`: so be it. `keep`: go on, for what is paid in advance.",
        examples=["keep"],
    )
    until: Day | None = Field(
        default=None,
        description=f"{UNTIL} With `keep`; as long as the rules advise to stop if left out.",
        examples=["2026-03-31"],
    )
    reason: Words = Field(examples=["Their project is to be finished first"])


class OverdueShown(BaseModel):
    invoice_id: str = Field(examples=["inv_52d1"])
    receivable_id: str = Field(examples=["rcv_4c1a"])
    due_date: date
    balance: Amount
    overdue: Amount = Field(
        description="Less what is contested, in a running plan, or covered by reserved money."
    )


class CauseShown(BaseModel):
    """A rule whose threshold is reached."""

    rule: RuleShown
    amount: Amount | None = Field(description="What was measured, of `amount_overdue`.")
    value: int | None = Field(description="What was measured, of all others.")
    receivables: list[OverdueShown] = Field(
        description="The longest overdue: ten at most, and three in the answer to an order."
    )
    payments: list[str] = Field(description="Those that the bank took back.")
    plans: list[str] = Field(description="Those that were broken.")


class OverrideShown(BaseModel):
    standing: Standing
    until: date = Field(description=UNTIL)
    reason: str
    decided_by: str


class ServingShown(BaseModel):
    decision: ServingDecision
    until: date | None = Field(description=UNTIL)
    reason: str
    decided_by: str


class CreditShown(Resource):
    id: str = Field(examples=["crs_51bd"])
    customer_id: str
    creditor_id: str
    standing: Standing = Field(description=STANDING)
    advised: Standing = Field(
        description="By the rules; `standing` differs where a person has decided otherwise."
    )
    causes: list[CauseShown] = Field(
        description="The rules whose thresholds were reached when the standing last changed."
    )
    limit: Amount | None = Field(description="The customer's own; else the creditor's holds.")
    override: OverrideShown | None = Field(description="The last one, ended or not.")
    serving: ServingShown | None = Field(
        description="What a person decided about the advice to stop serving."
    )


def shown(credit: Credit, dates: Dates) -> CreditShown:
    event = credit.terms or credit.changed
    assert event is not None, "what has a history has a limit or a standing"
    limit = None if credit.terms is None else credit.terms.limit
    return CreditShown(
        **dates,
        id=event.credit_id,
        customer_id=event.customer_id,
        creditor_id=event.creditor_id,
        standing=credit.standing,
        advised=credit.advised,
        causes=causes_shown(() if credit.changed is None else credit.changed.causes),
        limit=None if limit is None else Amount.of(limit),
        override=None if credit.override is None else OverrideShown(**dict(credit.override)),
        serving=None if credit.serving is None else _serving(credit.serving),
    )


def _serving(decided: events.CreditServingDecided) -> ServingShown:
    return ServingShown.model_validate(decided, from_attributes=True)


def causes_shown(causes: Sequence[StandingCause]) -> list[CauseShown]:
    """Several causes may name the same receivables."""
    every = dict.fromkeys(each for cause in causes for each in cause.receivables)
    named = {each: _overdue(each) for each in every}
    return [
        CauseShown(
            rule=rule_shown(cause.rule),
            amount=None if cause.amount is None else Amount.of(cause.amount),
            value=cause.value,
            receivables=[named[each] for each in cause.receivables],
            payments=list(cause.payments),
            plans=list(cause.plans),
        )
        for cause in causes
    ]


def _overdue(receivable: OverdueReceivable) -> OverdueShown:
    return OverdueShown(
        invoice_id=receivable.invoice_id,
        receivable_id=receivable.receivable_id,
        due_date=receivable.due_date,
        balance=Amount.of(receivable.balance),
        overdue=Amount.of(receivable.overdue),
    )


def listed(row: Mapping[str, Any]) -> CreditShown:
    """A row of the list."""
    return shown(Credit.model_validate(from_json(row["credit"])), dates_in(row))
