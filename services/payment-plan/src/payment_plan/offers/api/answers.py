"""What is told about offers."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from payment_plan.offers.domain.cash_effect import Month, cash_effect
from payment_plan.offers.domain.drafting import Draft
from payment_plan.offers.domain.offer import Offer, OfferState, State
from payment_plan.plans.schemas import InstalmentOffered
from recoup_events.kernel.money import Money
from recoup_events.payment_plan import (
    AskedBy,
    Every,
    OfferedOption,
    OfferedSlice,
    OfferRule,
    PlanInterest,
    PlanOfferAccepted,
    PlanOfferMade,
    PlanOfferReferred,
    Refusal,
)
from recoup_service.api.amounts import Amount
from recoup_service.api.resource import Dates, Resource, dates_in


class OfferedSliceShown(BaseModel):
    invoice_id: str = Field(examples=["inv_52d1"])
    receivable_id: str = Field(description="The term of the invoice.", examples=["rcv_4c1a"])
    amount: Amount
    due_date: date = Field(description="When it was to be paid without a plan.")


class MonthShown(BaseModel):
    month: str = Field(examples=["2026-03"])
    without: Amount = Field(
        description="What would be expected without the plan: by due dates, and what is overdue in the month "
        "of the offer."
    )
    planned: Amount = Field(description="By the instalments.")
    behind: Amount = Field(
        description="How much less has come by the end of the month than without; below zero: more."
    )


class OptionShown(BaseModel):
    option: str = Field(description="Its number; send it with the acceptance.", examples=["1"])
    every: Every
    instalments: int
    total: Amount
    schedule: list[InstalmentOffered] = Field(description="Soonest first; none on a day off.")
    cash_effect: list[MonthShown] = Field(
        description="Month by month; those in which neither brings anything are left out."
    )


class RefusalShown(BaseModel):
    rule: OfferRule
    reason: str


class TermsShown(BaseModel):
    """What is offered."""

    customer_id: str = Field(examples=["cus_9f0c"])
    creditor_id: str = Field(examples=["crd_7a31"])
    slices: list[OfferedSliceShown]
    total: Amount
    options: list[OptionShown]
    keep_current: bool = Field(
        description="Whether invoices that come to be due while the plan runs have to be paid when they are."
    )
    cure_days: int | None = Field(
        description="For so many days one of those may be overdue; `null` without `keep_current`."
    )
    interest: PlanInterest = Field(description="While the plan runs, on what it covers.")
    grace_days: int
    wants_to_keep_trading: bool | None
    made_on: date = Field(description="Or asked for.")
    expires_on: date | None = Field(
        description="The last day on which it can be accepted; `null` while a person decides."
    )
    refusals: list[RefusalShown] = Field(
        description="The rules of the plan policy that do not allow it."
    )


class OfferShown(TermsShown, Resource):
    id: str = Field(examples=["pof_8c0d"])
    reference: str | None = Field(description="Your name of it.")
    state: OfferState = Field(
        description="`referred`: a debtor has asked, the policy refuses, and a person decides."
    )
    asked_by: AskedBy
    words: str | None = Field(description="What the debtor said.")
    override: str | None = Field(description="Why it was offered although the policy refuses it.")
    accepted_option: str | None
    plan_id: str | None = Field(description="The plan that it has become.")
    reason: str | None = Field(description="The reason given when it was declined or withdrawn.")
    superseded_by: str | None = Field(description="The newer offer over some of the same.")


def shown(state: State, dates: Dates) -> OfferShown:
    assert isinstance(state, Offer), "what is shown was made"
    terms, made, referred, accepted = state.terms, state.made, state.referred, state.accepted
    cures = terms.keep_current
    return OfferShown(
        **dates,
        id=terms.offer_id,
        reference=terms.reference,
        customer_id=terms.customer_id,
        creditor_id=terms.creditor_id,
        state=state.state,
        asked_by=terms.asked_by,
        slices=_slices(terms.slices),
        total=Amount.of(terms.total),
        options=_options(terms.options, terms.slices, terms.total, terms.made_on),
        keep_current=cures is not None,
        cure_days=None if cures is None else cures.cure_days,
        interest=terms.interest,
        grace_days=terms.grace_days,
        wants_to_keep_trading=terms.wants_to_keep_trading,
        made_on=terms.made_on,
        expires_on=None if made is None else made.expires_on,
        refusals=_refusals(() if referred is None else referred.refusals),
        words=None if referred is None else referred.words,
        override=None if made is None else made.override,
        accepted_option=None if accepted is None else accepted.option,
        plan_id=None if accepted is None else accepted.plan_id,
        reason=state.reason,
        superseded_by=state.superseded_by,
    )


def previewed(draft: Draft) -> TermsShown:
    ask, cures = draft.ask, draft.keep_current
    return TermsShown(
        customer_id=ask.customer_id,
        creditor_id=draft.creditor_id,
        slices=_slices(draft.slices),
        total=Amount.of(draft.total),
        options=_options(draft.options, draft.slices, draft.total, draft.made_on),
        keep_current=cures is not None,
        cure_days=None if cures is None else cures.cure_days,
        interest=draft.interest,
        grace_days=draft.grace_days,
        wants_to_keep_trading=ask.wants_to_keep_trading,
        made_on=draft.made_on,
        expires_on=draft.expires_on,
        refusals=_refusals(draft.refusals),
    )


def listed(row: Mapping[str, Any]) -> OfferShown:
    """A row of the list."""
    made, referred, accepted = row["made"], row["referred"], row["accepted"]
    offer = Offer(
        made=None if made is None else PlanOfferMade.model_validate_json(made),
        referred=None if referred is None else PlanOfferReferred.model_validate_json(referred),
        accepted=None if accepted is None else PlanOfferAccepted.model_validate_json(accepted),
        state=OfferState(row["state"]),
        reason=row["reason"],
        superseded_by=row["superseded_by"],
    )
    return shown(offer, dates_in(row))


def _slices(slices: Sequence[OfferedSlice]) -> list[OfferedSliceShown]:
    return [
        OfferedSliceShown(
            invoice_id=slice.invoice_id,
            receivable_id=slice.receivable_id,
            amount=Amount.of(slice.amount),
            due_date=slice.due_date,
        )
        for slice in slices
    ]


def _refusals(refusals: Sequence[Refusal]) -> list[RefusalShown]:
    return [RefusalShown(rule=each.rule, reason=each.reason) for each in refusals]


def _options(
    options: Sequence[OfferedOption], slices: Sequence[OfferedSlice], total: Money, made_on: date
) -> list[OptionShown]:
    return [
        OptionShown(
            option=each.option,
            every=each.every,
            instalments=len(each.schedule),
            total=Amount.of(total),
            schedule=[
                InstalmentOffered(due_on=instalment.due_on, amount=Amount.of(instalment.amount))
                for instalment in each.schedule
            ],
            cash_effect=[_month(month) for month in cash_effect(slices, each.schedule, made_on)],
        )
        for each in options
    ]


def _month(month: Month) -> MonthShown:
    return MonthShown(
        month=f"{month.first_day:%Y-%m}",
        without=Amount.of(month.without),
        planned=Amount.of(month.planned),
        behind=Amount.of(month.behind),
    )
