"""The shape of a rule: whom it binds, since when, on whose authority, and what it measures."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar, NamedTuple, TypeVar

from pydantic import Field, SerializeAsAny

from recoup_compliance.attempt import Attempt, Purpose, Role
from recoup_compliance.moment import Moment
from recoup_events.invoice import CustomerKind
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.event import Value

T = TypeVar("T")


class Basis(StrEnum):
    """Why a rule is kept: because the law says so, or because the creditor chose to."""

    LAW = "law"
    POLICY = "policy"


class Checked(StrEnum):
    """How far something a rule says was compared with its source."""

    OFFICIAL_TEXT = "official_text"
    """With the law, or with what the authority says about it."""
    SECONDARY_SOURCE = "secondary_source"
    """With what others write about it."""
    TO_BE_CONFIRMED = "to_be_confirmed_by_counsel"
    """Written down from memory."""


class Obstacle(NamedTuple):
    """What stands in the way of an attempt."""

    retry_at: datetime | None
    """The first later moment this obstacle is gone, ``None`` if it stays."""
    inputs: Callable[[], dict[str, str]]
    """What shows it; worked out for the one rule that is quoted alone."""


class Measure(Value, ABC):
    """How a rule judges an attempt; its numbers are fields, so they are data.

    Archived rules are read with the same classes: what one means never changes, a new meaning is a
    new field whose default is the old one, or a new class.
    """

    named: ClassVar[dict[str, type["Measure"]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        Measure.named[cls.__name__] = cls

    @property
    @abstractmethod
    def words(self) -> str:
        """What is asked, in a sentence without its full stop."""

    @abstractmethod
    def obstacle(self, moment: Moment) -> Obstacle | None:
        """What stands in the way, ``None`` if nothing does."""

    def lawful_until(self, moment: Moment) -> datetime | None:
        """The last moment of the same day that it allows; ``None`` if the hour makes no difference."""
        return None


class Circle(NamedTuple):
    """All of an attempt that decides which rules are meant for it, but the day."""

    role: Role | None
    debtor: CustomerKind | None
    purpose: Purpose | None
    country: str | None
    subdivision: str | None
    locality: str | None
    channel: Medium | None


def circle_of(attempt: Attempt) -> Circle:
    """Where the attempt stands."""
    debtor = attempt.debtor
    return Circle(
        role=attempt.role,
        debtor=debtor.kind,
        purpose=attempt.purpose,
        country=debtor.country,
        subdivision=debtor.subdivision,
        locality=debtor.locality,
        channel=attempt.channel,
    )


class Applicability(Value):
    """Whom and what a rule binds; ``None`` binds all."""

    roles: tuple[Role, ...] | None = None
    debtors: tuple[CustomerKind, ...] | None = None
    purposes: tuple[Purpose, ...] | None = None
    countries: tuple[str, ...] | None = None
    subdivisions: tuple[str, ...] | None = None
    localities: tuple[str, ...] | None = None
    channels: tuple[Medium, ...] | None = None

    def covers(self, circle: Circle) -> bool:
        return (
            _covers(self.roles, circle.role)
            and _covers(self.debtors, circle.debtor)
            and _covers(self.purposes, circle.purpose)
            and _covers(self.countries, circle.country)
            and _covers(self.subdivisions, circle.subdivision)
            and _covers(self.localities, circle.locality)
            and _covers(self.channels, circle.channel)
        )


def _covers(bound: tuple[T, ...] | None, actual: T | None) -> bool:
    """What is unknown is covered: nobody escapes a rule because a field was left empty."""
    return bound is None or actual is None or actual in bound


class Rule(Value):
    """One dated rule."""

    id: str
    version: int = Field(default=1, ge=1)
    """Grows with every change of meaning, also where no number changes."""
    basis: Basis
    citation: str
    checked: Checked = Checked.OFFICIAL_TEXT
    """What it asks for."""
    effective_from: date | None = None
    """The first day of force; ``None`` is always, so old ledgers can be replayed under it."""
    effective_until: date | None = None
    """The first day no longer in force; ``None`` is no end."""
    dated: Checked = Checked.OFFICIAL_TEXT
    """Its days of force."""
    applies_to: Applicability = Applicability()
    measure: SerializeAsAny[Measure]

    def in_force(self, on: date) -> bool:
        return (self.effective_from is None or self.effective_from <= on) and (
            self.effective_until is None or on < self.effective_until
        )

    def ends(self, obstacle: Obstacle, moment: Moment) -> Obstacle:
        """What its measure puts in the way stays no longer than the rule."""
        if self.effective_until is None:
            return obstacle
        end = moment.start_of(self.effective_until)
        until = end if obstacle.retry_at is None else min(obstacle.retry_at, end)
        return Obstacle(until, obstacle.inputs)
