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
    UPCOMING_TAKEN,
    berlin,
    eur,
    next_at,
    planned,
)
from recoup_testing.scenario import Scenario
from workflow_scheduler.enrolments.domain.commands import FollowOwed, TakeDueSteps
from workflow_scheduler.enrolments.domain.decider import ENROLMENT
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.enrolments.domain.errors import EnrolmentRefused
from workflow_scheduler.enrolments.domain.events import (
    ClockStarted,
    ClockStopped,
    OwedChanged,
    SliceResized,
)

MARCH_4 = berlin("2026-03-04 12:00")
MARCH_14 = berlin("2026-03-14 12:00")
ALL_RUNNING = UPCOMING_TAKEN
STOPPED = ClockStopped(enrolment_id=ENROLMENT_ID, on=MARCH_4.date())
STARTED_AGAIN = ClockStarted(stood_days=10)
ENDED = EnrolmentEnded(**IDS, outcome=Outcome.PAID)

enrolment = Scenario(ENROLMENT)


def set_aside(amount: str, currency: str = "EUR", *, owed: str = "100.00") -> FollowOwed:
    part = eur(amount).model_copy(update={"currency": currency})
    return FollowOwed(
        now=MARCH_4, balance=eur(owed), set_aside={(PauseCause.DISPUTE, "dsp_1"): part}
    )


def paused(amount: str, chased: str) -> EnrolmentPaused:
    return EnrolmentPaused(
        **IDS,
        cause=PauseCause.DISPUTE,
        cause_id="dsp_1",
        amount=eur(amount),
        chased=eur(chased),
    )


def resumed(chased: str) -> EnrolmentResumed:
    return EnrolmentResumed(**IDS, cause=PauseCause.DISPUTE, cause_id="dsp_1", chased=eur(chased))


RESUME = FollowOwed(now=MARCH_14, balance=eur("100.00"), set_aside={})


def test_a_partial_pause_lets_the_steps_go_on() -> None:
    state = enrolment.given(*ALL_RUNNING).when(set_aside("30.00")).then(paused("30.00", "70.00"))
    assert next_at(state) == berlin("2026-03-05 10:00")


def test_with_nothing_left_to_chase_the_steps_stand_still() -> None:
    state = (
        enrolment.given(*ALL_RUNNING)
        .when(set_aside("100.00"))
        .then(paused("100.00", "0.00"), STOPPED)
    )
    assert next_at(state) is None
    late = TakeDueSteps(now=berlin("2026-03-30 10:00"))
    assert ENROLMENT.decide(late, state) == []


def test_after_a_pause_the_steps_come_later_by_the_days_it_took() -> None:
    state = (
        enrolment.given(*ALL_RUNNING, paused("100.00", "0.00"), STOPPED)
        .when(RESUME)
        .then(resumed("100.00"), STARTED_AGAIN, planned("friendly", "2026-03-15 10:00"))
    )
    assert next_at(state) == berlin("2026-03-15 10:00")


def test_a_second_pause_adds_its_days_to_the_first() -> None:
    history = (*ALL_RUNNING, STOPPED, STARTED_AGAIN, paused("100.00", "0.00"), STOPPED)
    (
        enrolment.given(*history)
        .when(RESUME)
        .then(
            resumed("100.00"),
            ClockStarted(stood_days=20),
            planned("friendly", "2026-03-25 10:00"),
        )
    )


def test_a_pause_over_a_clock_change_counts_days_and_not_hours() -> None:
    spring = RESUME.model_copy(update={"now": berlin("2026-03-30 00:30")})
    state = (
        enrolment.given(*ALL_RUNNING, paused("100.00", "0.00"), STOPPED)
        .when(spring)
        .then(
            resumed("100.00"),
            ClockStarted(stood_days=26),
            planned("friendly", "2026-03-31 10:00"),
        )
    )
    assert next_at(state) == berlin("2026-03-31 10:00")


def test_hearing_of_the_same_pause_again_changes_nothing() -> None:
    enrolment.given(*ALL_RUNNING, paused("30.00", "70.00")).when(set_aside("30.00")).then_nothing()


def test_resuming_what_is_not_paused_changes_nothing() -> None:
    enrolment.given(*ALL_RUNNING).when(RESUME).then_nothing()


def test_a_payment_the_plan_expected_leaves_the_rest_chased_as_before() -> None:
    resized = SliceResized(
        cause=PauseCause.DISPUTE, cause_id="dsp_1", amount=eur("25.00"), chased=eur("50.00")
    )
    enrolment.given(*ALL_RUNNING, paused("50.00", "50.00")).when(
        set_aside("25.00", owed="75.00")
    ).then(OwedChanged(balance=eur("75.00"), chased=eur("25.00")), resized)


def test_a_slice_that_changes_its_size_keeps_its_place_among_the_others() -> None:
    held = EnrolmentPaused(
        **IDS, cause=PauseCause.HOLD, cause_id="hold", amount=eur("10.00"), chased=eur("60.00")
    )
    state = enrolment.given(*ALL_RUNNING, paused("30.00", "70.00"), held).state
    assert isinstance(state, Enrolment)
    [resized] = ENROLMENT.decide(set_aside("5.00"), state)
    after = ENROLMENT.evolve(state, resized)
    assert isinstance(after, Enrolment)
    assert [pause.amount for pause in after.pauses] == [eur("5.00"), eur("10.00")]
    assert after.chased == eur("85.00")


def test_a_dispute_that_ends_leaves_a_persons_hold_in_place() -> None:
    held = EnrolmentPaused(
        **IDS, cause=PauseCause.HOLD, cause_id="hold", amount=eur("10.00"), chased=eur("60.00")
    )
    history = (*ALL_RUNNING, paused("30.00", "70.00"), held)
    enrolment.given(*history).when(RESUME).then(resumed("90.00"))


def test_a_pause_is_kept_although_the_chase_has_ended() -> None:
    enrolment.given(*ALL_RUNNING, STOPPED, ENDED).when(set_aside("30.00", owed="0.00")).then(
        paused("30.00", "0.00")
    )


def test_a_slice_in_another_currency_is_refused() -> None:
    enrolment.given(*ALL_RUNNING).when(set_aside("30.00", "USD")).then_refused(EnrolmentRefused)


@pytest.mark.parametrize("command", [RESUME, TakeDueSteps(now=MARCH_4)])
def test_without_an_invoice_there_is_nothing_to_follow(
    command: FollowOwed | TakeDueSteps,
) -> None:
    enrolment.given().when(command).then_nothing()
