"""Whatever happens in whatever order: the money adds up, and no step comes twice."""

from datetime import date, timedelta
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from recoup_compliance.conditions import StandingCondition
from recoup_events.invoice import Chase, Condition
from recoup_events.kernel.ids import ConditionId, ReminderId, RoundId
from recoup_events.kernel.money import Money, total
from recoup_events.workflow_scheduler import (
    EnrolmentPaused,
    EnrolmentResumed,
    Outcome,
    PauseCause,
    StepDue,
)
from recoup_testing.reminders_example import TO_COME, berlin
from workflow_scheduler.enrolments.domain import commands
from workflow_scheduler.enrolments.domain.decider import ENROLMENT
from workflow_scheduler.enrolments.domain.enrolment import (
    Enrolment,
    EnrolmentEvent,
    EnrolmentState,
    State,
)
from workflow_scheduler.enrolments.domain.errors import EnrolmentRefused, HoldUnusable
from workflow_scheduler.enrolments.domain.events import SliceResized, StepPlanned
from workflow_scheduler.enrolments.domain.slices import held
from workflow_scheduler.escalations.domain.asked_steps import AskedReminder, AskedSteps
from workflow_scheduler.escalations.domain.evidence import Evidence

THE_ROUND = commands.TakeDueSteps(now=berlin("2026-02-01 12:00"), round_id=RoundId("the next"))
"""Whichever round is waited for."""
NOTHING_ARRIVED = Evidence(
    asked=AskedSteps(reminders=(AskedReminder(level=1, reminder_id=ReminderId("rem_1")),))
)
BEGIN = berlin("2026-02-01 12:00")
money = st.builds(
    Money, minor_units=st.integers(min_value=0, max_value=200_00), currency=st.just("EUR")
)
days = st.integers(min_value=0, max_value=40)


causes = st.tuples(st.sampled_from((PauseCause.DISPUTE, PauseCause.PLAN)), st.sampled_from("ab"))
conditions = st.lists(
    st.builds(
        StandingCondition,
        condition_id=st.sampled_from([ConditionId("cnd_1"), ConditionId("cnd_2")]),
        condition=st.sampled_from(Condition),
        creditor_id=st.none(),
        effective_from=st.just(BEGIN.date()),
        effective_until=st.none(),
    ),
    max_size=2,
    unique_by=lambda standing: standing.condition_id,
).map(tuple)
asked = st.one_of(
    st.builds(
        commands.FollowOwed,
        now=st.just(BEGIN),
        balance=money,
        set_aside=st.dictionaries(causes, money, max_size=3),
        outcome=st.sampled_from((Outcome.PAID, Outcome.CANCELLED)),
    ),
    st.builds(commands.Hold, now=st.just(BEGIN), reason=st.just("x"), amount=st.none() | money),
    st.just(commands.Release(now=BEGIN)),
    st.builds(commands.FollowConditions, now=st.just(BEGIN), in_force=conditions),
    st.just(commands.TakeDueSteps(now=BEGIN)),
    st.just(THE_ROUND),
    st.just(commands.TakeDueSteps(now=BEGIN, evidence=NOTHING_ARRIVED)),
    st.just(commands.ReleaseStep(now=BEGIN, reason="Handed over.")),
    st.just(commands.Stop(now=BEGIN, reason="Agreed by phone.")),
    st.builds(
        commands.FollowTerms,
        now=st.just(BEGIN),
        due_date=st.dates(date(2026, 1, 1), date(2026, 6, 1)),
        time_zone=st.sampled_from(("Europe/Berlin", "America/New_York")),
    ),
    st.builds(
        commands.FollowChase,
        now=st.just(BEGIN),
        chase=st.sampled_from((Chase.NOW, Chase.ON_RELEASE)),
        chase_from=st.none(),
    ),
)


def follow(
    asked: list[tuple[int, commands.EnrolmentCommand]],
) -> tuple[list[EnrolmentEvent], Enrolment]:
    """Ask everything in turn, days apart, checking each state on the way."""
    recorded: list[EnrolmentEvent] = [*TO_COME]
    state: State = reduce(ENROLMENT.evolve, recorded, ENROLMENT.initial)
    now = BEGIN
    for later, command in asked:
        now += timedelta(days=later)
        update: dict[str, object] = {"now": now}
        if command == THE_ROUND and isinstance(state, Enrolment) and state.planned:
            now = max(now, state.planned.at)
            update = {"now": now, "round_id": state.planned.round_id}
        try:
            events = ENROLMENT.decide(command.model_copy(update=update), state)
        except (EnrolmentRefused, HoldUnusable):
            continue
        for event in events:
            state = ENROLMENT.evolve(state, event)
            assert isinstance(state, Enrolment)
            if isinstance(event, EnrolmentPaused | SliceResized | EnrolmentResumed):
                assert event.chased == state.chased
        recorded.extend(events)
        assert isinstance(state, Enrolment)
        assert total(held(state.balance, state.pauses), "EUR") + state.chased == state.balance
        assert state.runs == (state.stood_since is None) == (state.planned is not None)
    assert isinstance(state, Enrolment)
    return recorded, state


@given(st.lists(st.tuples(days, asked), max_size=25))
def test_slices_add_up_and_the_clock_runs_exactly_while_something_is_chased(
    asked: list[tuple[int, commands.EnrolmentCommand]],
) -> None:
    follow(asked)


@given(st.lists(st.tuples(days, asked), max_size=25))
def test_steps_come_in_order_and_none_comes_twice(
    asked: list[tuple[int, commands.EnrolmentCommand]],
) -> None:
    recorded, state = follow(asked)
    behind: list[str] = []
    for event in recorded:
        behind += event.passed if isinstance(event, StepPlanned) else ()
        behind += [event.step] if isinstance(event, StepDue) else ()
    assert behind == [step.name for step in state.steps[: state.taken]]


@given(st.lists(st.tuples(days, asked), max_size=25))
def test_nothing_falls_silent(asked: list[tuple[int, commands.EnrolmentCommand]]) -> None:
    _, state = follow(asked)
    match state.state:
        case EnrolmentState.RUNNING:
            assert state.planned is not None, "it says what comes next, held or not"
        case EnrolmentState.PAUSED:
            assert state.pauses, "it says what it waits for"
        case EnrolmentState.ENDED:
            assert state.outcome is not None
