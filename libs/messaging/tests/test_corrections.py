"""An operator corrects a parked message by adding a version, or gives it up; both are written down."""

import pytest

from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.parked import OperatorRequest, ParkedAction, Redriven
from recoup_messaging.corrections import Edit, NotParked, UnreadableEdit, edit, skip
from recoup_messaging.memory.bus import MemoryBus
from recoup_messaging.redrive import redrive
from recoup_testing.fake_subscriber import COUNTS_ALONG, NOON, receive, received_by, record
from recoup_testing.parked_samples import actions, number, parked

TOPIC = "recoup.invoice"
KEY = record(1).key
ORDER = OperatorRequest("ada", "the ERP sent half a file", NOON)
GARBLED = record(1)._replace(value=b'{"by": "many"}')
CORRECT = Edit(value=record(1).value)


@pytest.fixture
def bus() -> MemoryBus:
    return MemoryBus(partitions=1)


async def test_a_redrive_uses_the_newest_version_and_what_came_is_kept(
    command_runner: CommandRunner, bus: MemoryBus
) -> None:
    await receive(command_runner, bus, GARBLED, record(2))
    [first, _] = await parked(command_runner)
    await edit(command_runner, COUNTS_ALONG, number(first), Edit(value=record(7).value), ORDER)
    await edit(command_runner, COUNTS_ALONG, number(first), CORRECT, ORDER)
    assert await redrive(command_runner, COUNTS_ALONG, TOPIC, KEY, ORDER) == Redriven(2, 0)
    assert await received_by(command_runner) == (1, 2)
    versions = [i.kept for i in await command_runner.store.interventions(0, 9, first.seq)]
    assert [v.value for v in versions if v] == [record(7).value, record(1).value, GARBLED.value]


async def test_a_header_can_be_corrected_alone(
    command_runner: CommandRunner, bus: MemoryBus
) -> None:
    bare = record(1)._replace(headers=[h for h in record(1).headers if h[0] != "ce_time"])
    await receive(command_runner, bus, bare)
    [message] = await parked(command_runner)
    headers = {"ce_time": NOON.isoformat(), "ce_actor": "ada", "x": None}
    await edit(command_runner, COUNTS_ALONG, number(message), Edit(headers=headers), ORDER)
    [corrected] = await parked(command_runner)
    assert corrected.content == message.content
    assert corrected.corrected is not None
    assert dict(corrected.corrected.headers)["ce_actor"] == b"ada"
    assert await redrive(command_runner, COUNTS_ALONG, TOPIC, KEY, ORDER) == Redriven(1, 0)


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
    command_runner: CommandRunner, bus: MemoryBus, change: Edit, why: str
) -> None:
    await receive(command_runner, bus, GARBLED)
    [message] = await parked(command_runner)
    with pytest.raises(UnreadableEdit, match=why):
        await edit(command_runner, COUNTS_ALONG, number(message), change, ORDER)
    assert list(await parked(command_runner)) == [message]
    [refused] = await command_runner.store.interventions(0, 9)
    assert (refused.action, refused.request) == (ParkedAction.EDIT_REFUSED, ORDER)
    assert why in refused.outcome


async def test_the_version_before_is_what_the_next_one_changes(
    command_runner: CommandRunner, bus: MemoryBus
) -> None:
    await receive(command_runner, bus, GARBLED)
    [message] = await parked(command_runner)
    await edit(command_runner, COUNTS_ALONG, number(message), CORRECT, ORDER)
    await edit(
        command_runner, COUNTS_ALONG, number(message), Edit(headers={"ce_actor": "ada"}), ORDER
    )
    [corrected] = await parked(command_runner)
    assert corrected.corrected is not None
    assert corrected.corrected.value == record(1).value


async def test_what_left_can_be_neither_edited_nor_skipped(
    command_runner: CommandRunner, bus: MemoryBus
) -> None:
    await receive(command_runner, bus, GARBLED)
    [message] = await parked(command_runner)
    await skip(command_runner, number(message), ORDER)
    with pytest.raises(NotParked, match="No message"):
        await skip(command_runner, number(message), ORDER)
    with pytest.raises(NotParked):
        await edit(command_runner, COUNTS_ALONG, number(message), CORRECT, ORDER)
    assert await actions(command_runner) == [(0, ParkedAction.SKIPPED)]
