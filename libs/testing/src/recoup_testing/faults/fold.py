"""Whether all that a store keeps beside its facts is what the facts add up to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from recoup_events.base import Fact, Value
from recoup_events.envelope import Account, Envelope, Stream
from recoup_eventstore.desk import Desk
from recoup_eventstore.ports import START
from recoup_testing.counter import COUNTER, AlarmSet, Counted
from recoup_testing.loops import eventually

MANY = 10_000
THE_END = datetime.max.replace(tzinfo=UTC)


async def said_by(desk: Desk) -> Sequence[Envelope[Fact]]:
    """The whole log in the order of its feed, once all of it is released to readers."""

    async def released() -> bool:
        fed = await desk.store.feed(START, MANY)
        return (fed[-1].cursor if fed else START) == await desk.store.head()

    await eventually(released)
    return [positioned.envelope for positioned in await desk.store.feed(START, MANY)]


async def assert_folded(desk: Desk, heard: Sequence[Envelope[Fact]] = ()) -> None:
    """Versions without gap or repetition, the timers the states want, the views' documents."""
    said = await said_by(desk)
    streams: defaultdict[Stream, list[Envelope[Fact]]] = defaultdict(list)
    for envelope in said:
        streams[envelope.stream].append(envelope)
    for stream, facts in streams.items():
        versions = [envelope.version for envelope in facts]
        assert versions == list(range(1, len(facts) + 1)), f"{stream.name}: {versions}"
    due = await desk.store.due(THE_END, [f"{COUNTER.category}.alarm"], MANY)
    assert {timer.key.stream: timer.due_at for timer in due} == _wanted(streams)
    await _assert_documents(desk, [*heard, *said])


def _wanted(streams: Mapping[Stream, Sequence[Envelope[Fact]]]) -> Mapping[Stream, datetime]:
    wanted: dict[Stream, datetime] = {}
    for stream, facts in streams.items():
        state = COUNTER.initial
        for envelope in facts:
            assert isinstance(envelope.fact, Counted | AlarmSet)
            state = COUNTER.evolve(state, envelope.fact)
        if state.alarm is not None:
            wanted[stream] = state.alarm
    return wanted


async def _assert_documents(desk: Desk, facts: Sequence[Envelope[Fact]]) -> None:
    for view in desk.views:
        folded: dict[tuple[Account, str], Value] = {}
        for envelope in facts:
            for id in view.documents(envelope.fact):
                before = folded.get((envelope.account, id), view.initial)
                folded[envelope.account, id] = view.evolve(before, envelope)
        async with desk.work() as work:
            for (account, id), document in folded.items():
                assert await work.document(view, account, id) == document
