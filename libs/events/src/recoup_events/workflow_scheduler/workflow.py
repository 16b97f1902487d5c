"""Workflows: which steps an unpaid invoice goes through."""

import datetime as dt
from datetime import time
from typing import Annotated, Literal

from pydantic import Field

from recoup_events.kernel.attachments import AttachmentKind
from recoup_events.kernel.channels import Channel, ContactRole
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import WorkflowId
from recoup_events.kernel.metadata import Described, MetadataChanged
from recoup_events.workflow_scheduler.base import WorkflowSchedulerEvent
from recoup_events.workflow_scheduler.measure import Measure
from recoup_events.workflow_scheduler.reminder import Level
from recoup_events.workflow_scheduler.step_condition import StepCondition
from recoup_events.workflow_scheduler.step_timing import Anchor, DayOfMonth, Repeat, WorkingDays


class Remind(Value):
    """A step that sends one message."""

    kind: Literal["remind"] = "remind"
    channel: Channel
    template: str
    recipients: tuple[ContactRole, ...] = (ContactRole.BILLING,)
    attachments: tuple[AttachmentKind, ...] = ()


class Call(Value):
    """A step that asks a person to call."""

    kind: Literal["call"] = "call"
    at: time
    """Wall-clock time in the debtor's zone."""
    script: str
    repeat: Repeat | None = None


class Escalate(Value):
    """A step that asks a person whether a measure is taken; messages before it may announce it."""

    kind: Literal["escalate"] = "escalate"
    at: time
    """Wall-clock time in the debtor's zone."""
    measure: Measure
    script: str


class Step(Value):
    """What to do, how firmly, and how many days after (or, negative, before) the due date or another.

    Messages come at the hour of the debtor's contact round.
    """

    name: str
    level: Level
    days: int
    anchor: Anchor = Anchor.DUE_DATE
    date: dt.date | None = None
    """Of the anchor ``date``."""
    month: DayOfMonth | None = None
    """The days are counted from this day of a month after the anchor's."""
    working_days: WorkingDays | None = None
    """``None``: every day is like any other."""
    when: StepCondition | None = None
    action: Annotated[Remind | Call | Escalate, Field(discriminator="kind")]


class WorkflowPublished(Described, WorkflowSchedulerEvent, type="workflow.published.v1"):
    workflow_id: WorkflowId
    workflow_version: int = Field(ge=1)
    name: str
    steps: tuple[Step, ...]


class WorkflowRetired(WorkflowSchedulerEvent, type="workflow.retired.v1"):
    workflow_id: WorkflowId


class WorkflowMetadataChanged(
    MetadataChanged, WorkflowSchedulerEvent, type="workflow.metadata_changed.v1"
):
    """Its metadata are these now."""

    workflow_id: WorkflowId
