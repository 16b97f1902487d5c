"""Scheduled reports and their runs in JSON."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, Field, model_validator

from invoice.fields import CurrencyCode, Email, TimeZone
from invoice.report_schedules.domain.rhythm import Every, Rhythm
from invoice.report_schedules.domain.run import (
    ReportFile,
    ReportRunMade,
    ReportRunRefused,
    ReportRunStarted,
    Run,
    RunState,
    path_of,
)
from invoice.report_schedules.domain.schedule import (
    ReportFormat,
    ReportKind,
    ReportWish,
    Schedule,
    ScheduleState,
)
from recoup_events.invoice import Weekday
from recoup_events.kernel.ids import CreditorId
from recoup_service.api.fields import ExternalId, Name, RequestBody
from recoup_service.api.resource import Dates, Resource, dates_in


class RhythmBody(RequestBody):
    """`weekday` is sent for a report of every week alone, and `day` for one of every month."""

    every: Every = Field(examples=["week"])
    weekday: Weekday | None = Field(
        default=None, description="Of a weekly report.", examples=["monday"]
    )
    day: Annotated[int, Field(ge=1, le=31)] | None = Field(
        default=None,
        description="Of a monthly report; 31 is the last day of whatever month.",
        examples=[None],
    )
    hour: int = Field(ge=0, le=23, description="On the clocks of the time zone.", examples=[7])
    time_zone: TimeZone = Field(description="IANA name: where the report is read.")

    @model_validator(mode="after")
    def _its_day(self) -> Self:
        wanted = {Every.WEEK: ("weekday",), Every.MONTH: ("day",)}.get(self.every, ())
        for name in ("weekday", "day"):
            if (getattr(self, name) is not None) != (name in wanted):
                advice = "send" if name in wanted else "leave out"
                raise ValueError(f"{advice} {name} for a report of every {self.every}")
        return self


class ScheduleBody(RequestBody):
    name: Name = Field(description="What it is called, also in its files.", examples=["Aging"])
    report: ReportKind = Field(
        description="`plans`: instalments to come; `disputes`: what is contested; `promises`: those that "
        "are open, and what came of the others; `contacts`: what was sent, refused and answered, by week.",
        examples=["aging"],
    )
    creditor: Name | None = Field(
        default=None, description="Your code of a creditor; of all if left out."
    )
    currency: CurrencyCode | None = Field(default=None, description="Only in this one.")
    formats: Annotated[tuple[ReportFormat, ...], Field(min_length=1, max_length=2)] = Field(
        default=(ReportFormat.CSV,), examples=[["csv", "pdf"]]
    )
    rhythm: RhythmBody
    recipients: Annotated[tuple[Email, ...], Field(max_length=20)] = Field(
        default=(),
        description="Addresses of your own people, who get a mail with its sums and where its files are.",
        examples=[["treasury@creditor.example"]],
    )

    def wish(self, creditor_id: CreditorId | None) -> ReportWish:
        return ReportWish(
            name=self.name,
            report=self.report,
            creditor_id=creditor_id,
            currency=self.currency,
            formats=tuple(sorted(set(self.formats))),
            rhythm=Rhythm(**dict(self.rhythm)),
            recipients=tuple(dict.fromkeys(self.recipients)),
        )


class NewSchedule(ScheduleBody):
    external_id: ExternalId = Field(examples=["AGING-WEEKLY"])


class RhythmShown(BaseModel):
    every: Every
    weekday: Weekday | None
    day: int | None
    hour: int
    time_zone: str


class WishShown(BaseModel):
    name: str
    report: ReportKind
    creditor_id: str | None = Field(description="`null`: of all creditors.")
    currency: str | None
    formats: tuple[ReportFormat, ...]
    rhythm: RhythmShown
    recipients: tuple[str, ...]


class ScheduleShown(Resource, WishShown):
    id: str = Field(examples=["rps_5d20"])
    external_id: str
    state: ScheduleState
    next_at: datetime | None = Field(description="When it is made next; `null`: not at all.")


class FileShown(BaseModel):
    format: ReportFormat
    size: int = Field(description="In bytes.")
    sha256: str
    path: str = Field(
        description="Where it is read, for 90 days.",
        examples=["/v1/report-runs/rpr_7a11/files/csv"],
    )


class RunShown(Resource):
    id: str = Field(examples=["rpr_7a11"])
    schedule_id: str
    name: str
    report: ReportKind
    as_of: date = Field(description="The day on which it was due, in its time zone.")
    due_at: datetime
    state: RunState = Field(description="`refused`: it could not be made, for the `reason`.")
    rows: int | None
    files: tuple[FileShown, ...]
    reason: str | None
    ended_at: datetime | None


def schedule_shown(schedule: Schedule, dates: Dates) -> ScheduleShown:
    return ScheduleShown(
        **dates,
        **_wish(schedule.wanted),
        id=schedule.schedule_id,
        external_id=schedule.external_id,
        state=schedule.state,
        next_at=schedule.next_at,
    )


def schedule_listed(row: Mapping[str, Any]) -> ScheduleShown:
    """A row of the list."""
    wish = ReportWish.model_validate_json(row["wish"])
    return ScheduleShown(**{**row, **_wish(wish)})


def _wish(wish: ReportWish) -> dict[str, Any]:
    return WishShown.model_validate(wish.model_dump()).model_dump()


def run_shown(run: Run, dates: Dates) -> RunShown:
    about = run.about
    return RunShown(
        **dates,
        id=about.run_id,
        schedule_id=about.schedule_id,
        name=about.wish.name,
        report=about.wish.report,
        as_of=about.as_of,
        due_at=about.due_at,
        state=run.state,
        rows=run.rows,
        files=tuple(_file(about.run_id, each) for each in run.files),
        reason=run.reason,
        ended_at=run.ended_at,
    )


def run_listed(row: Mapping[str, Any]) -> RunShown:
    """A row of the list."""
    run = Run(started=ReportRunStarted.model_validate_json(row["started"]))
    state = RunState(row["state"])
    if state is RunState.MADE:
        made = ReportRunMade.model_validate_json(row["ended"])
        update = {"rows": made.rows, "files": made.files, "ended_at": made.at}
        run = run.model_copy(update={**update, "state": state})
    elif state is RunState.REFUSED:
        refused = ReportRunRefused.model_validate_json(row["ended"])
        update = {"reason": refused.reason, "ended_at": refused.at, "state": state}
        run = run.model_copy(update=update)
    return run_shown(run, dates_in(row))


def _file(run_id: str, file: ReportFile) -> FileShown:
    path = path_of(run_id, file.format)
    return FileShown(format=file.format, size=file.size, sha256=file.sha256, path=path)
