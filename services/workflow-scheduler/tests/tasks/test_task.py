import pytest

from recoup_events.kernel.ids import CallId, TaskId
from recoup_events.workflow_scheduler import (
    ClosingReason,
    Disposition,
    Measure,
    TaskClosed,
    TaskCompleted,
    TaskCreated,
    TaskKind,
)
from recoup_testing.reminders_example import IDS
from recoup_testing.scenario import Scenario
from workflow_scheduler.tasks.domain.commands import (
    CloseTask,
    CompleteTask,
    CreateTask,
)
from workflow_scheduler.tasks.domain.errors import CallUnnamed, DispositionUnfit, TaskRefused
from workflow_scheduler.tasks.domain.kinds import DECIDED, TAKES
from workflow_scheduler.tasks.domain.task import TASK

TASK_ID = TaskId("tsk_1")
CREATE = CreateTask(**IDS, task_id=TASK_ID, kind=TaskKind.CALL, script="Ask when it will be paid.")
CREATED = TaskCreated(
    **IDS, task_id=TASK_ID, kind=TaskKind.CALL, script="Ask when it will be paid."
)
COMPLETE = CompleteTask(
    disposition=Disposition.PROMISED_TO_PAY, call_id=CallId("cal_1"), note="By Friday."
)
COMPLETED = TaskCompleted(
    **IDS,
    task_id=TASK_ID,
    disposition=Disposition.PROMISED_TO_PAY,
    call_id=CallId("cal_1"),
    note="By Friday.",
)
CLOSE = CloseTask(reason=ClosingReason.PAID)
CLOSED = TaskClosed(**IDS, task_id=TASK_ID, reason=ClosingReason.PAID)

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


@pytest.mark.parametrize("how", sorted(TAKES[TaskKind.CALL] - {Disposition.NO_CALL}))
def test_no_call_is_uncounted_for_whoever_made_one_names_it(how: Disposition) -> None:
    refused = task.given(CREATED).when(CompleteTask(disposition=how)).then_refused(CallUnnamed)
    assert "POST /v1/calls" in refused.detail


def test_where_nobody_was_called_no_call_is_named() -> None:
    without = CompleteTask(disposition=Disposition.NO_CALL)
    task.given(CREATED).when(without).then(
        TaskCompleted(**IDS, task_id=TASK_ID, disposition=Disposition.NO_CALL)
    )
    named = CompleteTask(disposition=Disposition.NO_CALL, call_id=CallId("cal_1"))
    task.given(CREATED).when(named).then_refused(CallUnnamed)


def test_a_task_that_is_pointless_closes_with_its_reason() -> None:
    task.given(CREATED).when(CLOSE).then(CLOSED)


def test_a_closed_task_is_not_completed() -> None:
    refusal = task.given(CREATED, CLOSED).when(COMPLETE).then_refused(TaskRefused)
    assert "paid" in refusal.detail


def test_what_is_done_or_closed_does_not_close_again() -> None:
    task.given(CREATED, COMPLETED).when(CLOSE).then_nothing()
    task.given(CREATED, CLOSED).when(CLOSE).then_nothing()


DECIDE = CREATE.model_copy(update={"kind": TaskKind.ESCALATION, "measure": Measure.SUIT})
ASKED = TaskCreated(
    **IDS,
    task_id=TASK_ID,
    kind=TaskKind.ESCALATION,
    script="Ask when it will be paid.",
    measure=Measure.SUIT,
)


@pytest.mark.parametrize("decision", sorted(DECIDED))
def test_a_measure_is_decided_without_a_call(decision: Disposition) -> None:
    decided = TaskCompleted(**IDS, task_id=TASK_ID, disposition=decision)
    task.given().when(DECIDE).then(ASKED)
    task.given(ASKED).when(CompleteTask(disposition=decision)).then(decided)


def test_a_call_is_not_decided_and_a_decision_is_not_called() -> None:
    refused = task.given(ASKED).when(COMPLETE).then_refused(DispositionUnfit)
    assert "goes_ahead" in refused.detail
    decided = CompleteTask(disposition=Disposition.NOT_NOW)
    task.given(CREATED).when(decided).then_refused(DispositionUnfit)
