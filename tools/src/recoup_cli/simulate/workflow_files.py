"""Workflows that a simulation tries: a file as it could be published, or one that is ready-made."""

from pathlib import Path

from recoup_cli.stack import StackFailed
from recoup_cli.workflows.documents import NAMES, NewWorkflow, ready_made
from recoup_cli.workflows.files import read
from recoup_events.kernel.ids import WorkflowId, derived
from workflow_scheduler.simulations.domain.trial import TriedWorkflow
from workflow_scheduler.workflows.domain.default_workflow import DEFAULT_WORKFLOW

DEFAULT = TriedWorkflow(
    workflow_id=DEFAULT_WORKFLOW.workflow_id,
    name=DEFAULT_WORKFLOW.name,
    version=DEFAULT_WORKFLOW.version,
    steps=DEFAULT_WORKFLOW.steps,
)


def workflow_of(named: str) -> TriedWorkflow:
    """By its name, or from its file; raises ``StackFailed``, which says what is wrong with it."""
    if named == "default":
        return DEFAULT
    if named in NAMES:
        return _tried(ready_made(named))
    file = Path(named)
    if not file.exists():
        ready = ", ".join(("default", *NAMES))
        raise StackFailed(f"{named} is no file and no ready-made workflow; those are: {ready}.")
    return _tried(read(file))


def _tried(document: NewWorkflow) -> TriedWorkflow:
    id = WorkflowId(derived("wfl", "simulated", document.model_dump_json()))
    return TriedWorkflow(workflow_id=id, name=document.name, steps=document.planned)
