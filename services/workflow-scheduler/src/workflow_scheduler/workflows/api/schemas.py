"""Workflows in JSON."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import Field

from recoup_events.workflow_scheduler import Step
from recoup_service.api.fields import Name, RequestBody
from recoup_service.api.metadata import DescribedResource, SentPairs
from recoup_service.api.resource import MaybeDates, MaybeResource
from workflow_scheduler.workflows.api.steps import StepBody
from workflow_scheduler.workflows.api.timing import WorkingDaysBody
from workflow_scheduler.workflows.domain.default_workflow import DEFAULT_WORKFLOW
from workflow_scheduler.workflows.domain.workflow import Workflow


class NewWorkflow(RequestBody):
    """Steps under a name: a new name makes a workflow, a known one makes its next version."""

    name: Name = Field(description="Your name for it.", examples=["gentle"])
    steps: list[StepBody] = Field(
        min_length=1, max_length=200, description="The soonest step first."
    )
    working_days: WorkingDaysBody | None = Field(
        default=None, description="For the steps that have no policy of their own."
    )
    metadata: SentPairs = None

    @property
    def planned(self) -> tuple[Step, ...]:
        return tuple(step.step(self.working_days) for step in self.steps)


class DefaultChoice(RequestBody):
    workflow_id: Name = Field(
        description="The workflow for new invoices; the built-in one can be chosen back.",
        examples=[DEFAULT_WORKFLOW.workflow_id],
    )


class WorkflowShown(MaybeResource):
    """The latest version of a workflow; nobody published the built-in one."""

    id: str
    name: str
    version: int = Field(description="Enrolments keep the version they started with.")
    steps: list[StepBody]
    retired: bool = Field(description="A retired workflow takes no new invoices.")
    metadata: dict[str, str] = Field(description="Your own notes about it.")
    built_in: bool = Field(description="Part of Recoup; it cannot be changed or retired.")


class WorkflowListed(DescribedResource):
    """A workflow in a list."""

    id: str
    name: str
    version: int
    steps: int = Field(description="How many steps the latest version has.")
    retired: bool
    published_at: datetime = Field(description="When the latest version was published.")


def shown(workflow: Workflow, dates: MaybeDates) -> WorkflowShown:
    return WorkflowShown(
        **dates,
        metadata=dict(workflow.metadata),
        id=workflow.workflow_id,
        name=workflow.name,
        version=workflow.version,
        steps=[StepBody.of(step) for step in workflow.steps],
        retired=workflow.retired,
        built_in=workflow.workflow_id == DEFAULT_WORKFLOW.workflow_id,
    )


def listed(row: Mapping[str, Any]) -> WorkflowListed:
    return WorkflowListed(**row)
