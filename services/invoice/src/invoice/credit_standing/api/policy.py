"""A creditor's credit policy in JSON."""

from typing import Annotated

from pydantic import BaseModel, Field, StrictBool

from invoice.credit_standing.domain.policy import Recorded
from recoup_events.invoice.credit_standing import (
    CreditMeasure,
    CreditPolicy,
    CreditRule,
    Standing,
)
from recoup_service.api.amounts import Amount, PositiveAmount
from recoup_service.api.fields import RequestBody
from recoup_service.api.resource import MaybeDates, MaybeResource

MEASURE = (
    "`amount_overdue`: in the currency of `amount`. `days_overdue`: of what is longest overdue. "
    "`items_overdue`: receivables. `late_share`: of all that was ever paid, the per cent paid after "
    "its due date, from five on. `returned_payments`: that the bank took back within a year. "
    "`broken_plans`: payment plans that the customer broke within a year. "
    "`days_silent`: beyond what is usual for this customer, that is how late it has paid nine tenths "
    "of all so far (0, 3, 7, 14, 30, 60 or 90 days), from five on."
)
LIMIT = "What may be owed at most, of those customers that have no limit of their own."
ACCEPTANCE = (
    "Whether credit is granted to those alone who have accepted the creditor's terms in writing "
    "(`/v1/acceptances`)."
)
NOTIFIED = (
    "Whether a customer is told by mail of this policy, before it is granted credit by it, and when it has "
    "to pay in advance, when nothing is delivered to it, and when its usual terms apply again. Law, consent "
    "and conditions may forbid a mail, as any."
)


class RuleBody(RequestBody):
    """From this threshold on the standing is at least this one."""

    standing: Standing = Field(
        description="`watch`, `prepay`, `hold` or `stop_serving_advised`.", examples=["prepay"]
    )
    measure: CreditMeasure = Field(description=MEASURE, examples=["items_overdue"])
    amount: PositiveAmount | None = Field(
        default=None, description="The threshold of `amount_overdue`."
    )
    threshold: Annotated[int, Field(ge=1, le=100_000)] | None = Field(
        default=None, description="The threshold of all other measures.", examples=[1]
    )

    @property
    def rule(self) -> CreditRule:
        amount = None if self.amount is None else self.amount.money
        return CreditRule(
            standing=self.standing, measure=self.measure, amount=amount, threshold=self.threshold
        )


class PolicyBody(RequestBody):
    """Without rules every customer's standing is `normal`."""

    rules: Annotated[tuple[RuleBody, ...], Field(max_length=50)] = Field(
        default=(),
        description="The harshest of those whose thresholds are reached decides. "
        "`prepay` from one overdue item on: new work is paid in advance while anything is overdue.",
    )
    limit: PositiveAmount | None = Field(default=None, description=LIMIT)
    acceptance_needed: StrictBool = Field(default=False, description=ACCEPTANCE)
    notify_customers: StrictBool = Field(default=False, description=NOTIFIED)

    @property
    def policy(self) -> CreditPolicy:
        return CreditPolicy(
            rules=tuple(rule.rule for rule in self.rules),
            limit=None if self.limit is None else self.limit.money,
            acceptance_needed=self.acceptance_needed,
            notify_customers=self.notify_customers,
        )


class RuleShown(BaseModel):
    standing: Standing
    measure: CreditMeasure = Field(description=MEASURE)
    amount: Amount | None
    threshold: int | None


class PolicyShown(MaybeResource):
    creditor_id: str = Field(examples=["crd_5a1b"])
    rules: list[RuleShown]
    limit: Amount | None = Field(description=LIMIT)
    acceptance_needed: bool = Field(description=ACCEPTANCE)
    notify_customers: bool = Field(description=NOTIFIED)
    recorded_by: str | None = Field(description="Who sent it last; `null`: nobody has.")


def shown(creditor_id: str, state: Recorded, dates: MaybeDates) -> PolicyShown:
    policy, latest = state.policy, state.latest
    return PolicyShown(
        **dates,
        creditor_id=creditor_id,
        rules=[rule_shown(rule) for rule in policy.rules],
        limit=None if policy.limit is None else Amount.of(policy.limit),
        acceptance_needed=policy.acceptance_needed,
        notify_customers=policy.notify_customers,
        recorded_by=None if latest is None else latest.recorded_by,
    )


def rule_shown(rule: CreditRule) -> RuleShown:
    return RuleShown(
        standing=rule.standing,
        measure=rule.measure,
        amount=None if rule.amount is None else Amount.of(rule.amount),
        threshold=rule.threshold,
    )
