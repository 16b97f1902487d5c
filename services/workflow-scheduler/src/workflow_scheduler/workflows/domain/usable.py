"""Whether invoices can be put on a workflow that a rule, a treatment or an exception names."""

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import WorkflowId
from workflow_scheduler.workflows.domain import errors


class Standing(Value):
    """A workflow as it stands; version 0 was never published."""

    version: int
    retired: bool


def check_usable(id: WorkflowId, standing: Standing, pointer: str) -> None:
    """Raise ``WorkflowMissing`` or ``WorkflowIsRetired`` where it takes no invoices."""
    if standing.version == 0:
        raise errors.WorkflowMissing(
            f"There is no workflow {id}; publish it, then name it, or see GET /v1/workflows.",
            pointer=pointer,
        )
    if standing.retired:
        raise errors.WorkflowIsRetired(
            f"Workflow {id} is retired and takes no new invoices; name another.", pointer=pointer
        )
