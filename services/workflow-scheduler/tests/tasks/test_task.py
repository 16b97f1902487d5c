from recoup_events.kernel.ids import TaskId
from recoup_events.workflow_scheduler import TaskCompleted, TaskCreated
from recoup_testing.reminders_example import IDS
from recoup_testing.scenario import Scenario
from workflow_scheduler.tasks.domain.commands import CompleteTask, CreateTask, Disposition
from workflow_scheduler.tasks.domain.errors import TaskRefused
from workflow_scheduler.tasks.domain.task import TASK

TASK_ID = TaskId("tsk_1")
CREATE = CreateTask(**IDS, task_id=TASK_ID, script="Ask when it will be paid.")
CREATED = TaskCreated(**IDS, task_id=TASK_ID, kind="call", script="Ask when it will be paid.")
COMPLETE = CompleteTask(disposition=Disposition.PROMISED_TO_PAY, note="By Friday.")
COMPLETED = TaskCompleted(**IDS, task_id=TASK_ID, disposition="promised_to_pay", note="By Friday.")

task = Scenario(TASK)


def test_a_task_is_created_for_a_call() -> None:
    task.given().when(CREATE).then(CREATED)


def test_completing_a_task_records_how_the_call_went() -> None:
    task.given(CREATED).when(COMPLETE).then(COMPLETED)


def test_a_task_is_completed_once() -> None:
    refusal = task.given(CREATED, COMPLETED).when(COMPLETE).then_refused(TaskRefused)
    assert "promised_to_pay" in refusal.detail


def test_a_task_is_created_once() -> None:
    task.given(CREATED).when(CREATE).then_refused(TaskRefused)


def test_what_was_never_created_cannot_be_completed() -> None:
    task.given().when(COMPLETE).then_refused(TaskRefused)
