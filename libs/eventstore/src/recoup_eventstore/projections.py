"""A read model as data: its tables, and what each kind of fact does to them."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar, cast

from recoup_events.base import Fact
from recoup_events.envelope import Envelope
from recoup_eventstore.ports import Positioned
from recoup_eventstore.runs import few_runs

F = TypeVar("F", bound=Fact)
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What one kind of fact does to the tables: a statement, and its arguments."""

    fact: type[Fact]
    sql: str
    row: Callable[[Envelope[Any]], Row]
    placed: bool

    def arguments(self, said: Positioned) -> Row:
        row = self.row(said.envelope)
        return (*row, said.cursor.pos) if self.placed else row


def on(
    fact: type[F], sql: str, row: Callable[[Envelope[F]], Row], *, placed: bool = False
) -> Change:
    """Run ``sql`` with ``row(envelope)`` for each ``fact``; ``placed`` adds the fact's position.

    The position orders an account's facts and is the same however often they are applied, so
    it is what a table numbers its rows by.
    """
    return Change(fact, sql, cast(Callable[[Envelope[Any]], Row], row), placed)


@dataclass(frozen=True, slots=True)
class Tables:
    """What a read model's rows lie in; made anew for each of its builds."""

    schema: str
    """Where readers find the tables of the live build."""
    name: str
    create: str
    index: str

    @property
    def shape(self) -> str:
        """Code that writes one shape cannot write another."""
        return sha256(self.create.encode()).hexdigest()[:16]


class Projection:
    """Tables kept by a list of changes, each of which touches rows of its fact's account only."""

    def __init__(self, tables: Tables, changes: Sequence[Change]) -> None:
        self.tables = tables
        self.name = tables.name
        self._changes: Mapping[type[Fact], Sequence[Change]] = {
            fact: [change for change in changes if change.fact is fact]
            for fact in {change.fact for change in changes}
        }

    @property
    def known(self) -> Collection[type[Fact]]:
        """The facts that change anything."""
        return self._changes.keys()

    def statements(self, facts: Sequence[Positioned]) -> Iterator[tuple[str, list[Row]]]:
        """Statements with their rows for known facts; those of an account keep their order."""
        for kind, alike in few_runs(facts):
            for change in self._changes[kind]:
                yield change.sql, [change.arguments(said) for said in alike]
