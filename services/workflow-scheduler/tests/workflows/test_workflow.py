from datetime import UTC, time
from typing import Any

import pytest

from recoup_events.kernel.attachments import AttachmentKind
from recoup_events.workflow_scheduler import (
    Anchor,
    Call,
    DayOff,
    DayOfMonth,
    DayRange,
    Step,
    StepCondition,
    WorkflowPublished,
    WorkflowRetired,
    WorkingDays,
)
from recoup_testing.reminders_example import (
    CALL,
    FINAL,
    FRIENDLY,
    NUDGE,
    STEPS,
    WORKFLOW_ID,
    email,
    sms,
)
from recoup_testing.scenario import Scenario
from workflow_scheduler.workflows.domain.commands import PublishWorkflow, RetireWorkflow
from workflow_scheduler.workflows.domain.default_workflow import DEFAULT_WORKFLOW, known_as
from workflow_scheduler.workflows.domain.errors import StepsUnusable, WorkflowInUse, WorkflowMissing
from workflow_scheduler.workflows.domain.errors import WorkflowIsRetired as WorkflowRetiredAlready
from workflow_scheduler.workflows.domain.steps import LAST_CALL, check
from workflow_scheduler.workflows.domain.workflow import WORKFLOW, Workflow

PUBLISHED = WorkflowPublished(
    workflow_id=WORKFLOW_ID, workflow_version=1, name="gentle", steps=STEPS
)
RETIRED = WorkflowRetired(workflow_id=WORKFLOW_ID)
PUBLISH = PublishWorkflow(workflow_id=WORKFLOW_ID, name="gentle", steps=STEPS)
PUBLISH_OTHERS = PUBLISH.model_copy(update={"steps": (FRIENDLY, FINAL)})
RETIRE = RetireWorkflow(chosen=frozenset({DEFAULT_WORKFLOW.workflow_id}))
WITH_AN_OFFSET = Call(at=time(10, tzinfo=UTC), script="Ask.")
RETIRE_THE_DEFAULT = RetireWorkflow(chosen=frozenset({WORKFLOW_ID}))

workflow = Scenario(WORKFLOW)


def test_the_first_steps_published_are_version_1() -> None:
    workflow.given().when(PUBLISH).then(PUBLISHED)


def test_other_steps_are_the_next_version() -> None:
    second = PUBLISHED.model_copy(update={"workflow_version": 2, "steps": (FRIENDLY, FINAL)})
    workflow.given(PUBLISHED).when(PUBLISH_OTHERS).then(second)


def test_publishing_the_same_steps_again_makes_no_new_version() -> None:
    workflow.given(PUBLISHED).when(PUBLISH).then_nothing()


def test_a_workflow_can_be_retired() -> None:
    workflow.given(PUBLISHED).when(RETIRE).then(RETIRED)


def test_what_was_never_published_cannot_be_retired() -> None:
    workflow.given().when(RETIRE).then_refused(WorkflowMissing)


def test_the_default_for_new_invoices_cannot_be_retired() -> None:
    workflow.given(PUBLISHED).when(RETIRE_THE_DEFAULT).then_refused(WorkflowInUse)


@pytest.mark.parametrize("command", [PUBLISH, PUBLISH_OTHERS, RETIRE])
def test_a_retired_workflow_stays_as_it_is(command: PublishWorkflow | RetireWorkflow) -> None:
    workflow.given(PUBLISHED, RETIRED).when(command).then_refused(WorkflowRetiredAlready)


def test_a_workflow_mixes_any_number_of_emails_messages_and_calls() -> None:
    check((FRIENDLY, NUDGE, CALL, FINAL))


