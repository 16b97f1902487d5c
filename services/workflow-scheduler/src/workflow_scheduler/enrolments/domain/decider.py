"""An enrolment: one receivable on its workflow, from the first step to a stated outcome."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import reduce

from recoup_events.kernel.envelope import Account, Stream
from recoup_events.kernel.ids import ReceivableId
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentStarted,
    Outcome,
)
from recoup_eventstore.decider import Decider
from recoup_receivables.calendar import local_date
from workflow_scheduler.enrolments.domain import commands
from workflow_scheduler.enrolments.domain.due_steps import take_due
from workflow_scheduler.enrolments.domain.enrolment import (
    Enrolment,
    EnrolmentEvent,
    NotEnrolled,
    Planned,
    State,
    evolve,
)
from workflow_scheduler.enrolments.domain.errors import EnrolmentMissing
from workflow_scheduler.enrolments.domain.events import (
    ClockStarted,
    ClockStopped,
    StepPlanned,
    TermsFollowed,
)
from workflow_scheduler.enrolments.domain.ids import enrolment_id
from workflow_scheduler.enrolments.domain.interventions import intervene
from workflow_scheduler.enrolments.domain.pauses import follow_owed
from workflow_scheduler.enrolments.domain.planning import plan
from workflow_scheduler.enrolments.domain.restraints import follow_conditions
from workflow_scheduler.enrolments.domain.runs import go_on, start_run
from workflow_scheduler.enrolments.domain.starting import follow_chase, start


def decide(command: commands.EnrolmentCommand, state: State) -> Sequence[EnrolmentEvent]:
    """What follows from a command, whether the clock stops or starts with it, and what is next."""
    recorded = list(_moves(command, state))
    recorded += _clock(reduce(evolve, recorded, state), command.now)
    return [*recorded, *_next(reduce(evolve, recorded, state), command.now)]


def _moves(command: commands.EnrolmentCommand, state: State) -> Sequence[EnrolmentEvent]:
    if isinstance(command, commands.Intervention):
        return intervene(command, enrolled(state))
    if isinstance(command, commands.StartRun):
        return start_run(command, enrolled(state))
    if isinstance(state, NotEnrolled):
        return _before(command, state)
    return _follow(command, state)


def enrolled(state: State) -> Enrolment:
    """The enrolment of a state that has one."""
    if isinstance(state, NotEnrolled):
        raise EnrolmentMissing("The invoice is not enrolled yet; try again in a moment.")
    return state


def _before(command: commands.ChaseCommand, state: NotEnrolled) -> Sequence[EnrolmentEvent]:
    match command:
        case commands.StartEnrolment():
            return start(command)
        case _:
            return []  # its invoice was set aside unread: there is nothing to follow


def _follow(command: commands.ChaseCommand, enrolment: Enrolment) -> Sequence[EnrolmentEvent]:
    """Follow what was received about the receivable, the customer or the time."""
    match command:
        case commands.StartEnrolment():
            return []  # a receivable is enrolled once
        case commands.TakeDueSteps(now=now, round_id=round_id):
            return take_due(enrolment, now, round_id)
        case commands.FollowConditions():
            return follow_conditions(command, enrolment)
        case commands.FollowChase():
            return follow_chase(command, enrolment)
        case commands.FollowTerms():
            return _terms(command, enrolment)
        case commands.FollowOwed():
            return [*follow_owed(command, enrolment), *_settled(command, enrolment)]


def _terms(command: commands.FollowTerms, enrolment: Enrolment) -> Sequence[TermsFollowed]:
    due_date = command.due_date or enrolment.due_date
    if (due_date, command.time_zone) == (enrolment.due_date, enrolment.time_zone):
        return []
    return [
        TermsFollowed(
            enrolment_id=enrolment.enrolment_id, due_date=due_date, time_zone=command.time_zone
        )
    ]


def _settled(
    command: commands.FollowOwed, enrolment: Enrolment
) -> Sequence[EnrolmentEnded | EnrolmentStarted]:
    """It ends when nothing is owed; what ended as paid or written off goes on when something is."""
    match enrolment.outcome:
        case None if not command.balance:
            return [EnrolmentEnded(**enrolment.ids, outcome=command.outcome)]
        case Outcome.PAID | Outcome.WRITTEN_OFF if command.balance:
            return go_on(enrolment, command.reason)
        case _:
            return []


def _clock(state: State, now: datetime) -> Sequence[ClockStopped | ClockStarted]:
    """Stop when nothing is left to chase, start when there is; the days between are not lost."""
    match state:
        case Enrolment(runs=False, stood_since=None):
            today = local_date(now, state.time_zone)
            return [ClockStopped(enrolment_id=state.enrolment_id, on=today)]
        case Enrolment(runs=True, stood_since=date() as since):
            stood = local_date(now, state.time_zone) - since
            return [ClockStarted(stood_days=state.stood_days + stood.days)]
        case _:
            return []


def _next(state: State, now: datetime) -> Sequence[StepPlanned]:
    """Plan the next step where the recorded one no longer holds."""
    match state:
        case Enrolment(runs=True, planned=None):
            return [plan(state, now)]
        case _:
            return []


def timers(state: State) -> Mapping[str, datetime]:
    """The moment of a call as it was recorded, or that of giving up; messages wait for a round."""
    match state:
        case Enrolment(planned=Planned(round_id=None, at=moment)):
            return {"step": moment}
        case _:
            return {}


ENROLMENT: Decider[commands.EnrolmentCommand, State, EnrolmentEvent] = Decider(
    "enrolment", NotEnrolled(), decide, evolve, timers
)


def enrolment_of(account: Account, receivable_id: ReceivableId) -> Stream:
    """The stream of a receivable's enrolment."""
    return ENROLMENT.stream(*account, enrolment_id(account.tenant, receivable_id))
