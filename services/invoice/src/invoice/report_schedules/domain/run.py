"""A run of a scheduled report: due, then made once with its files, or refused with the reason."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from pydantic import AwareDatetime

from invoice.report_schedules.domain.schedule import ReportFormat, ReportWish
from recoup_events.invoice import SenderIdentity
from recoup_events.invoice.report import ReportMade
from recoup_events.kernel.attachments import StoredFile
from recoup_events.kernel.event import Command, Event, Value
from recoup_eventstore.decider import Decider

MAKE = "make"
"""The timer that wants it made, until it is."""


class RunState(StrEnum):
    RUNNING = "running"
    MADE = "made"
    REFUSED = "refused"


class ReportFile(Value):
    format: ReportFormat
    size: int
    sha256: str


class ReportRunStarted(Event, type="report_run.started.v1"):
    run_id: str
    schedule_id: str
    wish: ReportWish
    """As it was then."""
    as_of: date
    """The day on which it was due, where it is read."""
    due_at: AwareDatetime


class ReportRunMade(Event, type="report_run.made.v1"):
    rows: int
    files: tuple[ReportFile, ...]
    at: AwareDatetime


class ReportRunRefused(Event, type="report_run.refused.v1"):
    reason: str
    at: AwareDatetime


class StartRun(Command):
    run_id: str
    schedule_id: str
    wish: ReportWish
    as_of: date
    due_at: AwareDatetime


class RecordMade(Command):
    rows: int
    files: tuple[ReportFile, ...]
    summary: tuple[str, ...] = ()
    sender: SenderIdentity | None = None
    """Whose name stands over the mails."""
    stored: tuple[StoredFile, ...] = ()
    """What goes along with them."""
    at: AwareDatetime


class RefuseRun(Command):
    reason: str
    at: AwareDatetime


class Run(Value):
    started: ReportRunStarted | None = None
    state: RunState = RunState.RUNNING
    rows: int | None = None
    files: tuple[ReportFile, ...] = ()
    reason: str | None = None
    ended_at: AwareDatetime | None = None

    @property
    def about(self) -> ReportRunStarted:
        assert self.started is not None, "a run that can be found was started"
        return self.started


RunCommand = StartRun | RecordMade | RefuseRun
RunEvent = ReportRunStarted | ReportRunMade | ReportRunRefused | ReportMade


def decide(command: RunCommand, run: Run) -> Sequence[RunEvent]:
    """Each once, whatever is done again after a crash."""
    match command:
        case StartRun() if run.started is None:
            return [ReportRunStarted.model_validate(command, from_attributes=True)]
        case RecordMade() if run.state is RunState.RUNNING:
            return _made(command, run.about)
        case RefuseRun() if run.state is RunState.RUNNING:
            return [ReportRunRefused.model_validate(command, from_attributes=True)]
        case _:
            return []


def _made(command: RecordMade, about: ReportRunStarted) -> Sequence[RunEvent]:
    """Those to whom it is mailed are notified once, with the record."""
    made = ReportRunMade.model_validate(command, from_attributes=True)
    if not about.wish.recipients or command.sender is None:
        return [made]
    announced = ReportMade(
        run_id=about.run_id,
        schedule_id=about.schedule_id,
        report_name=about.wish.name,
        report=about.wish.report,
        as_of=about.as_of,
        sender=command.sender,
        summary=command.summary,
        rows=command.rows,
        files=command.stored,
        paths=tuple(path_of(about.run_id, file.format) for file in command.files),
        recipients=about.wish.recipients,
    )
    return [made, announced]


def path_of(run_id: str, format: ReportFormat) -> str:
    return f"/v1/report-runs/{run_id}/files/{format}"


def evolve(run: Run, event: RunEvent) -> Run:
    match event:
        case ReportRunStarted():
            return Run(started=event)
        case ReportRunMade(rows=rows, files=files, at=at):
            made = {"state": RunState.MADE, "rows": rows, "files": files, "ended_at": at}
            return run.model_copy(update=made)
        case ReportRunRefused(reason=reason, at=at):
            refused = {"state": RunState.REFUSED, "reason": reason, "ended_at": at}
            return run.model_copy(update=refused)
        case ReportMade():
            return run


def timers(run: Run) -> Mapping[str, datetime]:
    if run.started is None or run.state is not RunState.RUNNING:
        return {}
    return {MAKE: run.started.due_at}


REPORT_RUN: Decider[RunCommand, Run, RunEvent] = Decider(
    "report_run", Run(), decide, evolve, timers
)
