"""Who wakes up late believes it is still in office; what it does then must count for nothing."""

from collections.abc import Sequence
from contextlib import suppress

import pytest

from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.errors import OffsetTaken
from recoup_eventstore.parked import OperatorRequest
from recoup_eventstore.ports import OffsetKey
from recoup_eventstore.postgres.store import PostgresStore
from recoup_messaging.corrections import skip
from recoup_messaging.inbox_handler import InboxHandler
from recoup_messaging.records import ConsumerRecord, Record
from recoup_testing.clock import TurnedClock
from recoup_testing.fake_subscriber import (
    COUNTS_ALONG,
    NOON,
    command_runner_of,
    received_by,
    record,
)
from recoup_testing.parked_samples import actions, number, parked
from recoup_testing.verdict import FLAWLESS, verdict

pytestmark = pytest.mark.servers

PLACE = OffsetKey("recoup.invoice", 0)
ORDER = OperatorRequest("ada", "it was never an event", NOON)


@pytest.fixture
def command_runner(postgres_store: PostgresStore) -> CommandRunner:
    return command_runner_of(postgres_store)


@pytest.fixture
def inbox(command_runner: CommandRunner) -> InboxHandler:
    return InboxHandler(command_runner, COUNTS_ALONG, TurnedClock(NOON), parked_limit=10)


def received(*records: Record, begin: int = 0) -> Sequence[ConsumerRecord]:
    return [
        ConsumerRecord(PLACE, offset, each.key, each.value, each.headers)
        for offset, each in enumerate(records, start=begin)
    ]


async def test_what_a_relay_publishes_after_its_lease_counts_once(
    command_runner: CommandRunner, inbox: InboxHandler
) -> None:
    recorded = [record(by) for by in (1, 2, 3)]
    await inbox.take(PLACE, 0, received(*recorded))
    await inbox.take(PLACE, 3, received(*recorded[:2], begin=3))
    assert verdict((1, 2, 3), await received_by(command_runner)) == FLAWLESS


async def test_what_a_consumer_handles_after_its_session_is_rolled_back(
    command_runner: CommandRunner, inbox: InboxHandler
) -> None:
    """A message nobody can place in its publisher's feed has no watermark to be known by."""
    nameless = record(2, key="cus_2")._replace(headers=[])
    batch = received(record(1), nameless, record(3))
    await inbox.take(PLACE, 0, batch)
    [message] = await parked(command_runner)
    await skip(command_runner, number(message), ORDER)
    with suppress(OffsetTaken):
        await inbox.take(PLACE, 0, batch)
    set_aside = [offset for offset, _ in await actions(command_runner)]
    set_aside += [message.offset for message in await parked(command_runner)]
    assert verdict([1], set_aside) == FLAWLESS
    assert verdict((1, 3), await received_by(command_runner)) == FLAWLESS
    assert await command_runner.store.offset(PLACE) == len(batch)
