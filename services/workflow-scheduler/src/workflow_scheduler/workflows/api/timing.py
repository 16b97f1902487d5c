"""When a step comes, in JSON."""

from pydantic import Field

from recoup_events.workflow_scheduler import DayOff, DayOfMonth, Repeat, WorkingDays
from recoup_service.api.fields import RequestBody


class DayOfMonthBody(RequestBody):
    """As statutes count: the 15th of the third month after the anchor's month."""

    months: int = Field(
        ge=0, le=60, strict=True, description="After the anchor's month.", examples=[3]
    )
    day: int = Field(
        ge=1,
        le=31,
        strict=True,
        description="Of that month; its last one where it is shorter.",
        examples=[15],
    )

    @property
    def month(self) -> DayOfMonth:
        return DayOfMonth(months=self.months, day=self.day)


class WorkingDaysBody(RequestBody):
    """Weekends and public holidays where the debtor is; what they come to is kept when a step is planned."""

    counted: bool = Field(
        default=False, strict=True, description="The days of the step are working days."
    )
    on_day_off: DayOff = Field(
        default=DayOff.UNCHANGED,
        description="What becomes of a step whose day is a day off.",
    )

    @property
    def policy(self) -> WorkingDays:
        return WorkingDays(counted=self.counted, on_day_off=self.on_day_off)


class RepeatBody(RequestBody):
    """Ask for the call again and again, also when the steps are behind, until nothing is owed."""

    every_days: int = Field(ge=1, le=366, strict=True, examples=[14])
    at_most: int | None = Field(
        default=None, ge=1, le=366, strict=True, description="How often in all."
    )

    @property
    def repeat(self) -> Repeat:
        return Repeat(every_days=self.every_days, at_most=self.at_most)
