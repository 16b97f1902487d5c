"""What may be asked of a customer's credit."""

from datetime import date

from pydantic import AwareDatetime

from recoup_events.invoice.credit_standing import (
    CreditOverride,
    CreditPolicy,
    ServingDecision,
    Standing,
    StandingCause,
)
from recoup_events.kernel.event import Command, Value
from recoup_events.kernel.ids import CreditId, CreditorId, CustomerId
from recoup_events.kernel.money import Money


class CreditCommand(Command):
    credit_id: CreditId
    creditor_id: CreditorId
    customer_id: CustomerId
    today: date
    """In the customer's calendar."""


class RecordTerms(CreditCommand):
    limit: Money | None
    override: CreditOverride | None
    by: str


class DecideServing(CreditCommand):
    decision: ServingDecision
    until: date | None
    reason: str
    by: str


class PolicyToAnnounce(Value):
    """Where the creditor wants its customers told by which policy they are served."""

    version: int
    policy: CreditPolicy
    notify_at: AwareDatetime


class Review(CreditCommand):
    """Take over what the rules advise today."""

    advised: Standing
    causes: tuple[StandingCause, ...]
    next_on: date | None
    """The day on which time alone may change their advice."""
    time_zone: str
    to_announce: PolicyToAnnounce | None = None
    at: AwareDatetime
