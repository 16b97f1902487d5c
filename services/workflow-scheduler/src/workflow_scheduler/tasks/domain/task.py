"""A task: a call left to a person, open until that person says how it went or it is pointless."""

from collections.abc import Sequence

from recoup_events.kernel.event import Value
from recoup_events.workflow_scheduler import TaskClosed, TaskCompleted, TaskCreated, TaskEvent
from recoup_eventstore.decider import Decider
from workflow_scheduler.tasks.domain.commands import (
    CloseTask,
    CompleteTask,
    CreateTask,
    Disposition,
    TaskCommand,
)
from workflow_scheduler.tasks.domain.errors import CallUnnamed, TaskRefused

Recorded = TaskCreated | TaskCompleted | TaskClosed


class NotCreated(Value):
    """No step has asked for it yet."""


class Task(Value):
    """What is to be done, and how it went."""

    created: TaskCreated
    completed: TaskCompleted | None = None
    closed: TaskClosed | None = None

    @property
    def ids(self) -> dict[str, str]:
        """What every event of a task names."""
        return self.created.model_dump(include=set(TaskEvent.model_fields))


State = NotCreated | Task


def decide(command: TaskCommand, state: State) -> Sequence[Recorded]:
    """List every move a task allows; what is not listed is refused."""
    match command, state:
        case CreateTask(), NotCreated():
            return [TaskCreated(kind="call", **command.model_dump())]
        case CompleteTask(), Task(completed=None, closed=None):
            _check(command)
            return [TaskCompleted(**state.ids, **dict(command))]
        case CompleteTask(), Task(completed=TaskCompleted(disposition=disposition)):
            raise TaskRefused(
                f"The task was completed already ({disposition}); read it to see how it went."
            )
        case CompleteTask(), Task(closed=TaskClosed(reason=reason)):
            raise TaskRefused(
                f"The task has closed by itself ({reason}); a call that was made all the same is "
                "recorded with its outcome."
            )
        case CloseTask(reason=reason), Task(completed=None, closed=None):
            return [TaskClosed(**state.ids, reason=reason)]
        case CloseTask(), Task():
            return []
        case _:
            raise TaskRefused(f"{type(command).__name__} does not fit a task in this state.")


def _check(command: CompleteTask) -> None:
    """No call is uncounted: whoever made one names it."""
    if (command.disposition is Disposition.NO_CALL) != (command.call_id is None):
        raise CallUnnamed(
            "Send the id of the call that was made: POST /v1/calls of notification answers with it. "
            "If nobody was called, send the disposition no_call without one.",
            pointer="/call_id",
        )


def evolve(state: State, event: Recorded) -> State:
    """Fold one event into the task."""
    match event:
        case TaskCreated():
            return Task(created=event)
        case TaskCompleted():
            return state.model_copy(update={"completed": event})
        case TaskClosed():
            return state.model_copy(update={"closed": event})


TASK: Decider[TaskCommand, State, Recorded] = Decider("task", NotCreated(), decide, evolve)
