"""What a plan expects less: the instalments ahead are lower, so that somebody pays soon all the same."""

from collections.abc import Sequence
from datetime import date

from payment_plan.plans.domain.plan import Plan
from recoup_events.kernel.money import Money, split, total
from recoup_events.payment_plan import CreditsLower, Instalment


def lowered(plan: Plan, amount: Money, on: date) -> tuple[Instalment, ...]:
    """The schedule once so much less is owed since a day.

    What was over on that day had been owed until then, and stays as it was agreed.
    """
    ahead = [
        open if plan.days_of(instalment).missed > on else Money.zero(plan.currency)
        for instalment, open in zip(plan.schedule, plan.open, strict=True)
    ]
    cut = min(amount, total(ahead, plan.currency))
    parts = _spread(ahead, cut) if _is_spread(plan) else _last_first(ahead, cut)
    return tuple(
        instalment.model_copy(update={"amount": instalment.amount - part})
        for instalment, part in zip(plan.schedule, parts, strict=True)
    )


def _is_spread(plan: Plan) -> bool:
    return plan.agreed.credits_lower is CreditsLower.SPREAD


def _spread(open: Sequence[Money], cut: Money) -> Sequence[Money]:
    return split(cut, [each.minor_units for each in open]) if cut else [cut] * len(open)


def _last_first(open: Sequence[Money], cut: Money) -> Sequence[Money]:
    parts: list[Money] = []
    for each in reversed(open):
        parts.append(min(each, cut))
        cut -= parts[-1]
    return parts[::-1]
