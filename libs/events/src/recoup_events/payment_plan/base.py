"""What every event of the payment-plan service is made of."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.money import Money


class Instalment(Value):
    """Part of a plan: this amount, by the end of this day in the debtor's calendar."""

    due_on: date
    amount: Money


class Every(StrEnum):
    """How far instalments lie apart."""

    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"


class CreditsLower(StrEnum):
    """Which instalments are lower once less is owed of what a plan covers."""

    SPREAD = "spread"
    """All that are ahead, each by its share of what is open."""
    LAST_FIRST = "last_first"
    """The last ones: those that come soonest stay as they were agreed."""


class PlanInterest(StrEnum):
    """Whether what a plan covers bears interest while it runs."""

    RUNS = "runs"
    """As it did before."""
    FROZEN = "frozen"
    """None from the day it is agreed until it ends; days of a plan that broke stay free."""


class KeepCurrent(Value):
    """What else was agreed: invoices that come to be due while the plan runs are paid when they are."""

    cure_days: int = Field(ge=0)
    """For so many days after it has become overdue, such an invoice does not break the plan."""


class PaymentPlanEvent(Event, owner="payment_plan"):
    """An event of the payment-plan service."""
