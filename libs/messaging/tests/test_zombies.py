"""Who wakes up late believes it is still in office; what it does then must count for nothing."""

from collections.abc import Sequence
from contextlib import suppress

import pytest

from recoup_eventstore.desk import Desk
from recoup_eventstore.errors import OffsetTaken
from recoup_eventstore.parked import Order
from recoup_eventstore.ports import OffsetKey
from recoup_eventstore.postgres.store import PostgresStore
from recoup_messaging.corrections import skip
from recoup_messaging.intake import Intake
from recoup_messaging.records import Received, Record
from recoup_testing.aside import deeds, number, parked
from recoup_testing.clock import TurnedClock
from recoup_testing.hearsay import COUNTS_ALONG, NOON, desk_of, heard_of, record
from recoup_testing.verdict import FLAWLESS, verdict

pytestmark = pytest.mark.servers

PLACE = OffsetKey("recoup.invoice", 0)
ORDER = Order("ada", "it was never a fact", NOON)


@pytest.fixture
def desk(postgres_store: PostgresStore) -> Desk:
    return desk_of(postgres_store)


@pytest.fixture
def intake(desk: Desk) -> Intake:
    return Intake(desk, COUNTS_ALONG, TurnedClock(NOON), parked_limit=10)


def received(*records: Record, begin: int = 0) -> Sequence[Received]:
    return [
        Received(PLACE, offset, each.key, each.value, each.headers)
        for offset, each in enumerate(records, start=begin)
    ]


async def test_what_a_relay_publishes_after_its_lease_counts_once(
    desk: Desk, intake: Intake
) -> None:
    said = [record(by) for by in (1, 2, 3)]
    await intake.take(PLACE, 0, received(*said))
    await intake.take(PLACE, 3, received(*said[:2], begin=3))
    assert verdict((1, 2, 3), await heard_of(desk)) == FLAWLESS


async def test_what_a_consumer_handles_after_its_session_is_rolled_back(
    desk: Desk, intake: Intake
) -> None:
    """A message nobody can place in its publisher's feed has no watermark to be known by."""
    nameless = record(2, key="cus_2")._replace(headers=[])
    batch = received(record(1), nameless, record(3))
    await intake.take(PLACE, 0, batch)
    [message] = await parked(desk)
    await skip(desk, number(message), ORDER)
    with suppress(OffsetTaken):
        await intake.take(PLACE, 0, batch)
    set_aside = [offset for offset, _ in await deeds(desk)]
    set_aside += [message.offset for message in await parked(desk)]
    assert verdict([1], set_aside) == FLAWLESS
    assert verdict((1, 3), await heard_of(desk)) == FLAWLESS
    assert await desk.store.offset(PLACE) == len(batch)
