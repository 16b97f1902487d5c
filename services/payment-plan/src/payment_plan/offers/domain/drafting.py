"""What an offer would be, and which rules do not allow it."""

from collections.abc import Sequence
from datetime import date, timedelta

from payment_plan.offers.domain.asking import Ask, Wish
from payment_plan.offers.domain.eligibility import Applicant, is_too_long, limits_for, refusals
from payment_plan.offers.domain.errors import OptionUnacceptable
from payment_plan.offers.domain.options import is_possible, offered_options
from payment_plan.plans.domain.debtor import Debtor
from payment_plan.plans.domain.policy import Limits, PlanPolicy
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId
from recoup_events.kernel.money import Money, total
from recoup_events.payment_plan import (
    AskedBy,
    KeepCurrent,
    OfferedOption,
    OfferedSlice,
    PlanInterest,
    Refusal,
)


class Draft(Value):
    ask: Ask
    creditor_id: CreditorId
    slices: tuple[OfferedSlice, ...]
    options: tuple[OfferedOption, ...]
    total: Money
    keep_current: KeepCurrent | None
    interest: PlanInterest
    grace_days: int
    made_on: date
    expires_on: date
    time_zone: str
    refusals: tuple[Refusal, ...]


def drafted(
    ask: Ask,
    creditor_id: CreditorId,
    slices: tuple[OfferedSlice, ...],
    debtor: Debtor,
    policy: PlanPolicy,
    broken_plans: int,
    today: date,
) -> Draft:
    assert debtor.time_zone is not None, "nothing is offered to whom nobody knows"
    whole = total((slice.amount for slice in slices), slices[0].amount.currency)
    applicant = Applicant(
        conditions=debtor.conditions,
        broken_plans=broken_plans,
        wants_to_keep_trading=ask.wants_to_keep_trading,
        asked_by=ask.asked_by,
    )
    limits = limits_for(applicant, policy, creditor_id, today)
    options = _options(ask, whole, debtor, policy, limits, today)
    refused = refusals(applicant, policy, creditor_id, whole, options, today)
    keeps = policy.keep_current if ask.keep_current is None else ask.keep_current
    soonest = min(option.schedule[0].due_on for option in options)
    return Draft(
        ask=ask,
        creditor_id=creditor_id,
        slices=slices,
        options=options,
        total=whole,
        keep_current=KeepCurrent(cure_days=policy.cure_days) if keeps else None,
        interest=ask.interest or policy.interest,
        grace_days=policy.grace_days,
        made_on=today,
        expires_on=min(soonest, today + timedelta(days=policy.offer_days)),
        time_zone=debtor.time_zone,
        refusals=tuple(refused),
    )


def _options(
    ask: Ask,
    whole: Money,
    debtor: Debtor,
    policy: PlanPolicy,
    limits: Limits,
    today: date,
) -> tuple[OfferedOption, ...]:
    """What was wished for; for a debtor, or where nobody wishes, also the policy's that are not too long."""
    usual = [] if ask.wishes and ask.asked_by is AskedBy.CREDITOR else _usual(whole, policy)
    wished = {(wish.every, wish.instalments) for wish in ask.wishes}
    others = [each for each in usual if (each.every, each.instalments) not in wished]
    wishes: Sequence[Wish] = [*ask.wishes, *others]
    if not wishes:
        raise OptionUnacceptable(
            f"{whole} is too little for any of the policy's options; name the instalments yourself.",
            pointer="/options",
        )
    options = offered_options(whole, wishes, debtor, today, policy.first_days)
    kept = [
        each
        for place, each in enumerate(options)
        if place < len(ask.wishes) or not is_too_long(each, limits, today)
    ]
    numbered = enumerate(kept or options, start=1)
    return tuple(each.model_copy(update={"option": str(n)}) for n, each in numbered)


def _usual(whole: Money, policy: PlanPolicy) -> Sequence[Wish]:
    usual = (Wish(**dict(each)) for each in policy.options)
    return [wish for wish in usual if is_possible(whole, wish)]
