"""What a page of events does to a table, gathered into one statement."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.ports import Cursor, Positioned
from recoup_eventstore.projections import Projection, Row, gathered
from recoup_testing.counter import AlarmSet, Counted
from recoup_testing.totals import TABLES

TENANT = TenantId("acme")
AT = datetime(2026, 1, 5, 12, tzinfo=UTC)


def recorded(place: int, event: Any, id: str = "1") -> Positioned:
    stream = Stream(Account(TENANT, "cus_1"), "counter", id)
    envelope = Envelope(UUID(int=place), stream, place, Cause(AT, "test", UUID(int=7)), event)
    return Positioned(Cursor(1, place, place), envelope)


def counted(envelope: Envelope[Counted]) -> Iterable[Row]:
    return [(envelope.stream.id, envelope.event.by, None)]


def alarmed(envelope: Envelope[AlarmSet]) -> Iterable[Row]:
    return [(envelope.stream.id, None, "alarm")]


def of(*changes: Any) -> Projection:
    return Projection(TABLES, changes)


def test_every_row_is_written_with_its_place_in_columns() -> None:
    projection = of(gathered(Counted, "all", counted, placed=True))
    found = projection.gathered([recorded(1, Counted(by=2)), recorded(2, Counted(by=3))])
    assert found == [("all", [("1", "1"), (2, 3), (None, None), (1, 2)])]


def test_of_one_name_the_latest_row_is_written_alone() -> None:
    projection = of(gathered(Counted, "last", counted, key=1))
    events = [
        recorded(1, Counted(by=2)),
        recorded(2, Counted(by=9), "2"),
        recorded(3, Counted(by=3)),
    ]
    assert projection.gathered(events) == [("last", [("1", "2"), (3, 9), (None, None)])]


def test_what_a_later_row_leaves_open_is_as_before() -> None:
    projection = of(
        gathered(Counted, "same", counted, key=1), gathered(AlarmSet, "same", alarmed, key=1)
    )
    events = [recorded(1, Counted(by=2)), recorded(2, AlarmSet(at=AT))]
    assert projection.gathered(events) == [("same", [("1",), (2,), ("alarm",)])]


def test_statements_come_in_the_order_in_which_they_are_named() -> None:
    projection = of(gathered(AlarmSet, "first", alarmed), gathered(Counted, "second", counted))
    events = [recorded(1, Counted(by=2)), recorded(2, AlarmSet(at=AT))]
    assert [sql for sql, _ in projection.gathered(events)] == ["first", "second"]
    assert [*projection.statements(events)] == []


def test_a_page_that_concerns_no_statement_writes_nothing() -> None:
    assert of(gathered(AlarmSet, "first", alarmed)).gathered([recorded(1, Counted(by=2))]) == []
