"""The tasks of a customer that are still to be done, found by their enrolment."""

from collections.abc import Sequence

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import EnrolmentId, InvoiceId
from recoup_events.workflow_scheduler import TaskCreated, TaskEvent
from recoup_eventstore.decider import View


class OpenTask(Value):
    enrolment_id: EnrolmentId | None = None
    """``None`` once it is done or closed."""
    invoice_id: InvoiceId | None = None


def _documents(event: Event) -> Sequence[str]:
    return (event.task_id,) if isinstance(event, TaskEvent) else ()


def _evolve(_task: OpenTask, recorded: Envelope[Event]) -> OpenTask:
    event = recorded.event
    if not isinstance(event, TaskCreated):
        return OpenTask()
    return OpenTask(enrolment_id=event.enrolment_id, invoice_id=event.invoice_id)


def _by_enrolment(task: OpenTask) -> str | None:
    return task.enrolment_id


OPEN_TASKS = View("open_tasks", OpenTask(), _documents, _evolve, place=_by_enrolment)
