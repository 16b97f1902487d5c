"""A read model as data: its tables, and what each kind of event does to them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple, TypeVar, cast

from pydantic_core import to_json

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event
from recoup_events.kernel.metadata import Described, MetadataChanged
from recoup_eventstore.batch_by_type import batches_by_type
from recoup_eventstore.ports import Positioned

F = TypeVar("F", bound=Event)
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What one kind of event does to the tables: a statement, and its arguments."""

    event: type[Event]
    sql: str
    row: Callable[[Envelope[Any]], Row]
    placed: bool

    def arguments(self, recorded: Positioned) -> Row:
        row = self.row(recorded.envelope)
        return (*row, recorded.cursor.pos) if self.placed else row


def on(
    event: type[F], sql: str, row: Callable[[Envelope[F]], Row], *, placed: bool = False
) -> Change:
    """Run ``sql`` with ``row(envelope)`` for each ``event``; ``placed`` adds the event's position.

    The position orders an account's events and is the same however often they are applied, so
    it is what a table numbers its rows by.
    """
    return Change(event, sql, cast(Callable[[Envelope[Any]], Row], row), placed)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What many events of a page do to the tables in one statement, which is given columns and not rows."""

    event: type[Event]
    sql: str
    rows: Callable[[Envelope[Any]], Iterable[Row]]
    placed: bool
    key: int
    """How many leading columns name a row. Of rows of one name the latest is written alone; what it leaves open
    is as the one before had it. With 0, every row is written."""

    def add_to(self, found: dict[Row, Row], recorded: Positioned) -> None:
        for row in self.rows(recorded.envelope):
            placed = (*row, recorded.cursor.pos) if self.placed else row
            name = placed[: self.key] if self.key else (len(found),)
            before = found.get(name)
            found[name] = placed if before is None else _over(before, placed)


def _over(before: Row, row: Row) -> Row:
    return tuple(new if new is not None else old for old, new in zip(before, row, strict=True))


def gathered(
    event: type[F],
    sql: str,
    rows: Callable[[Envelope[F]], Iterable[Row]],
    *,
    placed: bool = False,
    key: int = 0,
) -> Gathered:
    """Run ``sql`` once for a tenant's events of a page: with the tenant, and each column of all their rows as an array.

    Statements run in the order in which they are first named, behind all that ``on`` does, so that what one needs
    of another must not depend on how events take turns within a page: say what holds after all of them.
    """
    return Gathered(event, sql, cast(Callable[[Envelope[Any]], Iterable[Row]], rows), placed, key)


_CALL = """
insert into words (tenant, category, id, part, words)
select $1, n.category, n.id, n.part, lower(n.words)
from unnest($2::text[], $3::text[], $4::text[], $5::text[]) as n (category, id, part, words)
on conflict (tenant, category, id, part) do update set words = excluded.words
"""


def called(event: type[F], part: str, words: Callable[[F], Iterable[str | None]]) -> Gathered:
    """A resource is found by these words; of a ``part``, the latest event has them all."""

    def rows(envelope: Envelope[F]) -> Iterable[Row]:
        stream = envelope.stream
        text = " ".join(word for word in words(envelope.event) if word is not None)
        return [(stream.category, stream.id, part, text)]

    return gathered(event, _CALL, rows, key=3)


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


class Touched(NamedTuple):
    """Resources that events happened to, each once: columns of the table ``resource``."""

    categories: Sequence[str]
    ids: Sequence[str]
    first_at: Sequence[datetime]
    last_at: Sequence[datetime]


class Noted(NamedTuple):
    """Resources whose metadata were recorded, each once, and these as JSON."""

    categories: Sequence[str]
    ids: Sequence[str]
    metadata: Sequence[str]


C = TypeVar("C", Change, Gathered)


def _by_event(changes: Iterable[C]) -> Mapping[type[Event], Sequence[C]]:
    found: dict[type[Event], list[C]] = {}
    for change in changes:
        found.setdefault(change.event, []).append(change)
    return found


class Projection:
    """Tables kept by a list of changes, each of which touches rows of its event's account only.

    Or adds to sums over accounts, which come to the same in whatever order of accounts.

    Of the streams of its ``resources``, by category, it also keeps when the first and when the last
    event happened, whether or not that changed anything else, and the metadata.
    """

    def __init__(
        self,
        tables: Tables,
        changes: Sequence[Change | Gathered],
        resources: Collection[str] = (),
    ) -> None:
        self.tables = tables
        self.name = tables.name
        self.resources = frozenset(resources)
        self._known = frozenset(change.event for change in changes)
        self._changes = _by_event(each for each in changes if isinstance(each, Change))
        self._gathered = _by_event(each for each in changes if isinstance(each, Gathered))
        self._order = [*dict.fromkeys(e.sql for e in changes if isinstance(e, Gathered))]

    @property
    def known(self) -> Collection[type[Event]]:
        """The events that change anything, whatever stream they are of."""
        return self._known

    def concerns(self, envelope: Envelope[Event]) -> bool:
        return type(envelope.event) in self._known or envelope.stream.category in self.resources

    def statements(self, events: Sequence[Positioned]) -> Iterator[tuple[str, list[Row]]]:
        """Statements with their rows for known events; those of an account keep their order."""
        changing = (each for each in events if type(each.envelope.event) in self._changes)
        for kind, alike in batches_by_type(changing):
            for change in self._changes[kind]:
                yield change.sql, [change.arguments(recorded) for recorded in alike]

    def gathered(self, events: Sequence[Positioned]) -> Sequence[tuple[str, Sequence[Row]]]:
        """Statements with their columns for known events of one tenant, each once."""
        found: dict[str, dict[Row, Row]] = {}
        for recorded in events:
            for change in self._gathered.get(type(recorded.envelope.event), ()):
                change.add_to(found.setdefault(change.sql, {}), recorded)
        return [
            (sql, [*zip(*found[sql].values(), strict=True)])
            for sql in self._order
            if found.get(sql)
        ]

    def touched(self, events: Sequence[Positioned]) -> Touched | None:
        """The resources among those the events happened to, which are a tenant's, in their order."""
        moments: dict[tuple[str, str], tuple[datetime, datetime]] = {}
        for name, envelope in self._of_resources(events):
            at = envelope.cause.at
            moments[name] = (moments[name][0] if name in moments else at, at)
        if not moments:
            return None
        return Touched(*zip(*moments, strict=True), *zip(*moments.values(), strict=True))

    def described(self, events: Sequence[Positioned]) -> Noted | None:
        """The same for metadata; a new thing that has none writes nothing."""
        latest: dict[tuple[str, str], str] = {}
        for name, envelope in self._of_resources(events):
            event = envelope.event
            if isinstance(event, Described) and (
                event.metadata or isinstance(event, MetadataChanged)
            ):
                latest[name] = to_json(event.metadata).decode()
        if not latest:
            return None
        categories, ids = zip(*latest, strict=True)
        return Noted(categories, ids, [*latest.values()])

    def _of_resources(
        self, events: Sequence[Positioned]
    ) -> Iterator[tuple[tuple[str, str], Envelope[Event]]]:
        for recorded in events:
            stream = recorded.envelope.stream
            if stream.category in self.resources:
                yield (stream.category, stream.id), recorded.envelope
