"""Workflows: which steps an unpaid invoice goes through."""

from datetime import time
from typing import Annotated, Literal

from pydantic import Field

from recoup_events.kernel.channels import Channel, ContactRole
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import WorkflowId
from recoup_events.kernel.metadata import Described, MetadataChanged
from recoup_events.workflow_scheduler.base import WorkflowSchedulerEvent
from recoup_events.workflow_scheduler.reminder import Level


class Remind(Value):
    """A step that sends one message."""

    kind: Literal["remind"] = "remind"
    channel: Channel
    template: str
    recipients: tuple[ContactRole, ...] = (ContactRole.BILLING,)


class Call(Value):
    """A step that asks a person to call."""

    kind: Literal["call"] = "call"
    at: time
    """Wall-clock time in the debtor's zone."""
    script: str


class Step(Value):
    """What to do, how firmly, and how many days after (or, negative, before) the due date.

    Messages come at the hour of the debtor's contact round.
    """

    name: str
    level: Level
    days: int
    action: Annotated[Remind | Call, Field(discriminator="kind")]


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
