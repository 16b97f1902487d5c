from datetime import date, datetime

from recoup_events.kernel.ids import TaskId, derived
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    Intention,
    Measure,
    Outcome,
    Step,
    StepDue,
)
from recoup_testing.creditors import CREDITOR
from recoup_testing.reminders_example import (
    CALL,
    CUSTOMER,
    ENROLMENT_ID,
    FINAL,
    FRIENDLY,
    IDS,
    NUDGE,
    PLANNED,
    STARTED,
    SUE,
    SUIT,
    TO_COME,
    UPCOMING,
    UPCOMING_TAKEN,
    WORKFLOW_ID,
    berlin,
    next_at,
    planned,
    sms,
)
from recoup_testing.scenario import Scenario
from workflow_scheduler.enrolments.domain.commands import TakeDueSteps
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolled
from workflow_scheduler.enrolments.domain.events import ClockStopped, LastStep, TaskAsked
from workflow_scheduler.enrolments.domain.ids import round_id
from workflow_scheduler.enrolments.domain.planning import intentions
from workflow_scheduler.workflows.domain.steps import DECIDE_WHAT_NEXT, LAST_CALL

ALL_TAKEN = PLANNED.model_copy(
    update={"taken": 5, "last": LastStep(step="final", level=2, on=date(2026, 3, 16))}
)
LAST_LEFT = PLANNED.model_copy(update={"taken": 4})
DECISION = planned(LAST_CALL, "2026-04-15 10:00")

enrolment = Scenario(ENROLMENT)


def take(local: str) -> TakeDueSteps:
    """What has a timer of its own."""
    return TakeDueSteps(now=berlin(local))


def hold(day: str, at: str | None = None) -> TakeDueSteps:
    """What waits for the round of a day."""
    planned_for = round_id(CUSTOMER, CREDITOR, date.fromisoformat(day))
    return TakeDueSteps(now=berlin(at or f"{day} 10:00"), round_id=planned_for)


def due(step: Step, planned_for: datetime, taken_on: str | None = None) -> StepDue:
    on = planned_for.date() if taken_on is None else date.fromisoformat(taken_on)
    named = {"step": step.name, "level": step.level, "occurrence": 1}
    return StepDue(**IDS, **named, planned_for=planned_for, taken_on=on)


def call(step: str, script: str) -> TaskAsked:
    task_id = TaskId(derived("tsk", IDS["enrolment_id"], WORKFLOW_ID, 1, step, 1))
    return TaskAsked(**IDS, task_id=task_id, script=script)


UPCOMING_DUE = due(UPCOMING, berlin("2026-02-23 10:00"))
FRIENDLY_DUE = due(FRIENDLY, berlin("2026-03-05 10:00"))
NUDGE_DUE = due(NUDGE, berlin("2026-03-09 10:00"))
CALL_AT = "2026-03-12 10:00"
CALL_DUE = due(CALL, berlin(CALL_AT))
FINAL_DUE = due(FINAL, berlin("2026-03-16 10:00"))


def test_a_step_is_due_at_its_moment() -> None:
    state = (
        enrolment.given(*TO_COME)
        .when(hold("2026-02-23"))
        .then(
            UPCOMING_DUE,
            planned("friendly", "2026-03-05 10:00"),
        )
    )
    assert next_at(state) == berlin("2026-03-05 10:00")


def test_a_message_waits_for_its_round_and_for_no_other() -> None:
    enrolment.given(*TO_COME).when(take("2026-02-23 10:00")).then_nothing()
    enrolment.given(*TO_COME).when(hold("2026-02-24")).then_nothing()


def test_a_call_is_not_due_a_minute_earlier() -> None:
    history = (*UPCOMING_TAKEN, FRIENDLY_DUE, NUDGE_DUE, planned("call", CALL_AT))
    enrolment.given(*history).when(take("2026-03-12 09:59")).then_nothing()


def test_a_step_is_taken_once() -> None:
    enrolment.given(*UPCOMING_TAKEN).when(hold("2026-02-23")).then_nothing()


def test_a_call_is_asked_of_a_person() -> None:
    (
        enrolment.given(*UPCOMING_TAKEN, FRIENDLY_DUE, NUDGE_DUE, planned("call", CALL_AT))
        .when(take("2026-03-12 10:00"))
        .then(
            CALL_DUE,
            call("call", "Ask when it will be paid."),
            planned("final", "2026-03-16 10:00"),
        )
    )


WITH_SUIT = PLANNED.model_copy(update={"steps": (*PLANNED.steps, SUIT)})
SUIT_AT = "2026-04-11 11:00"


