"""What a customer's conditions do to one enrolment."""

from datetime import date

import pytest

from recoup_compliance.conditions import StandingCondition
from recoup_events.invoice import Condition
from recoup_events.kernel.ids import ConditionId, CreditorId
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentPaused,
    EnrolmentResumed,
    Outcome,
    PauseCause,
    RunReason,
)
from recoup_testing.reminders_example import (
    ENROLMENT_ID,
    IDS,
    PLANNED,
    STARTED,
    UPCOMING_TAKEN,
    berlin,
    eur,
    next_at,
    planned,
)
from recoup_testing.scenario import Scenario
from workflow_scheduler.enrolments.domain.commands import FollowConditions
from workflow_scheduler.enrolments.domain.decider import ENROLMENT
from workflow_scheduler.enrolments.domain.events import ClockStarted, ClockStopped, OwedChanged

MARCH_4, MARCH_14 = berlin("2026-03-04 12:00"), berlin("2026-03-14 12:00")
FIRST, SECOND = ConditionId("cnd_1"), ConditionId("cnd_2")
RUNNING = UPCOMING_TAKEN
STOPPED = ClockStopped(enrolment_id=ENROLMENT_ID, on=date(2026, 3, 4))
INSOLVENT = EnrolmentEnded(**IDS, outcome=Outcome.INSOLVENT)

STARTED_AGAIN = STARTED.model_copy(update={"run": 2, "reason": RunReason.CONDITION_LIFTED})

enrolment = Scenario(ENROLMENT)


def in_force(*conditions: tuple[ConditionId, Condition], at: object = MARCH_4) -> FollowConditions:
    standing = tuple(
        StandingCondition(condition_id=id, condition=condition, effective_from=date(2026, 3, 1))
        for id, condition in conditions
    )
    return FollowConditions(now=at, in_force=standing)


def paused(id: ConditionId, condition: Condition, amount: str = "100.00") -> EnrolmentPaused:
    return EnrolmentPaused(
        **IDS,
        cause=PauseCause.CONDITION,
        cause_id=id,
        amount=eur(amount),
        chased=eur("0.00"),
        whole=True,
        reason=condition,
    )


def resumed(id: ConditionId, chased: str) -> EnrolmentResumed:
    return EnrolmentResumed(**IDS, cause=PauseCause.CONDITION, cause_id=id, chased=eur(chased))


NONE = in_force(at=MARCH_14)
CEASED = paused(FIRST, Condition.CEASE_REQUEST)


@pytest.mark.parametrize(
    "condition", [Condition.CEASE_REQUEST, Condition.DEATH, Condition.BREATHING_SPACE]
)
def test_the_steps_stand_still_whatever_comes_to_be_owed(condition: Condition) -> None:
    command, pause = in_force((FIRST, condition)), paused(FIRST, condition)
    enrolment.given(*RUNNING).when(command).then(pause, STOPPED)
    enrolment.given(*RUNNING, pause, STOPPED).when(command).then_nothing()
    more = PLANNED.model_copy(update={"balance": eur("500.00")})
    assert next_at(enrolment.given(more, STARTED, pause).state) is None


@pytest.mark.parametrize(
    "condition", [Condition.ATTORNEY, Condition.HARDSHIP, Condition.VULNERABILITY]
)
def test_what_stops_some_messages_alone_lets_the_steps_go_on(condition: Condition) -> None:
    enrolment.given(*RUNNING).when(in_force((FIRST, condition))).then_nothing()


def test_once_lifted_the_steps_go_on_as_much_later_as_they_stood_still() -> None:
    enrolment.given(*RUNNING, CEASED, STOPPED).when(NONE).then(
        resumed(FIRST, "100.00"),
        ClockStarted(stood_days=10),
        planned("friendly", "2026-03-15 10:00"),
    )


def test_of_two_the_other_still_holds() -> None:
    both = in_force((FIRST, Condition.CEASE_REQUEST), (SECOND, Condition.DEATH))
    second = paused(SECOND, Condition.DEATH, "0.00")
    enrolment.given(*RUNNING).when(both).then(CEASED, second, STOPPED)
    enrolment.given(*RUNNING, CEASED, second, STOPPED).when(
        in_force((SECOND, Condition.DEATH))
    ).then(resumed(FIRST, "0.00"))


def test_insolvency_ends_it_and_lifted_lets_it_go_on() -> None:
    insolvency = in_force((FIRST, Condition.INSOLVENCY))
    enrolment.given(*RUNNING).when(insolvency).then(INSOLVENT, STOPPED)
    enrolment.given(*RUNNING, INSOLVENT, STOPPED).when(insolvency).then_nothing()
    enrolment.given(*RUNNING, INSOLVENT, STOPPED).when(NONE).then(
        STARTED_AGAIN, ClockStarted(stood_days=10), planned("friendly", "2026-03-15 10:00")
    )


def test_lifted_it_starts_nothing_that_was_paid_meanwhile_or_ended_for_another_reason() -> None:
    settled = OwedChanged(balance=eur("0.00"), chased=eur("0.00"))
    enrolment.given(*RUNNING, INSOLVENT, STOPPED, settled).when(NONE).then_nothing()
    stopped = EnrolmentEnded(**IDS, outcome=Outcome.STOPPED)
    enrolment.given(*RUNNING, stopped, STOPPED).when(NONE).then_nothing()


@pytest.mark.parametrize("condition", [Condition.CEASE_REQUEST, Condition.INSOLVENCY])
def test_a_request_to_another_creditor_stops_nothing_and_insolvency_everybody(
    condition: Condition,
) -> None:
    standing = StandingCondition(
        condition_id=FIRST,
        condition=condition,
        creditor_id=CreditorId("crd_another"),
        effective_from=date(2026, 3, 1),
    )
    asked = enrolment.given(*RUNNING).when(FollowConditions(now=MARCH_4, in_force=(standing,)))
    if condition is Condition.CEASE_REQUEST:
        asked.then_nothing()
    else:
        asked.then(INSOLVENT, STOPPED)


def test_without_an_invoice_there_is_nothing_to_stop() -> None:
    enrolment.given().when(in_force((FIRST, Condition.INSOLVENCY))).then_nothing()
