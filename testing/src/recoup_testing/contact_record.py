"""A log of contacts, and of what people said, as plain as somebody outside would keep it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Person:
    """Who was contacted; what is ``None`` is not known."""

    id: str
    kind: str
    """``natural_person``, ``sole_trader`` or ``entity``."""
    country: str | None
    subdivision: str | None = None
    time_zone: str | None = None
    city: str | None = None
    """``new_york``, or ``elsewhere``."""

    def lives_in(self, country: str, subdivision: str | None = None) -> bool:
        """Or may."""
        return self.country in (None, country) and (
            subdivision is None or self.subdivision in (None, subdivision)
        )


@dataclass(frozen=True)
class Contact:
    """One that was made: a message that left, a call that was dialled."""

    at: datetime
    person: Person
    channel: str
    """``email``, ``sms`` or ``call``."""
    debts: frozenset[str]
    creditor: str
    role: str
    """``creditor``, ``agency`` or ``debt_buyer``."""
    purpose: str | None
    """``consumer`` or ``commercial``."""
    place: str | None = None
    """Of a call: ``personal``, ``work`` or ``other``."""
    notice: str | None = None
    to_attorney: bool = False
    final: bool = False
    minded: bool = False
    """The person had asked not to be contacted there."""

    @property
    def of_consumer(self) -> bool:
        return self.person.kind != "entity" and self.purpose != "commercial"

    @property
    def of_third_party(self) -> bool:
        return self.role != "creditor"


@dataclass(frozen=True)
class Word:
    """What a person said about a channel."""

    at: datetime
    person_id: str
    channel: str
    yes: bool
    creditor: str | None = None
    """``None`` said it to all."""


@dataclass(frozen=True)
class Standing:
    """A condition of a person."""

    person_id: str
    condition: str
    since: date
    until: date | None = None
    """The first day without it."""
    creditor: str | None = None


@dataclass(frozen=True)
class Talk:
    """A telephone conversation."""

    at: datetime
    person_id: str
    debts: frozenset[str]


@dataclass(frozen=True)
class Record:
    """Everything that happened."""

    contacts: Sequence[Contact]
    words: Sequence[Word] = ()
    standing: Sequence[Standing] = ()
    talks: Sequence[Talk] = ()