def test_a_workflow_can_run_over_400_days_and_60_steps() -> None:
    check([email(f"step {number}", days=number * 400 // 60) for number in range(1, 61)])


def test_an_email_and_an_sms_may_come_on_the_same_day() -> None:
    check((email("mail", 3), sms("text", 3)))


@pytest.mark.parametrize(
    ("steps", "pointer"),
    [
        ((), "/steps"),
        ((FRIENDLY, email("friendly", 5)), "/steps/1/name"),
        ((email(LAST_CALL, 5),), "/steps/0/name"),
        ((FINAL, FRIENDLY), "/steps/1/days"),
        ((FRIENDLY, NUDGE, email("again", 7), sms("twice", 7)), "/steps/3/days"),
        ((FRIENDLY, email("mild", 5, level=0)), "/steps/1/level"),
        ((CALL.model_copy(update={"action": WITH_AN_OFFSET}),), "/steps/0/action/at"),
    ],
    ids=[
        "none",
        "name twice",
        "reserved name",
        "not in order",
        "same moment",
        "milder",
        "with an offset",
    ],
)
def test_unusable_steps_are_refused_where_they_lie(steps: tuple[()], pointer: str) -> None:
    with pytest.raises(StepsUnusable) as caught:
        check(steps)
    assert caught.value.pointer == pointer


@pytest.mark.parametrize(
    ("step", "attachments"),
    [
        (sms("nudge", 7), (AttachmentKind.STATEMENT,)),
        (email("friendly", 3), (AttachmentKind.STATEMENT, AttachmentKind.STATEMENT)),
    ],
    ids=["to a text message", "twice"],
)
def test_what_cannot_be_attached_is_refused(
    step: Step, attachments: tuple[AttachmentKind, ...]
) -> None:
    action = step.action.model_copy(update={"attachments": attachments})
    with pytest.raises(StepsUnusable) as caught:
        check((step.model_copy(update={"action": action}),))
    assert caught.value.pointer == "/steps/0/action/attachments"


def test_unusable_steps_are_not_published() -> None:
    none = PUBLISH.model_copy(update={"steps": (FINAL, FRIENDLY)})
    workflow.given().when(none).then_refused(StepsUnusable)


def test_the_built_in_workflow_keeps_its_own_rules() -> None:
    check(DEFAULT_WORKFLOW.steps)
    assert [step.days for step in DEFAULT_WORKFLOW.steps] == [-7, 0, 3, 7, 14, 21, 30]


def test_the_built_in_workflow_is_known_without_having_been_published() -> None:
    assert known_as(DEFAULT_WORKFLOW.workflow_id, Workflow()) == DEFAULT_WORKFLOW
    assert known_as(WORKFLOW_ID, Workflow(name="gentle")).name == "gentle"


def late(below: int, **more: Any) -> Step:
    when = StepCondition(days_past_due=DayRange(below=below))
    return email("late", 10).model_copy(update={"when": when, **more})


BACK = WorkingDays(on_day_off=DayOff.PREVIOUS)
FOLLOWS = {"days": 5, "anchor": Anchor.PREVIOUS_STEP}


@pytest.mark.parametrize(
    "steps",
    [
        (late(10),),
        (email("first", 6), late(11, **FOLLOWS)),
        (email("first", 6), late(11, **FOLLOWS, working_days=WorkingDays(counted=True))),
    ],
)
def test_a_step_that_no_day_could_bring_is_refused(steps: tuple[Step, ...]) -> None:
    with pytest.raises(StepsUnusable) as refused:
        check(steps)
    assert refused.value.pointer == f"/steps/{len(steps) - 1}/when/days_past_due/below"
    assert "would never be taken" in refused.value.detail


@pytest.mark.parametrize(
    "steps",
    [
        (late(11),),
        (late(10, working_days=BACK),),
        (late(10, month=DayOfMonth(months=1, day=15)),),
        (email("first", 6), late(12, **FOLLOWS)),
        (email("issued", 6).model_copy(update={"anchor": Anchor.ISSUE_DATE}), late(1, **FOLLOWS)),
    ],
)
def test_one_that_some_day_may_bring_is_not(steps: tuple[Step, ...]) -> None:
    check(steps)


@pytest.mark.parametrize(
    ("days", "month"),
    [(-1, None), (-15, DayOfMonth(months=0, day=15)), (-400, DayOfMonth(months=0, day=31))],
)
def test_nothing_is_done_before_an_invoice_is_issued(days: int, month: DayOfMonth | None) -> None:
    early = email("early", days).model_copy(update={"anchor": Anchor.ISSUE_DATE, "month": month})
    with pytest.raises(StepsUnusable, match="before any invoice is issued"):
        check((early,))
    later = {"month": DayOfMonth(months=1, day=1)} if month else {"days": 0}
    check((early.model_copy(update=later),))