def test_a_measure_is_announced_as_long_as_it_is_to_come() -> None:
    to_come = enrolled(enrolment.given(WITH_SUIT, *TO_COME[1:]).state)
    assert intentions(to_come) == (Intention(measure=Measure.SUIT, on=date(2026, 4, 11)),)
    taken = WITH_SUIT.model_copy(
        update={"taken": 6, "last": LastStep(step="suit", level=3, on=date(2026, 4, 11))}
    )
    assert intentions(enrolled(enrolment.given(taken, STARTED, DECISION).state)) == ()


def test_a_measure_is_asked_of_a_person() -> None:
    all_taken = {"taken": 5, "last": LastStep(step="final", level=2, on=date(2026, 3, 16))}
    asked = call("suit", SUE.script).model_copy(update={"measure": Measure.SUIT})
    (
        enrolment.given(WITH_SUIT.model_copy(update=all_taken), STARTED, planned("suit", SUIT_AT))
        .when(take(SUIT_AT))
        .then(
            due(SUIT, berlin(SUIT_AT)),
            asked,
            planned(LAST_CALL, "2026-05-11 10:00"),
        )
    )


def test_messages_of_one_day_are_taken_as_one() -> None:
    both = PLANNED.model_copy(update={"steps": (FRIENDLY, sms("text", 3), FINAL)})
    state = enrolment.given(both, STARTED, planned("friendly", "2026-03-05 10:00")).state
    recorded = ENROLMENT.decide(hold("2026-03-05"), state)
    assert [event.step for event in recorded if isinstance(event, StepDue)] == ["friendly", "text"]


def test_after_an_outage_the_earliest_step_comes_and_the_others_keep_their_distance() -> None:
    late = due(FRIENDLY, berlin("2026-03-05 10:00"), taken_on="2026-03-13")
    (
        enrolment.given(*UPCOMING_TAKEN)
        .when(hold("2026-03-05", at="2026-03-13 08:00"))
        .then(
            late,
            planned("nudge", "2026-03-17 10:00"),
        )
    )


def test_a_courtesy_that_nobody_took_on_its_day_is_passed_over() -> None:
    (
        enrolment.given(*TO_COME)
        .when(hold("2026-02-23", at="2026-02-24 00:00"))
        .then(planned("friendly", "2026-03-05 10:00", passed=("upcoming",)))
    )


def test_after_the_last_step_chasing_goes_on_for_thirty_days() -> None:
    state = (
        enrolment.given(LAST_LEFT, STARTED, planned("final", "2026-03-16 10:00"))
        .when(hold("2026-03-16"))
        .then(FINAL_DUE, DECISION)
    )
    assert next_at(state) == berlin("2026-04-15 10:00")


def test_a_last_step_taken_late_leaves_thirty_days_all_the_same() -> None:
    (
        enrolment.given(LAST_LEFT, STARTED, planned("final", "2026-03-16 10:00"))
        .when(hold("2026-03-16", at="2027-03-16 09:00"))
        .then(
            due(FINAL, berlin("2026-03-16 10:00"), taken_on="2027-03-16"),
            planned(LAST_CALL, "2027-04-15 10:00"),
        )
    )


def test_chasing_that_gives_up_says_so_and_asks_a_person_what_next() -> None:
    state = (
        enrolment.given(ALL_TAKEN, STARTED, DECISION)
        .when(take("2026-04-15 10:00"))
        .then(
            call(LAST_CALL, DECIDE_WHAT_NEXT),
            EnrolmentEnded(**IDS, outcome=Outcome.EXHAUSTED),
            ClockStopped(enrolment_id=ENROLMENT_ID, on=berlin("2026-04-15 10:00").date()),
        )
    )
    assert next_at(state) is None


def test_chasing_does_not_give_up_early() -> None:
    enrolment.given(ALL_TAKEN, STARTED, DECISION).when(take("2026-04-15 09:59")).then_nothing()


def test_a_moment_that_comes_after_the_end_finds_nothing_to_do() -> None:
    ended = EnrolmentEnded(**IDS, outcome=Outcome.STOPPED)
    stopped = ClockStopped(enrolment_id=ENROLMENT_ID, on=berlin("2026-02-01 10:00").date())
    enrolment.given(*TO_COME, ended, stopped).when(take("2026-03-12 10:00")).then_nothing()


def test_a_moment_that_comes_before_the_invoice_is_heard_of_finds_nothing_to_do() -> None:
    enrolment.given().when(take("2026-03-12 10:00")).then_nothing()


def test_the_same_step_has_the_same_effect_however_often_it_is_tried() -> None:
    history = enrolment.given(*TO_COME)
    asked = hold("2026-02-23")
    assert ENROLMENT.decide(asked, history.state) == ENROLMENT.decide(asked, history.state)
