"""The sample subscriber's parked messages, for tests of what becomes of them."""

from collections.abc import Sequence

from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.parked import Parked, ParkedAction, ParkedFilter


async def parked(command_runner: CommandRunner) -> Sequence[Parked]:
    return await command_runner.store.list_parked(0, 100, ParkedFilter())


def number(message: Parked) -> int:
    """The number the store gave it."""
    assert message.seq is not None
    return message.seq


async def actions(command_runner: CommandRunner) -> list[tuple[int, ParkedAction]]:
    """At which offset what was done, oldest first."""
    return [(i.offset, i.action) for i in await command_runner.store.interventions(0, 100)]
