"""Whether all that a store keeps beside its events is what the events add up to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from recoup_events.kernel.envelope import Account, Envelope, Stream
from recoup_events.kernel.event import Event, Value
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.ports import START
from recoup_testing.counter import COUNTER, AlarmSet, Counted
from recoup_testing.loops import eventually

MANY = 10_000
THE_END = datetime.max.replace(tzinfo=UTC)


async def recorded_by(command_runner: CommandRunner) -> Sequence[Envelope[Event]]:
    """The whole log in the order of its feed, once all of it is released to readers."""

    async def released() -> bool:
        fed = await command_runner.store.feed(START, MANY)
        return (fed[-1].cursor if fed else START) == await command_runner.store.head()

    await eventually(released)
    return [positioned.envelope for positioned in await command_runner.store.feed(START, MANY)]


async def assert_folded(
    command_runner: CommandRunner, received: Sequence[Envelope[Event]] = ()
) -> None:
    """Versions without gap or repetition, the timers the states want, the views' documents."""
    recorded = await recorded_by(command_runner)
    streams: defaultdict[Stream, list[Envelope[Event]]] = defaultdict(list)
    for envelope in recorded:
        streams[envelope.stream].append(envelope)
    for stream, events in streams.items():
        versions = [envelope.version for envelope in events]
        assert versions == list(range(1, len(events) + 1)), f"{stream.name}: {versions}"
    due = await command_runner.store.due(THE_END, [f"{COUNTER.category}.alarm"], MANY)
    assert {timer.key.stream: timer.due_at for timer in due} == _wanted(streams)
    await _assert_documents(command_runner, [*received, *recorded])


def _wanted(streams: Mapping[Stream, Sequence[Envelope[Event]]]) -> Mapping[Stream, datetime]:
    wanted: dict[Stream, datetime] = {}
    for stream, events in streams.items():
        state = COUNTER.initial
        for envelope in events:
            assert isinstance(envelope.event, Counted | AlarmSet)
            state = COUNTER.evolve(state, envelope.event)
        if state.alarm is not None:
            wanted[stream] = state.alarm
    return wanted


async def _assert_documents(
    command_runner: CommandRunner, events: Sequence[Envelope[Event]]
) -> None:
    for view in command_runner.views:
        folded: dict[tuple[Account, str], Value] = {}
        for envelope in events:
            for id in view.documents(envelope.event):
                before = folded.get((envelope.account, id), view.empty(id))
                folded[envelope.account, id] = view.evolve(before, envelope)
        async with command_runner.work() as work:
            for (account, id), document in folded.items():
                assert await work.document(view, account, id) == document
