"""A task: a call left to a person, open until that person says how it went."""

from collections.abc import Sequence

from recoup_events.kernel.event import Value
from recoup_events.workflow_scheduler import TaskCompleted, TaskCreated
from recoup_eventstore.decider import Decider
from workflow_scheduler.tasks.domain.commands import CompleteTask, CreateTask, TaskCommand
from workflow_scheduler.tasks.domain.errors import TaskRefused

TaskEvent = TaskCreated | TaskCompleted


class NotCreated(Value):
    """No step has asked for it yet."""


class Task(Value):
    """What is to be done, and how it went."""

    created: TaskCreated
    completed: TaskCompleted | None = None


State = NotCreated | Task


def decide(command: TaskCommand, state: State) -> Sequence[TaskEvent]:
    """List every move a task allows; what is not listed is refused."""
    match command, state:
        case CreateTask(), NotCreated():
            return [TaskCreated(kind="call", **command.model_dump())]
        case CompleteTask(), Task(created=created, completed=None):
            return [
                TaskCompleted(
                    task_id=created.task_id,
                    enrolment_id=created.enrolment_id,
                    invoice_id=created.invoice_id,
                    customer_id=created.customer_id,
                    disposition=command.disposition,
                    note=command.note,
                )
            ]
        case CompleteTask(), Task(completed=TaskCompleted(disposition=disposition)):
            raise TaskRefused(
                f"The task was completed already ({disposition}); read it to see how it went."
            )
        case _:
            raise TaskRefused(f"{type(command).__name__} does not fit a task in this state.")


def evolve(state: State, event: TaskEvent) -> State:
    """Fold one event into the task."""
    match event:
        case TaskCreated():
            return Task(created=event)
        case TaskCompleted():
            return state.model_copy(update={"completed": event})


TASK: Decider[TaskCommand, State, TaskEvent] = Decider("task", NotCreated(), decide, evolve)
