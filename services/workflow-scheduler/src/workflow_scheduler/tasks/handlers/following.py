"""Tasks that follow from another: whose they are, and what is to be found out."""

from recoup_events.kernel.envelope import Account, Cause
from recoup_events.kernel.ids import TaskId, derived
from recoup_events.workflow_scheduler import Disposition, TaskCreated, TaskKind, TaskSubject
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.tasks.domain.commands import CompleteTask, CreateTask
from workflow_scheduler.tasks.handlers.creating import ask


async def find_out(
    work: UnitOfWork, account: Account, task: TaskCreated, done: CompleteTask, cause: Cause
) -> None:
    number = done.disposition is Disposition.WRONG_NUMBER
    found = "The number is not the person's" if number else "Somebody else was reached"
    command = CreateTask(
        **about_of(task),
        task_id=TaskId(derived("tsk", task.task_id, "contact_data")),
        kind=TaskKind.CONTACT_DATA,
        script=f"{found}: find out whom to talk to and where, and change the customer's persons.",
        words=done.note,
    )
    await ask(work, account, command, cause)


def about_of(task: TaskCreated) -> dict[str, object]:
    """Whose and about what a task is that follows from another."""
    names = ("customer_id", "creditor_id", "enrolment_id", "invoice_id", "receivable_id")
    about = TaskSubject(
        person_id=task.about.person_id, reply_id=task.about.reply_id, follows=task.task_id
    )
    return {name: getattr(task, name) for name in names} | {"about": about}
