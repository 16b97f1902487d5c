import pytest

from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentPaused,
    EnrolmentResumed,
    Outcome,
    PauseCause,
)
from recoup_testing.reminders_example import (
    ENROLMENT_ID,
    IDS,
    TO_COME,
    berlin,
    eur,
    planned,
)
from recoup_testing.scenario import Scenario
from workflow_scheduler.enrolments.domain.commands import Hold, Intervention, Release, Stop
from workflow_scheduler.enrolments.domain.decider import ENROLMENT
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.enrolments.domain.errors import EnrolmentRefused, HoldUnusable
from workflow_scheduler.enrolments.domain.events import ClockStarted, ClockStopped

MARCH_4 = berlin("2026-03-04 12:00")
MARCH_14 = berlin("2026-03-14 12:00")
HOLD = Hold(now=MARCH_4, reason="The new owner asked for a week.")
RELEASE = Release(now=MARCH_14)
STOP = Stop(now=MARCH_4, reason="Handed to the court.")
HELD = EnrolmentPaused(
    **IDS,
    cause=PauseCause.HOLD,
    cause_id="hold",
    amount=eur("100.00"),
    chased=eur("0.00"),
    whole=True,
    reason="The new owner asked for a week.",
)
CONTESTED = EnrolmentPaused(
    **IDS, cause=PauseCause.DISPUTE, cause_id="dsp_1", amount=eur("30.00"), chased=eur("70.00")
)
STOPPED = ClockStopped(enrolment_id=ENROLMENT_ID, on=MARCH_4.date())
ENDED = EnrolmentEnded(**IDS, outcome=Outcome.STOPPED, reason="Handed to the court.")

enrolment = Scenario(ENROLMENT)


def hold(amount: str, currency: str = "EUR") -> Hold:
    return HOLD.model_copy(update={"amount": eur(amount).model_copy(update={"currency": currency})})


def released(chased: str) -> EnrolmentResumed:
    return EnrolmentResumed(**IDS, cause=PauseCause.HOLD, cause_id="hold", chased=eur(chased))


def test_a_person_holds_everything_and_says_why() -> None:
    state = enrolment.given(*TO_COME).when(HOLD).then(HELD, STOPPED)
    assert isinstance(state, Enrolment)
    assert [pause.reason for pause in state.pauses] == ["The new owner asked for a week."]


def test_a_person_holds_a_stated_amount_and_the_rest_is_chased() -> None:
    partly = HELD.model_copy(
        update={"amount": eur("60.00"), "chased": eur("40.00"), "whole": False}
    )
    enrolment.given(*TO_COME).when(hold("60.00")).then(partly)


@pytest.mark.parametrize("amount", ["0.00", "-1.00", "70.01"])
def test_a_hold_covers_more_than_nothing_and_at_most_what_is_chased(amount: str) -> None:
    given = enrolment.given(*TO_COME, CONTESTED)
    assert given.when(hold(amount)).then_refused(HoldUnusable).pointer == "/amount"


def test_a_hold_is_in_the_invoices_currency() -> None:
    refusal = enrolment.given(*TO_COME).when(hold("1.00", "USD")).then_refused(HoldUnusable)
    assert refusal.pointer == "/amount/currency"


def test_a_second_hold_is_refused() -> None:
    enrolment.given(*TO_COME, HELD, STOPPED).when(HOLD).then_refused(EnrolmentRefused)


def test_releasing_a_hold_chases_everything_again_but_what_is_contested() -> None:
    (
        enrolment.given(*TO_COME, CONTESTED, HELD, STOPPED)
        .when(RELEASE)
        .then(
            released("70.00"),
            ClockStarted(stood_days=10),
            planned("friendly", "2026-03-15 10:00", passed=("upcoming",)),
        )
    )


def test_a_person_cannot_release_what_a_dispute_pauses() -> None:
    enrolment.given(*TO_COME, CONTESTED).when(RELEASE).then_refused(EnrolmentRefused)


def test_a_person_stops_the_chase_for_good_and_says_why() -> None:
    state = enrolment.given(*TO_COME).when(STOP).then(ENDED, STOPPED)
    assert isinstance(state, Enrolment)
    assert state.reason == "Handed to the court."


@pytest.mark.parametrize("command", [HOLD, RELEASE, STOP])
def test_nobody_intervenes_after_the_end(command: Intervention) -> None:
    enrolment.given(*TO_COME, ENDED, STOPPED).when(command).then_refused(EnrolmentRefused)
