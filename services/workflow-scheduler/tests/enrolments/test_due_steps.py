from datetime import datetime

from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import ReminderId, RoundId, TaskId, derived
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    Item,
    Outcome,
    Remind,
    ReminderRequested,
    Step,
    StepDue,
)
from recoup_testing.reminders_example import (
    CALL,
    FINAL,
    FRIENDLY,
    IDS,
    NUDGE,
    PLANNED,
    STARTED,
    UPCOMING,
    berlin,
    eur,
)
from recoup_testing.scenario import Scenario
from workflow_scheduler.enrolments.domain.commands import TakeDueSteps
from workflow_scheduler.enrolments.domain.decider import ENROLMENT
from workflow_scheduler.enrolments.domain.due_steps import DECIDE_WHAT_NEXT
from workflow_scheduler.enrolments.domain.events import CallAsked, ClockStopped, StepsUsedUp
from workflow_scheduler.workflows.domain.steps import LAST_CALL

FIVE_PASSED = PLANNED.model_copy(update={"passed": 5})
LAST_LEFT = PLANNED.model_copy(update={"passed": 4})
USED_UP = StepsUsedUp(gives_up_on_day=44)

enrolment = Scenario(ENROLMENT)


def take(local: str) -> TakeDueSteps:
    return TakeDueSteps(now=berlin(local))


def due(step: Step, planned_for: datetime, *, superseded: bool = False) -> StepDue:
    return StepDue(
        **IDS, step=step.name, occurrence=1, planned_for=planned_for, superseded=superseded
    )


def reminder(step: Step, channel: Channel, day: str) -> ReminderRequested:
    assert isinstance(step.action, Remind)
    item = Item(
        invoice_id=IDS["invoice_id"],
        enrolment_id=IDS["enrolment_id"],
        step=step.name,
        occurrence=1,
        template=step.action.template,
        level=step.level,
        amount=eur("100.00"),
    )
    return ReminderRequested(
        reminder_id=ReminderId(derived("rem", IDS["enrolment_id"], 1, step.name, 1)),
        round_id=RoundId(derived("rnd", IDS["customer_id"], day)),
        customer_id=IDS["customer_id"],
        channel=channel,
        template=step.action.template,
        level=step.level,
        recipients=step.action.recipients,
        items=(item,),
    )


def call(step: str, script: str) -> CallAsked:
    task_id = TaskId(derived("tsk", IDS["enrolment_id"], 1, step, 1))
    return CallAsked(**IDS, task_id=task_id, script=script)


UPCOMING_DUE = due(UPCOMING, berlin("2026-02-23 10:00"))
FRIENDLY_DUE = due(FRIENDLY, berlin("2026-03-05 10:00"))
NUDGE_DUE = due(NUDGE, berlin("2026-03-09 10:00"))
CALL_DUE = due(CALL, berlin("2026-03-12 10:00"))
FINAL_DUE = due(FINAL, berlin("2026-03-16 10:00"))


def test_a_step_is_due_at_its_moment() -> None:
    state = (
        enrolment.given(PLANNED, STARTED)
        .when(take("2026-02-23 10:00"))
        .then(UPCOMING_DUE, reminder(UPCOMING, Channel.EMAIL, "2026-02-23"))
    )
    assert ENROLMENT.timers(state) == {"step": berlin("2026-03-05 10:00")}


def test_a_step_is_not_due_a_minute_earlier() -> None:
    enrolment.given(PLANNED, STARTED).when(take("2026-02-23 09:59")).then_nothing()


def test_a_step_is_taken_once() -> None:
    taken = (PLANNED, STARTED, UPCOMING_DUE, reminder(UPCOMING, Channel.EMAIL, "2026-02-23"))
    enrolment.given(*taken).when(take("2026-02-23 10:00")).then_nothing()


def test_a_call_is_asked_of_a_person() -> None:
    (
        enrolment.given(PLANNED, STARTED, UPCOMING_DUE, FRIENDLY_DUE, NUDGE_DUE)
        .when(take("2026-03-12 10:00"))
        .then(CALL_DUE, call("call", "Ask when it will be paid."))
    )


def test_steps_missed_by_an_outage_are_all_said_but_only_the_latest_mail_is_sent() -> None:
    (
        enrolment.given(PLANNED, STARTED)
        .when(take("2026-03-13 08:00"))
        .then(
            UPCOMING_DUE.model_copy(update={"superseded": True}),
            FRIENDLY_DUE,
            reminder(FRIENDLY, Channel.EMAIL, "2026-03-13"),
            NUDGE_DUE,
            reminder(NUDGE, Channel.SMS, "2026-03-13"),
            CALL_DUE,
            call("call", "Ask when it will be paid."),
        )
    )


def test_after_the_last_step_chasing_goes_on_for_thirty_days() -> None:
    state = (
        enrolment.given(LAST_LEFT, STARTED)
        .when(take("2026-03-16 10:00"))
        .then(FINAL_DUE, reminder(FINAL, Channel.EMAIL, "2026-03-16"), USED_UP)
    )
    assert ENROLMENT.timers(state) == {"step": berlin("2026-04-15 10:00")}


def test_a_last_step_taken_late_leaves_thirty_days_all_the_same() -> None:
    a_year_late = StepsUsedUp(gives_up_on_day=14 + 365 + 30)
    (
        enrolment.given(LAST_LEFT, STARTED)
        .when(take("2027-03-16 12:00"))
        .then(FINAL_DUE, reminder(FINAL, Channel.EMAIL, "2027-03-16"), a_year_late)
    )


def test_chasing_that_gives_up_says_so_and_asks_a_person_what_next() -> None:
    state = (
        enrolment.given(FIVE_PASSED, STARTED, USED_UP)
        .when(take("2026-04-15 10:00"))
        .then(
            call(LAST_CALL, DECIDE_WHAT_NEXT),
            EnrolmentEnded(**IDS, outcome=Outcome.EXHAUSTED),
            ClockStopped(on=berlin("2026-04-15 10:00").date()),
        )
    )
    assert ENROLMENT.timers(state) == {}


def test_chasing_does_not_give_up_early() -> None:
    enrolment.given(FIVE_PASSED, STARTED, USED_UP).when(take("2026-04-15 09:59")).then_nothing()


def test_a_moment_that_comes_after_the_end_finds_nothing_to_do() -> None:
    ended = EnrolmentEnded(**IDS, outcome=Outcome.STOPPED)
    stopped = ClockStopped(on=berlin("2026-02-01 10:00").date())
    enrolment.given(PLANNED, STARTED, ended, stopped).when(take("2026-03-12 10:00")).then_nothing()


def test_a_moment_that_comes_before_the_invoice_is_heard_of_finds_nothing_to_do() -> None:
    enrolment.given().when(take("2026-03-12 10:00")).then_nothing()


def test_the_same_step_has_the_same_effect_however_often_it_is_tried() -> None:
    history = enrolment.given(PLANNED, STARTED)
    asked = take("2026-02-23 10:00")
    assert ENROLMENT.decide(asked, history.state) == ENROLMENT.decide(asked, history.state)
