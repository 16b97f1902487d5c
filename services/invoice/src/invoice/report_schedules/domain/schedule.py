"""A scheduled report: what is made, how often and for whom, until it is paused or deleted.

What fell due while nobody was up is made once, as of then: three mornings missed are one report.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime

from invoice.report_schedules.domain.rhythm import Rhythm
from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.ids import CreditorId, TenantId, derived
from recoup_events.kernel.money import Currency
from recoup_events.kernel.refusals import Refused
from recoup_eventstore.decider import Decider

DUE = "due"
"""The timer of the next run."""


class ReportScheduleRefused(Refused):
    """The schedule's state does not allow this."""

    code = "report_schedule_refused"


class ReportKind(StrEnum):
    AGING = "aging"
    CASH_FORECAST = "cash_forecast"
    PLANS = "plans"
    DISPUTES = "disputes"
    PROMISES = "promises"
    CONTACTS = "contacts"


class ReportFormat(StrEnum):
    CSV = "csv"
    PDF = "pdf"


class ReportWish(Value):
    """What is made, and when."""

    name: str
    report: ReportKind
    creditor_id: CreditorId | None = None
    """``None``: of all creditors."""
    currency: Currency | None = None
    formats: tuple[ReportFormat, ...]
    rhythm: Rhythm
    recipients: tuple[str, ...] = ()
    """Email addresses of people of the creditor's."""


class ScheduleState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    DELETED = "deleted"


class ReportScheduleCreated(Event, type="report_schedule.created.v1"):
    schedule_id: str
    external_id: str
    wish: ReportWish
    next_at: AwareDatetime


class ReportScheduleChanged(Event, type="report_schedule.changed.v1"):
    wish: ReportWish
    next_at: AwareDatetime | None
    """``None`` while it is paused."""


class ReportSchedulePaused(Event, type="report_schedule.paused.v1"):
    """Nothing is made until it is resumed."""


class ReportScheduleResumed(Event, type="report_schedule.resumed.v1"):
    next_at: AwareDatetime


class ReportScheduleDeleted(Event, type="report_schedule.deleted.v1"):
    """For good; its runs and files stay."""


class ReportFellDue(Event, type="report_schedule.due.v1"):
    run_id: str
    due_at: AwareDatetime
    next_at: AwareDatetime


class CreateSchedule(Command):
    schedule_id: str
    external_id: str
    wish: ReportWish
    at: AwareDatetime


class ChangeSchedule(Command):
    wish: ReportWish
    at: AwareDatetime


class PauseSchedule(Command):
    pass


class ResumeSchedule(Command):
    at: AwareDatetime


class DeleteSchedule(Command):
    pass


class FallDue(Command):
    at: AwareDatetime


class Schedule(Value):
    schedule_id: str = ""
    external_id: str = ""
    wish: ReportWish | None = None
    state: ScheduleState = ScheduleState.ACTIVE
    next_at: AwareDatetime | None = None
    run_id: str | None = None
    """The latest."""

    @property
    def wanted(self) -> ReportWish:
        assert self.wish is not None, "a schedule that can be found was created"
        return self.wish


ScheduleCommand = (
    CreateSchedule | ChangeSchedule | PauseSchedule | ResumeSchedule | DeleteSchedule | FallDue
)
ScheduleEvent = (
    ReportScheduleCreated
    | ReportScheduleChanged
    | ReportSchedulePaused
    | ReportScheduleResumed
    | ReportScheduleDeleted
    | ReportFellDue
)


def decide(command: ScheduleCommand, schedule: Schedule) -> Sequence[ScheduleEvent]:
    """List every move; the same again changes nothing."""
    match schedule.state, command:
        case _, CreateSchedule():
            return [] if schedule.wish is not None else [_created(command)]
        case ScheduleState.DELETED, DeleteSchedule() | FallDue():
            return []
        case ScheduleState.DELETED, _:
            raise ReportScheduleRefused("The schedule is deleted; create another.")
        case _, ChangeSchedule(wish=wish):
            return [] if wish == schedule.wish else [_changed(command, schedule)]
        case _, FallDue(at=at):
            return _due(schedule, at)
        case _:
            return _moved(command, schedule)


def _created(command: CreateSchedule) -> ReportScheduleCreated:
    return ReportScheduleCreated(
        schedule_id=command.schedule_id,
        external_id=command.external_id,
        wish=command.wish,
        next_at=command.wish.rhythm.after(command.at),
    )


def _changed(command: ChangeSchedule, schedule: Schedule) -> ReportScheduleChanged:
    is_active = schedule.state is ScheduleState.ACTIVE
    next_at = command.wish.rhythm.after(command.at) if is_active else None
    return ReportScheduleChanged(wish=command.wish, next_at=next_at)


def _due(schedule: Schedule, at: datetime) -> Sequence[ReportFellDue]:
    due_at = schedule.next_at
    if due_at is None or due_at > at:
        return []
    run_id = derived("rpr", schedule.schedule_id, due_at.isoformat())
    next_at = schedule.wanted.rhythm.after(at)
    return [ReportFellDue(run_id=run_id, due_at=due_at, next_at=next_at)]


def _moved(command: ScheduleCommand, schedule: Schedule) -> Sequence[ScheduleEvent]:
    match schedule.state, command:
        case ScheduleState.ACTIVE, PauseSchedule():
            return [ReportSchedulePaused()]
        case ScheduleState.PAUSED, ResumeSchedule(at=at):
            return [ReportScheduleResumed(next_at=schedule.wanted.rhythm.after(at))]
        case _, DeleteSchedule():
            return [ReportScheduleDeleted()]
        case _:
            return []


def evolve(schedule: Schedule, event: ScheduleEvent) -> Schedule:
    match event:
        case ReportScheduleCreated(schedule_id=id, external_id=external_id):
            return Schedule(
                schedule_id=id, external_id=external_id, wish=event.wish, next_at=event.next_at
            )
        case ReportScheduleChanged(wish=wish, next_at=next_at):
            return _with(schedule, wish=wish, next_at=next_at)
        case ReportSchedulePaused():
            return _with(schedule, state=ScheduleState.PAUSED, next_at=None)
        case ReportScheduleResumed(next_at=next_at):
            return _with(schedule, state=ScheduleState.ACTIVE, next_at=next_at)
        case ReportScheduleDeleted():
            return _with(schedule, state=ScheduleState.DELETED, next_at=None)
        case ReportFellDue(run_id=run_id, next_at=next_at):
            return _with(schedule, run_id=run_id, next_at=next_at)


def _with(schedule: Schedule, **changes: Any) -> Schedule:
    return schedule.model_copy(update=changes)


def timers(schedule: Schedule) -> Mapping[str, datetime]:
    return {} if schedule.next_at is None else {DUE: schedule.next_at}


REPORT_SCHEDULE: Decider[ScheduleCommand, Schedule, ScheduleEvent] = Decider(
    "report_schedule", Schedule(), decide, evolve, timers
)


def schedule_id_of(tenant: TenantId, external_id: str) -> str:
    """Recoup's id of what a tenant calls its scheduled report."""
    return derived("rps", tenant, external_id)
