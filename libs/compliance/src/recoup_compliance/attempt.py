"""The contact somebody is about to attempt, in the words the rules are keyed on."""

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field

from recoup_events.invoice import CustomerKind, InconvenientTime
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId, DebtId
from recoup_receivables.calendar import known_zone

# Kept in UTC: Python compares and adds on the wall clock when two datetimes share a zone.
Instant = Annotated[AwareDatetime, AfterValidator(lambda at: at.astimezone(UTC))]

CountryCode = Annotated[str, Field(pattern="^[A-Z]{2}$")]
"""ISO 3166-1 alpha-2; refused when misspelt, for a misspelt country would escape its law."""

SubdivisionCode = Annotated[str, Field(pattern="^[A-Z]{2}-[A-Z0-9]{1,3}$")]
"""ISO 3166-2."""

_WHERE_DATES_BEGIN = timezone(timedelta(hours=14))


class Role(StrEnum):
    """Who collects; much of the law binds only those who collect for, or bought from, another."""

    CREDITOR = "creditor"
    AGENCY = "agency"
    DEBT_BUYER = "debt_buyer"


class Purpose(StrEnum):
    """What the debt was taken on for."""

    CONSUMER = "consumer"
    COMMERCIAL = "commercial"


class Notice(StrEnum):
    """What may still be said to somebody who wants no more contact: 15 USC 1692c(c)(1) to (3)."""

    EFFORTS_END = "efforts_end"
    REMEDY_MAY_BE_USED = "remedy_may_be_used"
    REMEDY_WILL_BE_USED = "remedy_will_be_used"


class Place(StrEnum):
    """Where a call reaches the person."""

    PERSONAL = "personal"
    """At home, on a mobile, or at a number the person calls its own."""
    WORK = "work"
    OTHER = "other"


class Debtor(Value):
    """Whom the contact would reach: a person, in the place where that person is."""

    kind: CustomerKind
    country: CountryCode | None
    """``None`` where unknown, and then every country's rules apply."""
    subdivision: SubdivisionCode | None = None
    """``None`` where unknown, and then the rules of all of the country's apply."""
    locality: str | None = None
    """A city with law of its own, as ``localities`` names it; ``None`` where unknown."""
    time_zone: str | None
    """IANA name."""
    inconvenient_times: tuple[InconvenientTime, ...] = ()
    """As the person has stated them."""

    @property
    def zone(self) -> tzinfo | None:
        """The clock on the debtor's wall, ``None`` where it is not known."""
        return known_zone(self.time_zone) if self.time_zone else None

    @property
    def calendar(self) -> tzinfo:
        """Decides the debtor's date; unknown, it is where dates begin, so a ban begins in time."""
        return self.zone or _WHERE_DATES_BEGIN


class Attempt(Value):
    """One contact with one person at one instant about one or several debts, not yet made."""

    channel: Medium
    debtor: Debtor
    role: Role
    purpose: Purpose | None
    """``None`` where unknown, and then the rules of every purpose apply."""
    debts: Annotated[tuple[DebtId, ...], Field(min_length=1)]
    at: Instant
    creditor_id: CreditorId | None = None
    """``None`` where unknown, and then what binds any creditor binds this one."""
    inconvenient_place: bool = False
    """The person has asked not to be contacted by this channel, or there."""
    to_attorney: bool = False
    """It goes to the attorney who represents the debtor."""
    final: bool = False
    """It is a final notice."""
    notice: Notice | None = None
    """The one thing it says, where that is all it says."""
    place: Place | None = None
    """Where a call would reach the person; ``None`` where unknown, and then it may be any."""

    @property
    def day(self) -> date:
        """The debtor's date."""
        return self.at.astimezone(self.debtor.calendar).date()

    def start_of(self, day: date) -> datetime:
        """The first instant of a date in the debtor's calendar."""
        midnight = datetime(day.year, day.month, day.day, tzinfo=self.debtor.calendar)
        return midnight.astimezone(UTC)
