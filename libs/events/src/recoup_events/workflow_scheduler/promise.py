"""Promises: what a customer said it would pay, by when, and whether it did."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import (
    AllocationId,
    CallId,
    CreditorId,
    CustomerId,
    InvoiceId,
    PersonId,
    PromiseId,
    ReceivableId,
    ReplyId,
    TaskId,
)
from recoup_events.kernel.money import Money
from recoup_events.kernel.personal import AboutPerson, Personal
from recoup_events.kernel.slices import Slice
from recoup_events.workflow_scheduler.base import WorkflowSchedulerEvent


class PromiseSource(StrEnum):
    """By which way a promise came."""

    CALL = "call"
    REPLY = "reply"
    PORTAL = "portal"
    """The customer made it itself, on the pages behind its link."""
    PERSON = "person"
    """Somebody was told, and recorded it."""


class Resumption(StrEnum):
    """How chasing goes on after a broken promise; no step comes before its own day."""

    AS_PLANNED = "as_planned"
    """With the next step, as far from the latest one as the workflow has them; the days promised stood still."""
    AT_ONCE = "at_once"
    """With the next step, at the next of its times."""
    STEP_HARDER = "step_harder"
    """The same with the first step that is firmer than the latest one; those between are passed over."""


class Given(Value):
    """How a promise was given."""

    by: PromiseSource
    person_id: PersonId | None = None
    """Who gave it; ``None`` where nobody knows."""
    call_id: CallId | None = None
    reply_id: ReplyId | None = None
    task_id: TaskId | None = None
    """The task that was completed with it."""


class Withdrawal(StrEnum):
    """Why a promise is over that is neither kept nor broken."""

    BY_CUSTOMER = "by_customer"
    """The customer takes it back."""
    IN_ERROR = "in_error"
    """It was recorded by mistake."""
    NOT_OWED = "not_owed"
    """Nothing is owed on its slices any more, without money: credited, cancelled or written off."""
    PLANNED = "planned"
    """A plan takes its place."""
    CONTINUED = "continued"
    """What it is about is asked for on another invoice, and promised there."""
    CONDITION = "condition"
    """A condition of the customer, such as insolvency, stops collecting."""


class PromiseEvent(WorkflowSchedulerEvent):
    """One promise to pay."""

    promise_id: PromiseId
    customer_id: CustomerId


class PromiseMade(AboutPerson, PromiseEvent, type="promise.made.v1"):
    """Its slices are not chased until its day is over."""

    subject: ClassVar[str] = "customer_id"

    creditor_id: CreditorId
    slices: tuple[Slice, ...] = Field(min_length=1)
    """Of one currency, owed to one creditor; one of each receivable."""
    due_on: date
    """The last day to pay, in the debtor's calendar: the value date counts."""
    grace_days: int = Field(ge=0)
    """How many days later the money may count, all the same."""
    given: Given
    made_on: date
    time_zone: str
    resumes: Resumption
    """How chasing goes on if it is broken."""
    words: Personal[str | None] = None


class PromisePaymentMatched(PromiseEvent, type="promise.payment_matched.v1"):
    """A payment on a promised receivable that counts in time; it counts towards the promise."""

    allocation_id: AllocationId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    amount: Money
    counted_on: date
    """The payment's value date."""
    remaining: Money
    """What is still promised after it."""


class PromisePaymentUnmatched(PromiseEvent, type="promise.payment_unmatched.v1"):
    """All or part of what counted towards the promise was taken off its receivable."""

    allocation_id: AllocationId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    amount: Money
    remaining: Money


class PromiseReduced(PromiseEvent, type="promise.reduced.v1"):
    """What it is about was credited, lowered or written off; a promise expects no more than is owed."""

    invoice_id: InvoiceId
    receivable_id: ReceivableId
    amount: Money
    remaining: Money


class PromiseKept(PromiseEvent, type="promise.kept.v1"):
    """All that was promised has been paid, and counts in time."""

    slices: tuple[Slice, ...]
    kept_on: date
    """The value date of the money that made it whole."""
    broken_on: date | None = None
    """It had been recorded as broken on this day, in error: the money was booked later."""


class PromiseReopened(PromiseEvent, type="promise.reopened.v1"):
    """Money that had kept it was taken back, and its day is still to come."""

    slices: tuple[Slice, ...]
    remaining: Money


class PromiseBroken(PromiseEvent, type="promise.broken.v1"):
    """Its day and its grace are over without all the money; what is left of its slices is chased at once."""

    slices: tuple[Slice, ...]
    due_on: date
    paid: Money
    """What of it was paid in time."""
    remaining: Money
    resumes: Resumption
    kept_on: date | None = None
    """It had been kept on this day, until the money was taken back."""


class PromiseWithdrawn(PromiseEvent, type="promise.withdrawn.v1"):
    """It is over, neither kept nor broken; its slices are chased at once."""

    slices: tuple[Slice, ...]
    reason: Withdrawal
    note: str | None = None
