"""A task: what is left to a person, open until that person says how it went or it is pointless."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from recoup_events.kernel.event import Value
from recoup_events.workflow_scheduler import (
    Disposition,
    DisputeRequested,
    HardshipSignalled,
    TaskAssigned,
    TaskClosed,
    TaskCompleted,
    TaskCreated,
    TaskEvent,
    TaskKind,
    TaskRescheduled,
    TaskSnoozed,
)
from recoup_eventstore.decider import Decider
from workflow_scheduler.tasks.domain.commands import (
    Arranged,
    AssignTask,
    CloseTask,
    CompleteTask,
    CreateTask,
    EndSearch,
    RecordAnswers,
    RescheduleTask,
    SnoozeTask,
    TaskCommand,
)
from workflow_scheduler.tasks.domain.errors import (
    CallUnnamed,
    DispositionUnfit,
    MomentUnfit,
    TaskRefused,
)
from workflow_scheduler.tasks.domain.events import PauseEnded
from workflow_scheduler.tasks.domain.kinds import TAKES

Arrangement = TaskAssigned | TaskSnoozed | TaskRescheduled
Answer = DisputeRequested | HardshipSignalled
Recorded = TaskCreated | TaskCompleted | TaskClosed | PauseEnded | Answer | Arrangement
SEARCH = "search"
"""The timer of the moment until which a task pauses its receivable."""


class NotCreated(Value):
    """Nothing has asked for it yet."""


class Task(Value):
    """What is to be done, whose it is, and how it went."""

    created: TaskCreated
    owner: str | None = None
    team: str | None = None
    snoozed_until: datetime | None = None
    due_on: date | None = None
    pauses_until: datetime | None = None
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
            return [TaskCreated(**dict(command))]
        case CompleteTask(), Task(completed=None, closed=None, created=created):
            _check(command, created)
            return [TaskCompleted(**state.ids, **dict(command))]
        case RecordAnswers(answers=answers), Task(completed=TaskCompleted()):
            return answers
        case CloseTask(reason=reason), Task(completed=None, closed=None):
            return [TaskClosed(**state.ids, reason=reason)]
        case CloseTask(), Task():
            return []
        case EndSearch(), Task():
            return (
                [PauseEnded(task_id=state.created.task_id)]
                if state.pauses_until is not None
                else []
            )
        case (
            (AssignTask() | SnoozeTask() | RescheduleTask()) as arranged,
            Task(completed=None, closed=None),
        ):
            return _arrange(arranged, state)
        case _:
            raise _refusal(command, state)


def _refusal(command: TaskCommand, state: State) -> TaskRefused:
    match state:
        case Task(completed=TaskCompleted(disposition=disposition)):
            return TaskRefused(
                f"The task was completed already ({disposition}); read it to see how it went."
            )
        case Task(closed=TaskClosed(reason=reason)):
            return TaskRefused(
                f"The task has closed by itself ({reason}); a call that was made all the same is "
                "recorded with its outcome."
            )
        case _:
            return TaskRefused(f"{type(command).__name__} does not fit a task in this state.")


def _arrange(command: Arranged, task: Task) -> Sequence[Arrangement]:
    """Saying the same again changes nothing."""
    match command:
        case AssignTask() if (command.owner, command.team) == (task.owner, task.team):
            return []
        case AssignTask():
            return [
                TaskAssigned(
                    **task.ids, owned_by=command.owner, team=command.team, by_rule=command.by_rule
                )
            ]
        case SnoozeTask(until=datetime() as until) if until <= command.now:
            raise MomentUnfit(
                "Send a moment to come; null has it on the worklist again.", pointer="/until"
            )
        case SnoozeTask(until=until) if until != task.snoozed_until:
            return [TaskSnoozed(**task.ids, until=until)]
        case RescheduleTask(due_on=date() as day) if day < command.today:
            raise MomentUnfit(
                f"Send today or a later day: at the customer it is {command.today}.",
                pointer="/due_on",
            )
        case RescheduleTask(due_on=day) if day != task.due_on:
            return [TaskRescheduled(**task.ids, due_on=day)]
        case _:
            return []


def _check(command: CompleteTask, created: TaskCreated) -> None:
    """Each kind has its dispositions; and no call is uncounted: whoever made one names it."""
    takes = TAKES[created.kind]
    if command.disposition not in takes:
        raise DispositionUnfit(
            f"A task of the kind {created.kind} takes {', '.join(sorted(takes))}.",
            pointer="/disposition",
        )
    called = created.kind is TaskKind.CALL and command.disposition is not Disposition.NO_CALL
    if called and command.call_id is None:
        raise CallUnnamed(
            "Send the id of the call that was made: POST /v1/calls of notification answers with "
            "it. If nobody was called, send the disposition no_call without one.",
            pointer="/call_id",
        )
    if command.call_id is not None and command.disposition is Disposition.NO_CALL:
        raise CallUnnamed("With no_call, leave call_id out: nobody was called.", pointer="/call_id")


def evolve(state: State, event: Recorded) -> State:
    """Fold one event into the task."""
    match event:
        case TaskCreated():
            return Task(created=event, due_on=event.due_on, pauses_until=event.pauses_until)
        case TaskCompleted():
            return state.model_copy(update={"completed": event, "pauses_until": None})
        case TaskClosed():
            return state.model_copy(update={"closed": event, "pauses_until": None})
        case PauseEnded():
            return state.model_copy(update={"pauses_until": None})
        case TaskAssigned() | TaskSnoozed() | TaskRescheduled():
            return state.model_copy(update=_arranged(event))
        case DisputeRequested() | HardshipSignalled():
            return state


def _arranged(event: Arrangement) -> Mapping[str, object]:
    match event:
        case TaskAssigned(owned_by=owner, team=team):
            return {"owner": owner, "team": team}
        case TaskSnoozed(until=until):
            return {"snoozed_until": until}
        case TaskRescheduled(due_on=day):
            return {"due_on": day}


def timers(state: State) -> Mapping[str, datetime]:
    """When what an open task pauses is chased again."""
    match state:
        case Task(pauses_until=datetime() as moment):
            return {SEARCH: moment}
        case _:
            return {}


TASK: Decider[TaskCommand, State, Recorded] = Decider("task", NotCreated(), decide, evolve, timers)
