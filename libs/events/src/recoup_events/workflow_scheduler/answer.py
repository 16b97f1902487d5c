"""What a customer answered that others act on: it contests, or it cannot pay."""

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from recoup_events.dispute import Reason
from recoup_events.kernel.ids import (
    CallId,
    CreditorId,
    CustomerId,
    DisputeId,
    InvoiceId,
    ReceivableId,
    TaskId,
)
from recoup_events.kernel.money import Money
from recoup_events.kernel.personal import AboutPerson, Personal
from recoup_events.kernel.slices import Slice
from recoup_events.workflow_scheduler.base import WorkflowSchedulerEvent


class HardshipReason(StrEnum):
    """Why a customer cannot pay, as it says."""

    CASH_FLOW = "cash_flow"
    LOST_BUSINESS = "lost_business"
    """A large customer or order is gone."""
    LOST_INCOME = "lost_income"
    ILLNESS = "illness"
    SEASONAL = "seasonal"
    CLOSING_DOWN = "closing_down"
    ASKS_FOR_INSTALMENTS = "asks_for_instalments"
    """It would pay, over time."""
    OTHER = "other"


class AnswerEvent(AboutPerson, WorkflowSchedulerEvent):
    subject: ClassVar[str] = "customer_id"

    customer_id: CustomerId
    creditor_id: CreditorId
    task_id: TaskId
    """The task that was completed with it."""
    call_id: CallId | None = None


class DisputeRequested(AnswerEvent, type="dispute.requested.v1"):
    """The customer contests: what of it is still free is to be disputed."""

    dispute_id: DisputeId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    amount: Money
    """At most what was chased of it."""
    reason: Reason
    statement: Personal[str]


class HardshipSignalled(AnswerEvent, type="hardship.signalled.v1"):
    """The customer says that it cannot pay; what that leads to is decided elsewhere."""

    slices: tuple[Slice, ...] = Field(min_length=1)
    """What is chased of what it was asked for."""
    reason: HardshipReason
    words: Personal[str | None] = None
