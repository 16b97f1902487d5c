"""Reminders: what one message to a customer is about."""

from datetime import date
from typing import Annotated

from pydantic import Field

from recoup_events.kernel.attachments import AttachmentKind
from recoup_events.kernel.channels import Channel, ContactRole
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import (
    CreditorId,
    CustomerId,
    EnrolmentId,
    InvoiceId,
    ReceivableId,
    ReminderId,
    RoundId,
)
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler.base import WorkflowSchedulerEvent
from recoup_events.workflow_scheduler.measure import Measure

Level = Annotated[int, Field(ge=0, le=9)]
"""How firm a step is: 0 for a courtesy before the invoice is late, then firmer with each level."""


class Intention(Value):
    """A measure the workflow comes to if nothing is paid."""

    measure: Measure
    on: date
    """The first day on which it is decided, in the debtor's calendar."""


class Item(Value):
    """One receivable of a reminder, and the step that brought it here."""

    invoice_id: InvoiceId
    receivable_id: ReceivableId
    enrolment_id: EnrolmentId
    step: str
    occurrence: int = Field(ge=1)
    """The run of its enrolment; a step comes once in each."""
    template: str
    """The item's own words."""
    level: Level
    amount: Money
    """The slice that is chased, when the reminder was requested."""
    intentions: tuple[Intention, ...] = ()
    """The soonest first. What is not intended is not announced."""
    attachments: tuple[AttachmentKind, ...] = ()
    """What its step attaches."""


class ReminderRequested(WorkflowSchedulerEvent, type="reminder.requested.v1"):
    reminder_id: ReminderId
    """Derived from the round: asked once, sent once."""
    round_id: RoundId
    """The customer's contact round of that day."""
    customer_id: CustomerId
    creditor_id: CreditorId
    """In whose name."""
    channel: Channel
    template: str
    """The words around the items: those of the highest level among them."""
    level: Level
    """The highest among the items."""
    recipients: tuple[ContactRole, ...]
    items: tuple[Item, ...] = Field(min_length=1)
