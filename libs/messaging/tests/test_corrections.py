"""An operator corrects a parked message by adding a version, or gives it up; both are written down."""

import pytest

from recoup_eventstore.desk import Desk
from recoup_eventstore.parked import Deed, Order, Redriven
from recoup_messaging.corrections import Edit, NotParked, UnreadableEdit, edit, skip
from recoup_messaging.memory.bus import MemoryBus
from recoup_messaging.redrive import redrive
from recoup_testing.aside import deeds, number, parked
from recoup_testing.hearsay import COUNTS_ALONG, NOON, hear, heard_of, record

TOPIC = "recoup.invoice"
KEY = record(1).key
ORDER = Order("ada", "the ERP sent half a file", NOON)
GARBLED = record(1)._replace(value=b'{"by": "many"}')
CORRECT = Edit(value=record(1).value)


@pytest.fixture
def bus() -> MemoryBus:
    return MemoryBus(partitions=1)


async def test_a_redrive_uses_the_newest_version_and_what_came_is_kept(
    desk: Desk, bus: MemoryBus
) -> None:
    await hear(desk, bus, GARBLED, record(2))
    [first, _] = await parked(desk)
    await edit(desk, COUNTS_ALONG, number(first), Edit(value=record(7).value), ORDER)
    await edit(desk, COUNTS_ALONG, number(first), CORRECT, ORDER)
    assert await redrive(desk, COUNTS_ALONG, TOPIC, KEY, ORDER) == Redriven(2, 0)
    assert await heard_of(desk) == (1, 2)
    versions = [i.kept for i in await desk.store.interventions(0, 9, first.seq)]
    assert [v.value for v in versions if v] == [record(7).value, record(1).value, GARBLED.value]


async def test_a_header_can_be_corrected_alone(desk: Desk, bus: MemoryBus) -> None:
    bare = record(1)._replace(headers=[h for h in record(1).headers if h[0] != "ce_time"])
    await hear(desk, bus, bare)
    [message] = await parked(desk)
    headers = {"ce_time": NOON.isoformat(), "ce_actor": "ada", "x": None}
    await edit(desk, COUNTS_ALONG, number(message), Edit(headers=headers), ORDER)
    [corrected] = await parked(desk)
    assert corrected.content == message.content
    assert corrected.corrected is not None
    assert dict(corrected.corrected.headers)["ce_actor"] == b"ada"
    assert await redrive(desk, COUNTS_ALONG, TOPIC, KEY, ORDER) == Redriven(1, 0)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (Edit(value=b"{"), "does not have its shape"),
        (Edit(headers={"ce_tenantid": "another"}), "tenant 'another' under the key of 'acme'"),
        (Edit(headers={"ce_type": "counter.overheard.v1"}), "nobody here listens"),
    ],
    ids=["value", "tenant", "type"],
)
async def test_an_edit_that_would_be_parked_again_is_refused_and_noted(
    desk: Desk, bus: MemoryBus, change: Edit, why: str
) -> None:
    await hear(desk, bus, GARBLED)
    [message] = await parked(desk)
    with pytest.raises(UnreadableEdit, match=why):
        await edit(desk, COUNTS_ALONG, number(message), change, ORDER)
    assert list(await parked(desk)) == [message]
    [refused] = await desk.store.interventions(0, 9)
    assert (refused.deed, refused.order) == (Deed.EDIT_REFUSED, ORDER)
    assert why in refused.outcome


async def test_the_version_before_is_what_the_next_one_changes(desk: Desk, bus: MemoryBus) -> None:
    await hear(desk, bus, GARBLED)
    [message] = await parked(desk)
    await edit(desk, COUNTS_ALONG, number(message), CORRECT, ORDER)
    await edit(desk, COUNTS_ALONG, number(message), Edit(headers={"ce_actor": "ada"}), ORDER)
    [corrected] = await parked(desk)
    assert corrected.corrected is not None
    assert corrected.corrected.value == record(1).value


async def test_what_left_can_be_neither_edited_nor_skipped(desk: Desk, bus: MemoryBus) -> None:
    await hear(desk, bus, GARBLED)
    [message] = await parked(desk)
    await skip(desk, number(message), ORDER)
    with pytest.raises(NotParked, match="No message"):
        await skip(desk, number(message), ORDER)
    with pytest.raises(NotParked):
        await edit(desk, COUNTS_ALONG, number(message), CORRECT, ORDER)
    assert await deeds(desk) == [(0, Deed.SKIPPED)]
