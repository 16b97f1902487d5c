"""Escalations: a harsher step waits until it is proven that the milder one was delivered."""

from enum import StrEnum

from pydantic import AwareDatetime

from recoup_events.kernel.ids import (
    CustomerId,
    EnrolmentId,
    InvoiceId,
    ReceivableId,
    ReminderId,
)
from recoup_events.workflow_scheduler.base import WorkflowSchedulerEvent
from recoup_events.workflow_scheduler.reminder import Level


class Lack(StrEnum):
    """Why nothing proves that the milder step reached the customer."""

    NOT_SENT = "not_sent"
    """Its message waits: for the morning, for a cap, or for notification."""
    NOT_PROVEN = "not_proven"
    """It was sent, and nobody knows yet whether it arrived."""
    UNDELIVERED = "undelivered"
    """It came back."""
    REFUSED = "refused"
    """The law, the customer's wishes or a policy did not allow it."""
    FAILED = "failed"
    """The provider did not take it."""
    NOT_REACHED = "not_reached"
    """It was a call, and nobody was spoken to."""

    @property
    def may_pass(self) -> bool:
        """Whether proof may still come by itself."""
        return self in (Lack.NOT_SENT, Lack.NOT_PROVEN)


class StepHeld(WorkflowSchedulerEvent, type="enrolment.step_held.v1"):
    """A step is not taken: it is harsher than all that is known to have arrived."""

    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    customer_id: CustomerId
    step: str
    level: Level
    milder_level: Level
    """The level that is to be proven first."""
    lack: Lack
    waits_for: tuple[ReminderId, ...] = ()
    """The reminders of the milder level; none where it was a call."""
    review_at: AwareDatetime
    """When it is looked at again, unless proof or a person comes first."""


class StepReleased(WorkflowSchedulerEvent, type="enrolment.step_released.v1"):
    """A step that was held goes on."""

    enrolment_id: EnrolmentId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    customer_id: CustomerId
    step: str
    overridden: bool
    """Whether a person let it go on without proof."""
    reason: str | None = None
    """That person's words."""
