"""Which conditions of a customer are in force, followed to the day on which the next one changes."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import AwareDatetime

from recoup_compliance.conditions import Conditions, StandingCondition
from recoup_events.kernel.envelope import Account, Stream
from recoup_events.kernel.event import Command, Event, Value
from recoup_eventstore.decider import Decider
from recoup_receivables.calendar import local_date, start_of_day

CHANGE = "change"
"""The timer of the moment at which a condition begins or ends."""


class RestraintChanged(Event, type="debtor.restraint_changed.v1"):
    """Other conditions are in force from now on, or the next change comes at another moment."""

    in_force: tuple[StandingCondition, ...]
    next_change_at: AwareDatetime | None


class ReviewRestraint(Command):
    conditions: Conditions
    time_zone: str
    at: AwareDatetime


class Restraint(Value):
    in_force: tuple[StandingCondition, ...] = ()
    next_change_at: AwareDatetime | None = None


def decide(command: ReviewRestraint, restraint: Restraint) -> Sequence[RestraintChanged]:
    """Say what is different now; the moment of the next change is recorded with it."""
    conditions, zone = command.conditions, command.time_zone
    today = local_date(command.at, zone)
    next_day = conditions.next_change(today)
    next_change_at = None if next_day is None else start_of_day(next_day, zone)
    in_force = conditions.in_force(today)
    if restraint == Restraint(in_force=in_force, next_change_at=next_change_at):
        return []
    return [RestraintChanged(in_force=in_force, next_change_at=next_change_at)]


def evolve(_restraint: Restraint, event: RestraintChanged) -> Restraint:
    return Restraint.model_validate(event, from_attributes=True)


def timers(restraint: Restraint) -> Mapping[str, datetime]:
    moment = restraint.next_change_at
    return {} if moment is None else {CHANGE: moment}


RESTRAINT = Decider("restraint", Restraint(), decide, evolve, timers)


def restraint_of(account: Account) -> Stream:
    """A customer has one."""
    return RESTRAINT.stream(*account, account.key)
