import pytest

from recoup_events.workflow_scheduler import EnrolmentEnded, Outcome, RunReason
from recoup_testing.reminders_example import (
    ENROLMENT_ID,
    IDS,
    STARTED,
    UPCOMING_TAKEN,
    berlin,
    eur,
    next_at,
    planned,
)
from recoup_testing.scenario import Scenario
from workflow_scheduler.enrolments.domain.commands import FollowOwed
from workflow_scheduler.enrolments.domain.decider import ENROLMENT
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.enrolments.domain.events import ClockStarted, ClockStopped, OwedChanged

MARCH_4 = berlin("2026-03-04 12:00")
MARCH_14 = berlin("2026-03-14 12:00")
RUNNING = UPCOMING_TAKEN
SIXTY_OWED = OwedChanged(balance=eur("60.00"), chased=eur("60.00"))
SETTLED = OwedChanged(balance=eur("0.00"), chased=eur("0.00"))
OWED_AGAIN = OwedChanged(balance=eur("40.00"), chased=eur("40.00"))
STOPPED = ClockStopped(enrolment_id=ENROLMENT_ID, on=MARCH_4.date())
PAID = EnrolmentEnded(**IDS, outcome=Outcome.PAID)
REOPEN = FollowOwed(now=MARCH_14, balance=eur("40.00"), set_aside={})

STARTED_AGAIN = STARTED.model_copy(update={"run": 2, "reason": RunReason.REOPENED})

enrolment = Scenario(ENROLMENT)


def note(amount: str) -> FollowOwed:
    return FollowOwed(now=MARCH_4, balance=eur(amount), set_aside={})


def test_a_part_payment_leaves_the_rest_to_chase() -> None:
    state = enrolment.given(*RUNNING).when(note("60.00")).then(SIXTY_OWED)
    assert isinstance(state, Enrolment)
    assert state.chased == eur("60.00")


def test_a_balance_that_did_not_change_is_not_noted() -> None:
    enrolment.given(*RUNNING).when(note("100.00")).then_nothing()


def test_a_balance_of_nothing_ends_it_as_paid_and_stops_the_clock() -> None:
    state = enrolment.given(*RUNNING).when(note("0.00")).then(SETTLED, PAID, STOPPED)
    assert next_at(state) is None


def test_a_cancelled_receivable_ends_its_enrolment_as_cancelled() -> None:
    cancel = note("0.00").model_copy(update={"outcome": Outcome.CANCELLED})
    cancelled = EnrolmentEnded(**IDS, outcome=Outcome.CANCELLED)
    state = enrolment.given(*RUNNING).when(cancel).then(SETTLED, cancelled, STOPPED)
    assert next_at(state) is None
    assert isinstance(state, Enrolment)
    assert state.balance == eur("0.00")


def test_an_enrolment_ends_once() -> None:
    ended = EnrolmentEnded(**IDS, outcome=Outcome.INSOLVENT)
    enrolment.given(*RUNNING, ended, STOPPED).when(note("0.00")).then(SETTLED)


def test_a_payment_taken_back_starts_the_chase_again_with_the_steps_that_are_left() -> None:
    state = (
        enrolment.given(*RUNNING, SETTLED, STOPPED, PAID)
        .when(REOPEN)
        .then(
            OWED_AGAIN,
            STARTED_AGAIN,
            ClockStarted(stood_days=10),
            planned("friendly", "2026-03-15 10:00"),
        )
    )
    assert next_at(state) == berlin("2026-03-15 10:00")


@pytest.mark.parametrize("outcome", [Outcome.STOPPED, Outcome.INSOLVENT, Outcome.EXHAUSTED])
def test_only_what_ended_by_payment_starts_again(outcome: Outcome) -> None:
    ended = EnrolmentEnded(**IDS, outcome=outcome)
    state = enrolment.given(*RUNNING, SETTLED, STOPPED, ended).when(REOPEN).then(OWED_AGAIN)
    assert next_at(state) is None
