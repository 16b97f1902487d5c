"""What a plan must be before it is agreed: instalments that pay, to the last cent, what is owed."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from payment_plan.plans.domain import commands
from payment_plan.plans.domain.covering import covered_slices
from payment_plan.plans.domain.errors import (
    CurrencyUnacceptable,
    ScheduleUnacceptable,
    SliceUnacceptable,
)
from recoup_events.kernel.ids import CreditorId
from recoup_events.kernel.money import Money, total
from recoup_events.payment_plan import PlanAgreed
from recoup_receivables.calendar import local_date


def agreed(command: commands.AgreePlan) -> PlanAgreed:
    """The event, or the reason why the request cannot be right."""
    slices = covered_slices(command.covered, command.invoices)
    creditor_id = _creditor(command)
    _check_days(command, local_date(command.at, command.time_zone))
    _check_sum(command)
    return PlanAgreed(
        plan_id=command.plan_id,
        customer_id=command.customer_id,
        creditor_id=creditor_id,
        slices=slices,
        schedule=command.schedule,
        time_zone=command.time_zone,
        grace_days=command.grace_days,
        credits_lower=command.credits_lower,
        keep_current=command.keep_current,
        interest=command.interest,
        offer_id=command.offer_id,
        replaces=command.replaces and command.replaces.plan_id,
        version=1 if command.replaces is None else command.replaces.version + 1,
        metadata=command.metadata,
        reference=command.reference,
    )


def covered(slices: Sequence[Money]) -> Money:
    """What slices add up to, in their one currency."""
    _check_currency("slices", slices, slices[0].currency)
    return total(slices, slices[0].currency)


def _check_currency(name: str, amounts: Sequence[Money], currency: str) -> None:
    for i, amount in enumerate(amounts):
        if amount.currency != currency:
            raise CurrencyUnacceptable(
                f"The first slice is in {currency} and this in {amount.currency}; "
                "agree one plan per currency.",
                pointer=f"/{name}/{i}/amount/currency",
            )


def _creditor(command: commands.AgreePlan) -> CreditorId:
    """The one that all slices are owed to."""
    creditors = [command.invoices[each.invoice_id].creditor_id for each in command.covered]
    for i, creditor in enumerate(creditors):
        if creditor != creditors[0]:
            raise SliceUnacceptable(
                f"Invoice {command.covered[i].invoice_id} is owed to another creditor than the first; "
                "agree a plan with each of them.",
                pointer=f"/slices/{i}",
            )
    assert creditors[0] is not None, "what has arrived names its creditor"
    return creditors[0]


def _check_days(command: commands.AgreePlan, today: date) -> None:
    if command.schedule[0].due_on < today:
        raise ScheduleUnacceptable(
            f"The first instalment is due on {command.schedule[0].due_on}, and it is {today} at "
            "the customer's; let it begin today or later.",
            pointer="/schedule/0/due_on",
        )
    for i, (sooner, later) in enumerate(pairwise(command.schedule), start=1):
        if later.due_on <= sooner.due_on:
            raise ScheduleUnacceptable(
                f"This instalment is due on {later.due_on}, not after the one before it; "
                "send the soonest first, one a day.",
                pointer=f"/schedule/{i}/due_on",
            )


def _check_sum(command: commands.AgreePlan) -> None:
    whole = covered([each.amount for each in command.covered])
    instalments = [instalment.amount for instalment in command.schedule]
    _check_currency("schedule", instalments, whole.currency)
    paid = total(instalments, whole.currency)
    if whole != paid:
        raise ScheduleUnacceptable(
            f"The slices add up to {whole} and the instalments to {paid}; correct one of them, "
            "or ask for a proposal and take its schedule.",
            pointer="/schedule",
        )
