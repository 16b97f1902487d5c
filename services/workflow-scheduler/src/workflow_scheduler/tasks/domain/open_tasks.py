"""The tasks of a customer that are still to be done, found by their enrolment or their kind."""

from collections.abc import Sequence

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import CreditorId, EnrolmentId, InvoiceId
from recoup_events.workflow_scheduler import (
    TaskClosed,
    TaskCompleted,
    TaskCreated,
    TaskEvent,
    TaskKind,
    TaskSubject,
)
from recoup_eventstore.decider import View

OF_CUSTOMER = "kind:"
"""What the place of each begins with that no enrolment asked for."""


class OpenTask(Value):
    """``kind`` is ``None`` once it is done or closed."""

    kind: TaskKind | None = None
    enrolment_id: EnrolmentId | None = None
    invoice_id: InvoiceId | None = None
    creditor_id: CreditorId | None = None
    about: TaskSubject = TaskSubject()


def _documents(event: Event) -> Sequence[str]:
    return (event.task_id,) if isinstance(event, TaskEvent) else ()


def _evolve(task: OpenTask, recorded: Envelope[Event]) -> OpenTask:
    match recorded.event:
        case TaskCreated() as event:
            return OpenTask(
                kind=event.kind,
                enrolment_id=event.enrolment_id,
                invoice_id=event.invoice_id,
                creditor_id=event.creditor_id,
                about=event.about,
            )
        case TaskCompleted() | TaskClosed():
            return OpenTask()
        case _:
            return task


def _place(task: OpenTask) -> str | None:
    return None if task.kind is None else task.enrolment_id or of_kind(task.kind)


def of_kind(kind: TaskKind) -> str:
    """Where those of a kind are listed that no enrolment asked for: ``listed(..., within=...)``."""
    return f"{OF_CUSTOMER}{kind}"


OPEN_TASKS = View("open_tasks", OpenTask(), _documents, _evolve, place=_place)
