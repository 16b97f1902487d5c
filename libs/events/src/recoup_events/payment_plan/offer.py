"""What payment-plan says of offers: ways to pay what is owed over time, of which the debtor takes one."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId, CustomerId, PersonId, PlanId, PlanOfferId
from recoup_events.kernel.money import Money
from recoup_events.kernel.personal import AboutPerson, Personal
from recoup_events.kernel.slices import Slice
from recoup_events.payment_plan.base import (
    Every,
    Instalment,
    KeepCurrent,
    PaymentPlanEvent,
    PlanInterest,
)


class AskedBy(StrEnum):
    """Who wanted an offer."""

    CREDITOR = "creditor"
    DEBTOR = "debtor"
    HARDSHIP = "hardship"
    """Nobody: the customer cannot pay, and the creditor's policy makes an offer."""


class OfferRule(StrEnum):
    """Which rule of a creditor's plan policy does not allow an offer."""

    CONDITION = "condition"
    """A condition of the customer stops collecting."""
    KEEPS_TRADING = "keeps_trading"
    LARGEST_TOTAL = "largest_total"
    LONGEST_MONTHS = "longest_months"
    BROKEN_PLANS = "broken_plans"


class Refusal(Value):
    rule: OfferRule
    reason: str


class OfferedSlice(Slice):
    due_date: date
    """When it was to be paid without a plan."""


class OfferedOption(Value):
    """One way to pay all of it."""

    option: str
    """Its number, from 1."""
    every: Every
    schedule: tuple[Instalment, ...] = Field(min_length=1)
    """Soonest first; adds up to the slices to the minor unit. None falls on a day off."""


class PlanOfferEvent(PaymentPlanEvent):
    offer_id: PlanOfferId
    customer_id: CustomerId
    creditor_id: CreditorId
    """To whom all of it is owed."""


class OfferTerms(PlanOfferEvent):
    """What is offered, or was asked for."""

    asked_by: AskedBy
    slices: tuple[OfferedSlice, ...] = Field(min_length=1)
    options: tuple[OfferedOption, ...]
    total: Money
    keep_current: KeepCurrent | None = None
    interest: PlanInterest = PlanInterest.RUNS
    grace_days: int = Field(ge=0)
    wants_to_keep_trading: bool | None = None
    """``None``: nobody has said so."""
    made_on: date
    time_zone: str
    reference: str | None = None
    """What whoever made it or asked for it calls it."""


class PlanOfferMade(OfferTerms, type="plan_offer.made.v1"):
    """The debtor may take one of the options until a day; then it is a plan."""

    expires_on: date
    """The last day on which it can be accepted, in the debtor's calendar."""
    override: str | None = None
    """Why it was made although the policy refuses it."""


class PlanOfferReferred(AboutPerson, OfferTerms, type="plan_offer.referred.v1"):
    """It was asked for, and the policy refuses it: a person decides."""

    subject: ClassVar[str] = "customer_id"

    refusals: tuple[Refusal, ...] = Field(min_length=1)
    words: Personal[str | None] = None
    """What the debtor said."""


class PlanOfferAccepted(PlanOfferEvent, type="plan_offer.accepted.v1"):
    """The debtor has chosen; ``plan.agreed`` follows."""

    option: str
    plan_id: PlanId
    person_id: PersonId | None = None
    """Who chose, if that is known."""


class PlanOfferDeclined(PlanOfferEvent, type="plan_offer.declined.v1"):
    """The debtor wants none of it, or a person refused what was asked for."""

    reason: str | None = None


class PlanOfferWithdrawn(PlanOfferEvent, type="plan_offer.withdrawn.v1"):
    reason: str
    superseded_by: PlanOfferId | None = None
    """The newer offer over some of the same."""


class PlanOfferExpired(PlanOfferEvent, type="plan_offer.expired.v1"):
    """Its last day has ended."""

    expired_on: date
