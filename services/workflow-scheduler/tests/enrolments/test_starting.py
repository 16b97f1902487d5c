import pytest

from recoup_receivables.calendar import UnknownTimeZone
from recoup_testing.reminders_example import (
    BERLIN,
    DUE,
    IDS,
    PLANNED,
    STARTED,
    STEPS,
    WORKFLOW_ID,
    berlin,
    eur,
)
from recoup_testing.scenario import Scenario
from workflow_scheduler.enrolments.domain.commands import (
    EnrolmentCommand,
    Release,
    StartEnrolment,
    Stop,
)
from workflow_scheduler.enrolments.domain.decider import ENROLMENT
from workflow_scheduler.enrolments.domain.errors import EnrolmentMissing

START = StartEnrolment(
    **IDS,
    now=berlin("2026-02-02 09:00"),
    workflow_id=WORKFLOW_ID,
    workflow_version=1,
    steps=STEPS,
    due_date=DUE,
    time_zone=BERLIN,
    balance=eur("100.00"),
)

enrolment = Scenario(ENROLMENT)


def starting(local: str) -> StartEnrolment:
    return START.model_copy(update={"now": berlin(local)})


def test_an_invoice_starts_before_its_first_step() -> None:
    state = enrolment.given().when(START).then(PLANNED, STARTED)
    assert ENROLMENT.timers(state) == {"step": berlin("2026-02-23 10:00")}


def test_a_step_at_the_moment_of_enrolment_is_still_to_come() -> None:
    enrolment.given().when(starting("2026-02-23 10:00")).then(PLANNED, STARTED)


def test_steps_before_the_enrolment_are_passed_over() -> None:
    planned = PLANNED.model_copy(update={"passed": 2})
    state = enrolment.given().when(starting("2026-03-05 10:01")).then(planned, STARTED)
    assert ENROLMENT.timers(state) == {"step": berlin("2026-03-09 10:00")}


def test_when_all_steps_have_passed_the_last_one_comes_at_once() -> None:
    planned = PLANNED.model_copy(update={"passed": 4})
    state = enrolment.given().when(starting("2027-01-01 09:00")).then(planned, STARTED)
    assert ENROLMENT.timers(state) == {"step": berlin("2026-03-16 10:00")}


def test_an_invoice_is_enrolled_once() -> None:
    enrolment.given(PLANNED, STARTED).when(START).then_nothing()


def test_an_unknown_time_zone_keeps_an_invoice_from_starting() -> None:
    nowhere = START.model_copy(update={"time_zone": "Mars/Olympus"})
    enrolment.given().when(nowhere).then_refused(UnknownTimeZone)


@pytest.mark.parametrize("command", [Release(now=START.now), Stop(now=START.now, reason="court")])
def test_nobody_intervenes_before_the_start(command: EnrolmentCommand) -> None:
    enrolment.given().when(command).then_refused(EnrolmentMissing)
