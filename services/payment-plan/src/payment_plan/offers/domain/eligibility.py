"""Whether the creditor's plan policy lets a customer have a plan, and which rule does not."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from payment_plan.plans.domain.policy import Limits, PlanPolicy
from payment_plan.plans.domain.schedule import months_later
from recoup_compliance.conditions import Conditions, Stops
from recoup_events.invoice import Condition
from recoup_events.kernel.ids import CreditorId
from recoup_events.kernel.money import Money
from recoup_events.payment_plan import AskedBy, OfferedOption, OfferRule, Refusal


class Applicant(NamedTuple):
    """What decides of whoever would have a plan."""

    conditions: Conditions
    broken_plans: int
    """So far, with whomever."""
    wants_to_keep_trading: bool | None
    asked_by: AskedBy

    def in_hardship(self, creditor_id: CreditorId, today: date) -> bool:
        """Declared, or just said."""
        standing = self.conditions.in_force(today, creditor_id)
        declared = any(each.condition is Condition.HARDSHIP for each in standing)
        return declared or self.asked_by is AskedBy.HARDSHIP


def limits_for(
    applicant: Applicant, policy: PlanPolicy, creditor_id: CreditorId, today: date
) -> Limits:
    """The widest of those that apply: who cannot pay, and who would stay a customer, may have more."""
    applying = [policy.limits]
    if applicant.in_hardship(creditor_id, today):
        applying.append(policy.hardship)
    if applicant.wants_to_keep_trading and policy.keeps_trading is not None:
        applying.append(policy.keeps_trading)
    return Limits(
        longest_months=max(each.longest_months for each in applying),
        most_broken=max(each.most_broken for each in applying),
    )


def is_too_long(option: OfferedOption, limits: Limits, today: date) -> bool:
    return option.schedule[-1].due_on > months_later(today, limits.longest_months)


def refusals(
    applicant: Applicant,
    policy: PlanPolicy,
    creditor_id: CreditorId,
    total: Money,
    options: Sequence[OfferedOption],
    today: date,
) -> Iterator[Refusal]:
    """Every rule that does not allow it."""
    limits = limits_for(applicant, policy, creditor_id, today)
    yield from _of_customer(applicant, policy, creditor_id, limits, today)
    largest = next(
        (each for each in policy.largest_totals if each.currency == total.currency), None
    )
    if largest is not None and largest < total:
        reason = f"{total} would be planned, and at most {largest} may be."
        yield Refusal(rule=OfferRule.LARGEST_TOTAL, reason=reason)
    for option in options:
        if is_too_long(option, limits, today):
            reason = (
                f"Option {option.option} ends on {option.schedule[-1].due_on}, and a plan may last "
                f"{limits.longest_months} months at most."
            )
            yield Refusal(rule=OfferRule.LONGEST_MONTHS, reason=reason)


def _of_customer(
    applicant: Applicant,
    policy: PlanPolicy,
    creditor_id: CreditorId,
    limits: Limits,
    today: date,
) -> Iterator[Refusal]:
    for each in applicant.conditions.in_force(today, creditor_id):
        if each.effect.stops is Stops.CHASING:
            condition = each.condition.value.replace("_", " ")
            reason = (
                f"Nothing is collected while this condition of the customer stands: {condition}."
            )
            yield Refusal(rule=OfferRule.CONDITION, reason=reason)
    if policy.only_who_keep_trading and not applicant.wants_to_keep_trading:
        reason = "Plans are for customers who want to keep trading, and this one has not said so."
        yield Refusal(rule=OfferRule.KEEPS_TRADING, reason=reason)
    if applicant.broken_plans > limits.most_broken:
        reason = (
            f"The customer has broken plans before, {applicant.broken_plans} by now, and may have broken "
            f"{limits.most_broken} at most."
        )
        yield Refusal(rule=OfferRule.BROKEN_PLANS, reason=reason)
