"""An enrolment: one receivable on its workflow, from the first step to a stated outcome."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import reduce

from recoup_events.kernel.envelope import Account, Stream
from recoup_events.kernel.ids import ReceivableId
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentStarted,
    MeasureTaken,
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
)
from workflow_scheduler.enrolments.domain.errors import EnrolmentMissing
from workflow_scheduler.enrolments.domain.events import (
    ClockStarted,
    ClockStopped,
    StepPlanned,
    TermsFollowed,
)
from workflow_scheduler.enrolments.domain.evolving import evolve
from workflow_scheduler.enrolments.domain.exempted import follow_exceptions
from workflow_scheduler.enrolments.domain.hastening import hasten
from workflow_scheduler.enrolments.domain.ids import enrolment_id
from workflow_scheduler.enrolments.domain.interventions import intervene
from workflow_scheduler.enrolments.domain.moving import move
from workflow_scheduler.enrolments.domain.pauses import end_pause, follow_owed, pause_for
from workflow_scheduler.enrolments.domain.planning import plan
from workflow_scheduler.enrolments.domain.repeating import repeats_at, take_repeats
from workflow_scheduler.enrolments.domain.restraints import follow_conditions
from workflow_scheduler.enrolments.domain.runs import (
    end_as,
    go_on,
    place,
    start_run,
    take_measure,
)
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
    if isinstance(command, commands.Move):
        return move(command, enrolled(state))
    if isinstance(command, commands.LastMove):
        return _last_move(command, enrolled(state))
    if isinstance(command, commands.TakeRepeats):
        return list(take_repeats(enrolled(state), command.now))
    if isinstance(state, NotEnrolled):
        return _before(command, state)
    return _follow(command, state)


def _last_move(
    command: commands.LastMove, enrolment: Enrolment
) -> Sequence[EnrolmentEnded | MeasureTaken]:
    match command:
        case commands.Place():
            return place(enrolment)
        case commands.EndAs():
            return end_as(command, enrolment)
        case commands.TakeMeasure():
            return take_measure(command, enrolment)


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
        case commands.TakeDueSteps():
            return take_due(enrolment, command)
        case commands.FollowConditions() | commands.FollowExceptions():
            return _restrained(command, enrolment)
        case commands.FollowChase():
            return follow_chase(command, enrolment)
        case commands.FollowTerms():
            return _terms(command, enrolment)
        case commands.FollowOwed():
            return [*follow_owed(command, enrolment), *_settled(command, enrolment)]
        case commands.Hasten() | commands.PauseFor() | commands.EndPause():
            return _word(command, enrolment)


def _word(
    command: commands.Hasten | commands.PauseFor | commands.EndPause, enrolment: Enrolment
) -> Sequence[EnrolmentEvent]:
    """What a customer's word, given or broken, leads to."""
    match command:
        case commands.Hasten():
            return hasten(command, enrolment)
        case commands.PauseFor():
            return pause_for(command, enrolment)
        case commands.EndPause():
            return end_pause(command, enrolment)


def _restrained(
    command: commands.FollowConditions | commands.FollowExceptions, enrolment: Enrolment
) -> Sequence[EnrolmentEvent]:
    if isinstance(command, commands.FollowExceptions):
        return list(follow_exceptions(command, enrolment))
    return follow_conditions(command, enrolment)


def _terms(command: commands.FollowTerms, enrolment: Enrolment) -> Sequence[TermsFollowed]:
    """Where a command does not say it, it is due on the same day and in the same place."""
    followed = TermsFollowed(
        enrolment_id=enrolment.enrolment_id,
        due_date=command.due_date or enrolment.due_date,
        time_zone=command.time_zone,
        country=command.country or enrolment.country,
        subdivision=command.subdivision if command.country else enrolment.subdivision,
    )
    as_it_is = TermsFollowed.model_validate(enrolment, from_attributes=True)
    return [] if followed == as_it_is else [followed]


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
    if isinstance(state, NotEnrolled):
        return {}
    repeat = repeats_at(state)
    found = {} if repeat is None else {"repeat": repeat}
    match state.planned:
        case Planned(round_id=None, at=moment):
            return {**found, "step": moment}
        case _:
            return found


ENROLMENT: Decider[commands.EnrolmentCommand, State, EnrolmentEvent] = Decider(
    "enrolment", NotEnrolled(), decide, evolve, timers
)


def enrolment_of(account: Account, receivable_id: ReceivableId) -> Stream:
    """The stream of a receivable's enrolment."""
    return ENROLMENT.stream(*account, enrolment_id(account.tenant, receivable_id))
