from datetime import date
from functools import reduce
from itertools import pairwise

import pytest

from recoup_events.invoice import Chase, Taken
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentPaused,
    EnrolmentResumed,
    Outcome,
    PauseCause,
    StepDue,
)
from recoup_receivables.calendar import UnknownTimeZone, local_date
from recoup_testing.creditors import CREDITOR
from recoup_testing.reminders_example import (
    BERLIN,
    DUE,
    ENROLMENT_ID,
    IDS,
    PLANNED,
    STARTED,
    STEPS,
    WORKFLOW_ID,
    berlin,
    eur,
    next_at,
    planned,
)
from recoup_testing.scenario import Scenario
from workflow_scheduler.enrolments.domain.commands import (
    EnrolmentCommand,
    FollowChase,
    Release,
    StartEnrolment,
    Stop,
    TakeDueSteps,
)
from workflow_scheduler.enrolments.domain.decider import ENROLMENT
from workflow_scheduler.enrolments.domain.enrolment import Enrolment, State
from workflow_scheduler.enrolments.domain.errors import EnrolmentMissing
from workflow_scheduler.enrolments.domain.events import (
    ChaseChanged,
    ClockStarted,
    ClockStopped,
    LastStep,
)
from workflow_scheduler.workflows.domain.default_workflow import DEFAULT_WORKFLOW

START = StartEnrolment(
    **IDS,
    creditor_id=CREDITOR,
    now=berlin("2026-02-02 09:00"),
    workflow_id=WORKFLOW_ID,
    workflow_version=1,
    steps=STEPS,
    contact_hour=PLANNED.contact_hour,
    alone_until=berlin("2026-02-02 09:00"),
    issue_date=PLANNED.issue_date,
    due_date=DUE,
    time_zone=BERLIN,
    balance=eur("100.00"),
)
WAITS = EnrolmentPaused(
    **IDS,
    cause=PauseCause.ON_RELEASE,
    cause_id="release",
    amount=eur("100.00"),
    chased=eur("0.00"),
    whole=True,
)
NOT_CHASED = EnrolmentEnded(**IDS, outcome=Outcome.NOT_CHASED)
STOPS = ClockStopped(enrolment_id=ENROLMENT_ID, on=date(2026, 2, 2))

enrolment = Scenario(ENROLMENT)


def starting(local: str, **changes: object) -> StartEnrolment:
    now = berlin(local)
    return START.model_copy(update={"now": now, "alone_until": now, **changes})


def played(start: StartEnrolment) -> list[tuple[str, date]]:
    """Let time pass until nothing is planned any more: which steps came, on which days."""
    state: State = ENROLMENT.initial
    command: EnrolmentCommand = start
    taken: list[tuple[str, date]] = []
    while True:
        for event in ENROLMENT.decide(command, state):
            state = ENROLMENT.evolve(state, event)
            if isinstance(event, StepDue):
                taken.append((event.step, event.taken_on))
        moment = next_at(state)
        if moment is None:
            return taken
        assert isinstance(state, Enrolment)
        assert state.planned is not None
        command = TakeDueSteps(now=moment, round_id=state.planned.round_id)


def started(start: StartEnrolment) -> State:
    return reduce(ENROLMENT.evolve, ENROLMENT.decide(start, ENROLMENT.initial), ENROLMENT.initial)


def test_an_invoice_starts_before_its_first_step() -> None:
    first = planned("upcoming", "2026-02-23 10:00")
    state = enrolment.given().when(START).then(PLANNED, STARTED, first)
    assert next_at(state) == berlin("2026-02-23 10:00")


def test_a_step_at_the_moment_of_enrolment_is_still_to_come() -> None:
    state = started(starting("2026-02-23 10:00"))
    assert next_at(state) == berlin("2026-02-23 10:00")


def test_a_courtesy_whose_hour_has_gone_is_passed_over() -> None:
    state = started(starting("2026-02-23 10:01"))
    assert next_at(state) == berlin("2026-03-05 10:00")


def test_what_is_due_already_waits_for_the_next_hour_of_contact() -> None:
    state = started(starting("2026-05-21 10:01"))
    assert next_at(state) == berlin("2026-05-22 10:00")


def test_a_new_invoice_is_left_alone_for_a_while() -> None:
    start = starting("2026-05-21 09:50", alone_until=berlin("2026-05-21 10:05"))
    state = started(start)
    assert next_at(state) == berlin("2026-05-22 10:00")


@pytest.mark.parametrize("late", ["2026-05-21 12:00", "2030-03-02 12:00"], ids=["80 days", "years"])
def test_what_comes_late_enters_mildly_and_keeps_the_distances(late: str) -> None:
    steps = DEFAULT_WORKFLOW.steps
    taken = played(starting(late, steps=steps))
    late_ones = [step for step in steps if step.level > 0]
    assert [name for name, _ in taken] == [step.name for step in late_ones]
    assert (taken[0][1] - local_date(berlin(late), BERLIN)).days == 1
    distances = [(after - before).days for (_, before), (_, after) in pairwise(taken)]
    assert distances == [after.days - before.days for before, after in pairwise(late_ones)]


