"""What the workflow-scheduler publishes."""

from recoup_events.workflow_scheduler.base import WorkflowSchedulerEvent
from recoup_events.workflow_scheduler.enrolment import (
    EnrolmentEnded,
    EnrolmentPaused,
    EnrolmentResumed,
    EnrolmentStarted,
    Outcome,
    PauseCause,
    RunReason,
    StepDue,
)
from recoup_events.workflow_scheduler.reminder import Item, Level, ReminderRequested
from recoup_events.workflow_scheduler.task import (
    ClosingReason,
    TaskClosed,
    TaskCompleted,
    TaskCreated,
    TaskEvent,
)
from recoup_events.workflow_scheduler.workflow import (
    Call,
    Remind,
    Step,
    WorkflowMetadataChanged,
    WorkflowPublished,
    WorkflowRetired,
)

__all__ = [
    "Call",
    "ClosingReason",
    "EnrolmentEnded",
    "EnrolmentPaused",
    "EnrolmentResumed",
    "EnrolmentStarted",
    "Item",
    "Level",
    "Outcome",
    "PauseCause",
    "Remind",
    "ReminderRequested",
    "RunReason",
    "Step",
    "StepDue",
    "TaskClosed",
    "TaskCompleted",
    "TaskCreated",
    "TaskEvent",
    "WorkflowMetadataChanged",
    "WorkflowPublished",
    "WorkflowRetired",
    "WorkflowSchedulerEvent",
]
