"""The shape of a rule: whom it binds, since when, on whose authority, and what it measures."""

from abc import ABC, abstractmethod
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from pydantic import Field, SerializeAsAny

from recoup_compliance.attempt import Attempt, Purpose, Role
from recoup_compliance.history import History
from recoup_events.invoice import CustomerKind
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.event import Value

T = TypeVar("T")


class Basis(StrEnum):
    """Why a rule is kept: because the law says so, or because the creditor chose to."""

    LAW = "law"
    POLICY = "policy"


class Obstacle(Value):
    """What stands in the way of an attempt, and the events that show it."""

    retry_at: datetime | None
    """The first later moment this obstacle is gone, ``None`` if it stays."""
    inputs: dict[str, str]


class Measure(Value, ABC):
    """How a rule judges an attempt; its numbers are fields, so they are data."""

    @property
    @abstractmethod
    def words(self) -> str:
        """What is asked, in a sentence without its full stop."""

    @abstractmethod
    def obstacle(self, attempt: Attempt, history: History) -> Obstacle | None:
        """What stands in the way, ``None`` if nothing does."""

    def lawful_until(self, attempt: Attempt) -> datetime | None:
        """The last moment of the same day that it allows; ``None`` if the hour makes no difference."""
        return None


class Applicability(Value):
    """Whom and what a rule binds; ``None`` binds all."""

    roles: tuple[Role, ...] | None = None
    debtors: tuple[CustomerKind, ...] | None = None
    purposes: tuple[Purpose, ...] | None = None
    countries: tuple[str, ...] | None = None
    subdivisions: tuple[str, ...] | None = None
    channels: tuple[Medium, ...] | None = None

    def covers(self, attempt: Attempt) -> bool:
        return (
            _covers(self.roles, attempt.role)
            and _covers(self.debtors, attempt.debtor.kind)
            and _covers(self.purposes, attempt.purpose)
            and _covers(self.countries, attempt.debtor.country)
            and _covers(self.subdivisions, attempt.debtor.subdivision)
            and _covers(self.channels, attempt.channel)
        )


def _covers(bound: tuple[T, ...] | None, actual: T | None) -> bool:
    """An unknown event is covered: nobody escapes a rule because a field was left empty."""
    return bound is None or actual is None or actual in bound


class Rule(Value):
    """One dated rule."""

    id: str
    version: int = Field(default=1, ge=1)
    """Grows with every change of meaning, also where no number changes."""
    basis: Basis
    citation: str
    effective_from: date | None = None
    """The first day of force; ``None`` is always, so old ledgers can be replayed under it."""
    effective_until: date | None = None
    """The first day no longer in force; ``None`` is no end."""
    applies_to: Applicability = Applicability()
    measure: SerializeAsAny[Measure]

    def in_force(self, on: date) -> bool:
        return (self.effective_from is None or self.effective_from <= on) and (
            self.effective_until is None or on < self.effective_until
        )

    def binds(self, attempt: Attempt) -> bool:
        """In force on the attempt's day, and meant for whom and what it concerns."""
        return self.in_force(attempt.day) and self.applies_to.covers(attempt)

    def obstacle(self, attempt: Attempt, history: History) -> Obstacle | None:
        """What this rule puts in the way of the attempt; it ends with the rule at the latest."""
        if not self.binds(attempt):
            return None
        found = self.measure.obstacle(attempt, history)
        if found is None or self.effective_until is None:
            return found
        end = attempt.start_of(self.effective_until)
        retry_at = end if found.retry_at is None else min(found.retry_at, end)
        return Obstacle(retry_at=retry_at, inputs=found.inputs)
