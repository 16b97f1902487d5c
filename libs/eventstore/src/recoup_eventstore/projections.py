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


_CALL = """
insert into words (tenant, category, id, part, words) values ($1, $2, $3, $4, lower($5))
on conflict (tenant, category, id, part) do update set words = excluded.words
"""


def called(event: type[F], part: str, words: Callable[[F], Iterable[str | None]]) -> Change:
    """A resource is found by these words; of a ``part``, the latest event has them all."""

    def row(envelope: Envelope[F]) -> Row:
        stream = envelope.stream
        text = " ".join(word for word in words(envelope.event) if word is not None)
        return (envelope.tenant, stream.category, stream.id, part, text)

    return on(event, _CALL, row)


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


class Projection:
    """Tables kept by a list of changes, each of which touches rows of its event's account only.

    Or adds to sums over accounts, which come to the same in whatever order of accounts.

    Of the streams of its ``resources``, by category, it also keeps when the first and when the last
    event happened, whether or not that changed anything else, and the metadata.
    """

    def __init__(
        self, tables: Tables, changes: Sequence[Change], resources: Collection[str] = ()
    ) -> None:
        self.tables = tables
        self.name = tables.name
        self.resources = frozenset(resources)
        self._changes: Mapping[type[Event], Sequence[Change]] = {
            event: [change for change in changes if change.event is event]
            for event in {change.event for change in changes}
        }

    @property
    def known(self) -> Collection[type[Event]]:
        """The events that change anything, whatever stream they are of."""
        return self._changes.keys()

    def concerns(self, envelope: Envelope[Event]) -> bool:
        return type(envelope.event) in self._changes or envelope.stream.category in self.resources

    def statements(self, events: Sequence[Positioned]) -> Iterator[tuple[str, list[Row]]]:
        """Statements with their rows for known events; those of an account keep their order."""
        for kind, alike in batches_by_type(events):
            for change in self._changes.get(kind, ()):
                yield change.sql, [change.arguments(recorded) for recorded in alike]

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
