import pytest

from recoup_events.slices import Slice
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentPaused,
    EnrolmentResumed,
    Outcome,
    PauseCause,
    ReminderRequested,
)
from recoup_testing.chasing import CUSTOMER, IDS, INVOICE, PLANNED, STARTED, berlin, eur
from recoup_testing.scenario import Scenario
from workflow_scheduler.domain.commands import (
    CeaseContact,
    PauseSlice,
    ResumeSlice,
    TakeDueSteps,
)
from workflow_scheduler.domain.enrolment import ENROLMENT
from workflow_scheduler.domain.errors import EnrolmentRefused
from workflow_scheduler.domain.facts import ClockStarted, ClockStopped

MARCH_4 = berlin("2026-03-04 12:00")
MARCH_14 = berlin("2026-03-14 12:00")
ALL_RUNNING = (PLANNED.model_copy(update={"passed": 1}), STARTED)
STOPPED = ClockStopped(on=MARCH_4.date())
STARTED_AGAIN = ClockStarted(shift_days=10)
ENDED = EnrolmentEnded(**IDS, outcome=Outcome.PAID)

enrolment = Scenario(ENROLMENT)


def pause(amount: str, currency: str = "EUR") -> PauseSlice:
    part = Slice(invoice_id=INVOICE, amount=eur(amount).model_copy(update={"currency": currency}))
    return PauseSlice(
        now=MARCH_4,
        enrolment_id=IDS["enrolment_id"],
        customer_id=CUSTOMER,
        slice=part,
        cause=PauseCause.DISPUTE,
        cause_id="dsp_1",
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


RESUME = ResumeSlice(**{**dict(pause("100.00")), "now": MARCH_14})
CEASE = CeaseContact(now=MARCH_4)
CEASED = EnrolmentPaused(
    **IDS,
    cause=PauseCause.CEASED_CONTACT,
    cause_id=CUSTOMER,
    amount=eur("100.00"),
    chased=eur("0.00"),
    whole=True,
)


def test_a_partial_pause_lets_the_steps_go_on() -> None:
    state = enrolment.given(*ALL_RUNNING).when(pause("30.00")).then(paused("30.00", "70.00"))
    assert ENROLMENT.timers(state) == {"step": berlin("2026-03-05 10:00")}


def test_a_reminder_asks_for_the_chased_slice_only() -> None:
    state = enrolment.given(*ALL_RUNNING, paused("30.00", "70.00")).state
    said = ENROLMENT.decide(TakeDueSteps(now=berlin("2026-03-05 10:00")), state)
    assert [f.amount for f in said if isinstance(f, ReminderRequested)] == [eur("70.00")]


def test_with_nothing_left_to_chase_the_steps_stand_still() -> None:
    state = (
        enrolment.given(*ALL_RUNNING).when(pause("100.00")).then(paused("100.00", "0.00"), STOPPED)
    )
    assert ENROLMENT.timers(state) == {}
    late = TakeDueSteps(now=berlin("2026-03-30 10:00"))
    assert ENROLMENT.decide(late, state) == []


def test_after_a_pause_the_steps_come_later_by_the_days_it_took() -> None:
    state = (
        enrolment.given(*ALL_RUNNING, paused("100.00", "0.00"), STOPPED)
        .when(RESUME)
        .then(resumed("100.00"), STARTED_AGAIN)
    )
    assert ENROLMENT.timers(state) == {"step": berlin("2026-03-15 10:00")}


def test_a_second_pause_adds_its_days_to_the_first() -> None:
    history = (*ALL_RUNNING, STOPPED, STARTED_AGAIN, paused("100.00", "0.00"), STOPPED)
    enrolment.given(*history).when(RESUME).then(resumed("100.00"), ClockStarted(shift_days=20))


def test_a_pause_over_a_clock_change_counts_days_and_not_hours() -> None:
    spring = RESUME.model_copy(update={"now": berlin("2026-03-30 00:30")})
    state = (
        enrolment.given(*ALL_RUNNING, paused("100.00", "0.00"), STOPPED)
        .when(spring)
        .then(resumed("100.00"), ClockStarted(shift_days=26))
    )
    assert ENROLMENT.timers(state) == {"step": berlin("2026-03-31 10:00")}


def test_hearing_of_the_same_pause_again_changes_nothing() -> None:
    enrolment.given(*ALL_RUNNING, paused("30.00", "70.00")).when(pause("30.00")).then_nothing()


def test_resuming_what_is_not_paused_changes_nothing() -> None:
    enrolment.given(*ALL_RUNNING).when(RESUME).then_nothing()


def test_a_dispute_may_open_and_close_before_its_invoice_is_heard_of() -> None:
    enrolment.given().when(pause("30.00")).then(paused("30.00", "0.00"))
    enrolment.given(paused("30.00", "0.00")).when(RESUME).then(resumed("0.00"))


def test_a_pause_is_kept_although_the_chase_has_ended() -> None:
    enrolment.given(*ALL_RUNNING, STOPPED, ENDED).when(pause("30.00")).then(paused("30.00", "0.00"))


def test_a_slice_in_another_currency_is_refused() -> None:
    enrolment.given(*ALL_RUNNING).when(pause("30.00", "USD")).then_refused(EnrolmentRefused)


def test_a_customer_who_ceased_contact_is_chased_for_nothing_whatever_comes_to_be_owed() -> None:
    enrolment.given(*ALL_RUNNING).when(CEASE).then(CEASED, STOPPED)
    more = PLANNED.model_copy(update={"balance": eur("500.00")})
    assert ENROLMENT.timers(enrolment.given(more, STARTED, CEASED).state) == {}


def test_ceasing_contact_twice_changes_nothing() -> None:
    enrolment.given(*ALL_RUNNING, CEASED, STOPPED).when(CEASE).then_nothing()


@pytest.mark.parametrize("command", [CEASE, TakeDueSteps(now=MARCH_4)])
def test_without_an_invoice_there_is_nothing_to_follow(
    command: CeaseContact | TakeDueSteps,
) -> None:
    enrolment.given().when(command).then_nothing()
