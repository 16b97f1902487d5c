"""Long runs of one kind of event, in which no account's events change places."""

from collections import defaultdict
from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from recoup_events.kernel.envelope import Cause, Envelope
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.batch_by_type import batches_by_type
from recoup_eventstore.ports import Cursor, Positioned
from recoup_testing.counter import COUNTER, AlarmSet, Counted

CAUSE = Cause(datetime(2026, 1, 5, 12, tzinfo=UTC), "test", UUID(int=7))
ACME = TenantId("acme")
SAID = st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=30)


def positioned(recorded: list[tuple[str, bool]]) -> list[Positioned]:
    return [
        Positioned(
            Cursor(1, 1, place),
            Envelope(
                UUID(int=place),
                COUNTER.stream(ACME, account, "1"),
                1,
                CAUSE,
                Counted(by=1) if counted else AlarmSet(at=None),
            ),
        )
        for place, (account, counted) in enumerate(recorded)
    ]


@given(SAID)
def test_every_event_is_in_one_run_after_the_earlier_ones_of_its_account(
    recorded: list[tuple[str, bool]],
) -> None:
    events = positioned(recorded)
    runs = list(batches_by_type(events))
    assert all(type(one.envelope.event) is kind for kind, run in runs for one in run)
    applied = [one for _, run in runs for one in run]
    assert sorted(one.cursor for one in applied) == [one.cursor for one in events]
    by_account = defaultdict(list)
    for one in applied:
        by_account[one.envelope.account].append(one.cursor)
    assert all(places == sorted(places) for places in by_account.values())


def test_accounts_that_say_the_same_make_as_many_runs_as_one_of_them() -> None:
    events = positioned([("a", True), ("a", False), ("b", True), ("b", False), ("c", True)])
    runs = [(kind.type, len(run)) for kind, run in batches_by_type(events)]
    assert runs == [(Counted.type, 3), (AlarmSet.type, 2)]
