"""A sample subscriber for the libraries' tests: it counts along with whatever it receives counted."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.decider import View
from recoup_eventstore.ports import Cursor, Positioned, Store
from recoup_eventstore.postgres.rows import slot_of
from recoup_eventstore.work import UnitOfWork
from recoup_messaging.cloudevents import record_of
from recoup_messaging.consumer import Consumer
from recoup_messaging.memory.bus import MemoryBus
from recoup_messaging.memory.outbox import outbox_row_of
from recoup_messaging.outbox_row import OutboxRow
from recoup_messaging.records import Record
from recoup_messaging.subscriptions import Subscription, Subscriptions
from recoup_testing.clock import TurnedClock
from recoup_testing.counter import COUNTER, Count, Counted, Counter
from recoup_testing.ids import counted_ids
from recoup_testing.loops import running, settled

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
ACME = TenantId("acme")
TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class Heard(Value):
    """What was received about one account, in the order it was received."""

    counts: tuple[int, ...] = ()


def _documents(event: Event) -> Sequence[str]:
    return ["all"] if isinstance(event, Counted) else []


def _add(received: Heard, envelope: Envelope[Event]) -> Heard:
    if envelope.stream.category != "told" or not isinstance(envelope.event, Counted):
        return received
    return Heard(counts=(*received.counts, envelope.event.by))


HEARD = View("heard", Heard(), _documents, _add, subscribes=(Counted,))


def told(by: int, *, key: str = "cus_1", position: int | None = None) -> Envelope[Counted]:
    """A count said by somebody else; the ``by`` tells events apart."""
    stream = Stream(Account(ACME, key), "told", key)
    cause = Cause(NOON, "test", UUID(int=7), traceparent=TRACEPARENT)
    return Envelope(UUID(int=position or abs(by)), stream, position or by, cause, Counted(by=by))


def leaving(by: int, *, key: str = "cus_1", position: int | None = None) -> OutboxRow:
    """How such a count leaves; ``position`` is its place in its publisher's feed."""
    envelope = told(by, key=key, position=position)
    cursor = Cursor(1, 1, position or by)
    return outbox_row_of(slot_of(envelope.account), 1, Positioned(cursor, envelope))


def record(by: int, *, key: str = "cus_1", position: int | None = None) -> Record:
    """How it travels."""
    return record_of(leaving(by, key=key, position=position), "invoice")


def along(account: Account) -> Stream:
    """The subscriber's own counter for an account."""
    return Stream(account, "counter", account.key)


async def count_along(work: UnitOfWork, received: Envelope[Counted], cause: Cause) -> None:
    await work.execute(COUNTER, along(received.account), Count(by=received.event.by), cause)


COUNTS_ALONG = Subscriptions(
    [Subscription(Counted, count_along, reads=lambda received: [along(received.account)])],
    [HEARD],
    actor="subscriber",
)


async def received_by(command_runner: CommandRunner, key: str = "cus_1") -> tuple[int, ...]:
    """The counts received about an account, in the order they were handled."""
    async with command_runner.work() as work:
        return (await work.document(HEARD, Account(ACME, key), "all")).counts


async def total_of(command_runner: CommandRunner, key: str = "cus_1") -> int:
    """What the subscriber's own counter stands at."""
    async with command_runner.work() as work:
        state: Counter = await work.state(COUNTER, along(Account(ACME, key)))
        return state.total


def command_runner_of(store: Store) -> CommandRunner:
    """The subscriber's command runner."""
    return CommandRunner(store, [HEARD], counted_ids())


def subscriber(
    command_runner: CommandRunner,
    bus: MemoryBus,
    subscriptions: Subscriptions = COUNTS_ALONG,
    parked_limit: int = 10,
) -> Consumer:
    """A member of the one group that listens on this bus."""
    source = bus.source("subscriber", subscriptions.topics)
    return Consumer(
        command_runner, source, subscriptions, TurnedClock(NOON), parked_limit=parked_limit
    )


async def receive(command_runner: CommandRunner, bus: MemoryBus, *records: Record) -> None:
    """Publish and wait until everything is handled."""
    await bus.publish(records)
    consumer = subscriber(command_runner, bus)
    async with running(consumer):
        await settled(consumer)