def test_what_comes_late_between_two_steps_shifts_those_that_follow() -> None:
    taken = played(starting("2026-03-08 12:00"))
    assert taken[:2] == [("friendly", date(2026, 3, 9)), ("nudge", date(2026, 3, 13))]


def test_steps_taken_before_are_not_taken_again() -> None:
    taken = Taken(level=1, last_contact_on=date(2026, 5, 20))
    came = played(starting("2026-05-21 12:00", taken=taken))
    assert came == [("final", date(2026, 5, 24))]


def test_without_a_day_the_last_contact_was_today() -> None:
    came = played(starting("2026-05-21 12:00", taken=Taken(level=1)))
    assert came == [("final", date(2026, 5, 25))]


def test_a_contact_long_ago_lets_the_next_step_come_at_once() -> None:
    taken = Taken(level=1, last_contact_on=date(2025, 1, 1))
    state = started(starting("2026-05-21 09:00", taken=taken))
    assert next_at(state) == berlin("2026-05-21 10:00")


def test_what_was_taken_is_recorded_with_the_plan() -> None:
    before = Taken(level=1, last_contact_on=date(2026, 5, 20))
    start = starting("2026-05-21 12:00", taken=before)
    (recorded, *_) = ENROLMENT.decide(start, ENROLMENT.initial)
    last = LastStep(step="call", level=1, on=date(2026, 5, 20))
    update = {"taken": 4, "last": last, "alone_until": start.now}
    assert recorded == PLANNED.model_copy(update=update)


def test_what_is_never_chased_ends_as_it_starts() -> None:
    plan = PLANNED.model_copy(update={"chase": Chase.NEVER})
    start = starting("2026-02-02 09:00", chase=Chase.NEVER)
    state = enrolment.given().when(start).then(plan, STARTED, NOT_CHASED, STOPS)
    assert next_at(state) is None


def test_what_waits_for_its_release_is_planned_when_it_is_released() -> None:
    plan = PLANNED.model_copy(update={"chase": Chase.ON_RELEASE})
    start = starting("2026-02-02 09:00", chase=Chase.ON_RELEASE)
    enrolment.given().when(start).then(plan, STARTED, WAITS, STOPS)
    release = FollowChase(now=berlin("2026-05-21 12:00"), chase=Chase.NOW, chase_from=None)
    (
        enrolment.given(plan, STARTED, WAITS, STOPS)
        .when(release)
        .then(
            ChaseChanged(enrolment_id=ENROLMENT_ID, chase=Chase.NOW, chase_from=None),
            EnrolmentResumed(
                **IDS, cause=WAITS.cause, cause_id=WAITS.cause_id, chased=eur("100.00")
            ),
            ClockStarted(stood_days=108),
            planned("friendly", "2026-05-22 10:00", passed=("upcoming",)),
        )
    )


def test_nothing_comes_before_the_day_from_which_an_invoice_is_chased() -> None:
    start = starting("2026-02-02 09:00", chase=Chase.FROM, chase_from=date(2026, 4, 1))
    came = played(start)
    assert came[:2] == [("friendly", date(2026, 4, 1)), ("nudge", date(2026, 4, 5))]


@pytest.mark.parametrize("chase", [Chase.ON_RELEASE, Chase.FROM, Chase.NEVER])
def test_an_invoice_that_is_chased_can_be_left_alone_after_all(chase: Chase) -> None:
    day = date(2026, 8, 1) if chase is Chase.FROM else None
    command = FollowChase(now=berlin("2026-02-03 09:00"), chase=chase, chase_from=day)
    state = enrolment.given(PLANNED, STARTED).state
    state = reduce(ENROLMENT.evolve, ENROLMENT.decide(command, state), state)
    assert next_at(state) in (None, berlin("2026-08-01 10:00"))


def test_saying_again_when_it_is_chased_changes_nothing() -> None:
    again = FollowChase(now=START.now, chase=Chase.NOW, chase_from=None)
    given = enrolment.given(PLANNED, STARTED, planned("upcoming", "2026-02-23 10:00"))
    given.when(again).then_nothing()


def test_an_invoice_is_enrolled_once() -> None:
    given = enrolment.given(PLANNED, STARTED, planned("upcoming", "2026-02-23 10:00"))
    given.when(START).then_nothing()


def test_an_unknown_time_zone_keeps_an_invoice_from_starting() -> None:
    nowhere = START.model_copy(update={"time_zone": "Mars/Olympus"})
    enrolment.given().when(nowhere).then_refused(UnknownTimeZone)


@pytest.mark.parametrize("command", [Release(now=START.now), Stop(now=START.now, reason="court")])
def test_nobody_intervenes_before_the_start(command: EnrolmentCommand) -> None:
    enrolment.given().when(command).then_refused(EnrolmentMissing)
