"""Conditions of a customer: what restrains collecting, from its own day to its own end."""

from datetime import date
from enum import StrEnum

from recoup_events.invoice.base import InvoiceEvent
from recoup_events.kernel.ids import ConditionId, CreditorId, CustomerId
from recoup_events.kernel.personal import AboutPerson, Personal


class Condition(StrEnum):
    INSOLVENCY = "insolvency"
    CEASE_REQUEST = "cease_request"
    """The written wish not to be contacted any more."""
    HARDSHIP = "hardship"
    ATTORNEY = "attorney"
    """The customer is represented by an attorney."""
    DEATH = "death"
    VULNERABILITY = "vulnerability"
    BREATHING_SPACE = "breathing_space"
    """A moratorium that the law grants, such as that of England and Wales."""


class CustomerConditionRecorded(AboutPerson, InvoiceEvent, type="customer.condition_recorded.v1"):
    subject = "customer_id"

    customer_id: CustomerId
    condition_id: ConditionId
    condition: Condition
    creditor_id: CreditorId | None = None
    """The only creditor it binds; ``None`` binds all of the tenant's."""
    source: Personal[str]
    """Who says so, or where it stands."""
    effective_from: date
    """The first day on which it counts, in the customer's calendar."""
    effective_until: date | None = None
    """The first day on which it no longer counts; ``None`` has no end."""
    note: Personal[str | None] = None


class CustomerConditionLifted(AboutPerson, InvoiceEvent, type="customer.condition_lifted.v1"):
    """It ends early; lifted from the day on which it began, it has never counted."""

    subject = "customer_id"

    customer_id: CustomerId
    condition_id: ConditionId
    condition: Condition
    reason: Personal[str]
    effective_from: date
    """The first day on which it no longer counts."""
