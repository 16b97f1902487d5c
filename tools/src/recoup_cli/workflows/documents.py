"""Workflows as the API reads them: the one place where a command borrows what stands at a service's edge."""

from workflow_scheduler.workflows.api.checking import checked
from workflow_scheduler.workflows.api.ready_made import NAMES, ready_made
from workflow_scheduler.workflows.api.schemas import NewWorkflow
from workflow_scheduler.workflows.api.steps import StepBody

__all__ = ["NAMES", "NewWorkflow", "StepBody", "checked", "ready_made"]
