"""A scheduled report is due once each time, and not while it is paused."""

from datetime import UTC, datetime, timedelta

import pytest

from invoice.report_schedules.domain import run as runs
from invoice.report_schedules.domain import schedule as schedules
from invoice.report_schedules.domain.rhythm import Every, Rhythm
from invoice.report_schedules.domain.schedule import ReportFormat, ReportKind, ReportWish
from recoup_events.kernel.ids import derived
from recoup_testing.scenario import Scenario

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
DUE = datetime(2026, 1, 6, 7, tzinfo=UTC)
DAY = timedelta(days=1)
WISH = ReportWish(
    name="Aging",
    report=ReportKind.AGING,
    formats=(ReportFormat.CSV,),
    rhythm=Rhythm(every=Every.DAY, hour=7, time_zone="UTC"),
)
OTHER = WISH.model_copy(update={"name": "Aging of all"})
CREATE = schedules.CreateSchedule(schedule_id="rps_1", external_id="AGING", wish=WISH, at=NOW)
CREATED = schedules.ReportScheduleCreated(
    schedule_id="rps_1", external_id="AGING", wish=WISH, next_at=DUE
)
PAUSED, DELETED = schedules.ReportSchedulePaused(), schedules.ReportScheduleDeleted()


def fell_due(next_at: datetime) -> schedules.ReportFellDue:
    run_id = derived("rpr", "rps_1", DUE.isoformat())
    return schedules.ReportFellDue(run_id=run_id, due_at=DUE, next_at=next_at)


schedule = Scenario(schedules.REPORT_SCHEDULE)
run = Scenario(runs.REPORT_RUN)


def test_it_is_due_at_its_next_hour_once() -> None:
    schedule.given().when(CREATE).then(CREATED)
    created = schedule.given(CREATED)
    created.when(schedules.FallDue(at=DUE - timedelta(seconds=1))).then_nothing()
    created.when(schedules.FallDue(at=DUE)).then(fell_due(DUE + DAY))
    schedule.given(CREATED, fell_due(DUE + DAY)).when(schedules.FallDue(at=DUE)).then_nothing()


def test_mornings_that_were_missed_are_one_report() -> None:
    late = DUE + 3 * DAY + timedelta(hours=1)
    schedule.given(CREATED).when(schedules.FallDue(at=late)).then(fell_due(DUE + 4 * DAY))


def test_nothing_is_due_while_it_is_paused_and_nothing_is_made_up_for() -> None:
    schedule.given(CREATED).when(schedules.PauseSchedule()).then(PAUSED)
    paused = schedule.given(CREATED, PAUSED)
    paused.when(schedules.FallDue(at=DUE)).then_nothing()
    paused.when(schedules.PauseSchedule()).then_nothing()
    changed = schedules.ReportScheduleChanged(wish=OTHER, next_at=None)
    paused.when(schedules.ChangeSchedule(wish=OTHER, at=DUE)).then(changed)
    resumed = schedules.ReportScheduleResumed(next_at=DUE + 3 * DAY)
    paused.when(schedules.ResumeSchedule(at=DUE + 2 * DAY)).then(resumed)


def test_what_is_deleted_stays_so() -> None:
    schedule.given(CREATED, PAUSED).when(schedules.DeleteSchedule()).then(DELETED)
    gone = schedule.given(CREATED, DELETED)
    gone.when(schedules.DeleteSchedule()).then_nothing()
    gone.when(schedules.FallDue(at=DUE)).then_nothing()
    refused = schedules.ReportScheduleRefused
    gone.when(schedules.ResumeSchedule(at=NOW)).then_refused(refused)
    gone.when(schedules.ChangeSchedule(wish=OTHER, at=NOW)).then_refused(refused)


@pytest.mark.parametrize(
    "again",
    [
        runs.RecordMade(rows=2, files=(), at=DUE),
        runs.RefuseRun(reason="too large", at=DUE),
    ],
)
def test_a_run_ends_once(again: runs.RunCommand) -> None:
    about = {"run_id": "rpr_1", "schedule_id": "rps_1", "wish": WISH, "as_of": DUE.date()}
    start = runs.StartRun(**about, due_at=DUE)
    started = runs.ReportRunStarted(**about, due_at=DUE)
    made = runs.ReportRunMade(rows=1, files=(), at=DUE)
    run.given().when(start).then(started)
    run.given(started).when(start).then_nothing()
    run.given(started).when(runs.RecordMade(rows=1, files=(), at=DUE)).then(made)
    run.given(started, made).when(again).then_nothing()
