"""When a step comes: which day it is counted from, and what a day off does to it."""

from enum import StrEnum

from pydantic import Field

from recoup_events.kernel.event import Value


class Anchor(StrEnum):
    """The day that a step's days are counted from."""

    DUE_DATE = "due_date"
    ISSUE_DATE = "issue_date"
    """Of the document."""
    PREVIOUS_STEP = "previous_step"
    """The day on which the step before it was taken."""
    DATE = "date"
    """A day of the calendar, the same for everybody."""


class DayOfMonth(Value):
    """A day of a later month, as statutes count: the 15th of the third month after."""

    months: int = Field(ge=0, le=60)
    """After the month of the anchor."""
    day: int = Field(ge=1, le=31)
    """The last one of a month that is shorter."""


class DayOff(StrEnum):
    """What becomes of a step whose day is no working day of the debtor's."""

    UNCHANGED = "unchanged"
    NEXT = "next"
    PREVIOUS = "previous"
    """The next one, where that would be before the step can come at all."""


class WorkingDays(Value):
    """By the weekends and public holidays of the debtor's country, state or province."""

    counted: bool = False
    """The step's days are working days."""
    on_day_off: DayOff = DayOff.UNCHANGED


class Repeat(Value):
    """A call that is asked for again and again, also when the steps are behind."""

    every_days: int = Field(ge=1, le=366)
    at_most: int | None = Field(default=None, ge=1, le=366)
    """How often in all; ``None``: until nothing is owed, or a person stops it."""
