"""The lists of scheduled reports and of their runs."""

from collections.abc import Callable
from typing import Any

from invoice.report_schedules.domain import schedule as schedules
from invoice.report_schedules.domain.run import (
    ReportRunMade,
    ReportRunRefused,
    ReportRunStarted,
    RunState,
)
from invoice.report_schedules.domain.schedule import ScheduleState
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import called, on

WRITES = named_queries("invoice.report_schedules", "projection.sql")
Row = tuple[Any, ...]


def _of(recorded: Envelope[Any]) -> Row:
    return (recorded.tenant, recorded.stream.id)


def _created(recorded: Envelope[schedules.ReportScheduleCreated]) -> Row:
    event = recorded.event
    return (*_of(recorded), event.external_id, event.wish.model_dump_json(), event.next_at)


def _changed(recorded: Envelope[schedules.ReportScheduleChanged]) -> Row:
    event = recorded.event
    return (*_of(recorded), event.wish.model_dump_json(), event.next_at)


def _into(state: ScheduleState) -> Callable[[Envelope[Any]], Row]:
    return lambda recorded: (*_of(recorded), state, getattr(recorded.event, "next_at", None))


def _due(recorded: Envelope[schedules.ReportFellDue]) -> Row:
    return (*_of(recorded), recorded.event.next_at)


def _started(recorded: Envelope[ReportRunStarted]) -> Row:
    event = recorded.event
    return (*_of(recorded), event.schedule_id, event.model_dump_json(), event.due_at)


def _ended(state: RunState) -> Callable[[Envelope[Any]], Row]:
    return lambda recorded: (*_of(recorded), state, recorded.event.model_dump_json())


_MOVES = {
    schedules.ReportSchedulePaused: ScheduleState.PAUSED,
    schedules.ReportScheduleResumed: ScheduleState.ACTIVE,
    schedules.ReportScheduleDeleted: ScheduleState.DELETED,
}
CHANGES = (
    on(schedules.ReportScheduleCreated, WRITES["create_schedule"], _created),
    on(schedules.ReportScheduleChanged, WRITES["change_schedule"], _changed),
    *(on(event, WRITES["move_schedule"], _into(state)) for event, state in _MOVES.items()),
    on(schedules.ReportFellDue, WRITES["turn_schedule"], _due),
    on(ReportRunStarted, WRITES["start_run"], _started),
    on(ReportRunMade, WRITES["end_run"], _ended(RunState.MADE)),
    on(ReportRunRefused, WRITES["end_run"], _ended(RunState.REFUSED)),
    called(
        schedules.ReportScheduleCreated, "text", lambda event: [event.external_id, event.wish.name]
    ),
)
