"""Starts, finds and ends the parts, and writes down at once what it has done."""

import asyncio
import signal
from contextlib import suppress

import psutil

from recoup_cli.stack import process
from recoup_cli.stack.errors import StackFailed
from recoup_cli.stack.home import Home
from recoup_cli.stack.part import Part, Step, Watch
from recoup_cli.stack.state import State

_POLL_SECONDS = 0.05


class Supervisor:
    def __init__(self, home: Home, state: State, watch: Watch) -> None:
        self._home = home
        self._state = state
        self._watch = watch

    def find(self, name: str) -> psutil.Process | None:
        """The living process of this part."""
        recorded = self._state.running.get(name)
        return recorded.find() if recorded else None

    async def claim(self, part: Part) -> bool:
        """Clear the way for a part that does not run; tells whether it had to change its ports."""
        if self.find(part.name) is not None:
            return False
        await self._end_strays(part)
        moved = [self._state.settle_port(name) for name in part.port_names]
        return any(moved)

    async def start(self, part: Part) -> None:
        """Start the part unless it runs already, and wait until it is ready."""
        if self.find(part.name) is None:
            self._watch(part.name, Step.PREPARING)
            await part.prepare()
        await self.launch(part)

    async def launch(self, part: Part) -> None:
        """As ``start``, for a part that has run before: what was prepared for it is still there."""
        if self.find(part.name) is None:
            self.spawn(part)
        self._watch(part.name, Step.STARTING)
        await self._until_ready(part)
        self._watch(part.name, Step.READY)

    def spawn(self, part: Part) -> int:
        """Start the part and do not wait for it; gives its pid."""
        started = self._state.running[part.name] = process.spawn(
            part.command(),
            {**part.environment(), **self._home.mark(part.name)},
            self._home.log(part.name),
            part.account,
        )
        self._state.save(self._home.state)
        return started.pid

    async def stop(self, part: Part) -> None:
        """End the part, and whatever else works in its name."""
        found = self.find(part.name)
        if found is not None:
            self._watch(part.name, Step.STOPPING)
            gone = await process.end(found, part.stop_signal, part.stop_patience_seconds)
            self._watch(part.name, Step.STOPPED if gone else Step.KILLED)
        await self._end_strays(part)
        if self._state.running.pop(part.name, None):
            self._state.save(self._home.state)

    async def _end_strays(self, part: Part) -> None:
        """End what a crash left behind: started in the part's name, but never written down."""
        mark = self._home.mark(part.name)[process.MARK]
        for stray in [*process.marked(mark), *part.strays()]:
            await process.end(stray, part.stop_signal, part.stop_patience_seconds)

    def signal(self, name: str, number: signal.Signals) -> None:
        found = self.find(name)
        if found is None:
            raise StackFailed(f"{name} is not running, so it cannot be sent {number.name}.")
        found.send_signal(number)

    async def _until_ready(self, part: Part) -> None:
        log = self._home.log(part.name)
        with suppress(TimeoutError):
            async with asyncio.timeout(part.start_patience_seconds):
                while not await part.is_ready():
                    if self.find(part.name) is None:
                        raise StackFailed(f"{part.name} ended at its start.\n{process.tail(log)}")
                    await asyncio.sleep(_POLL_SECONDS)
                return
        raise StackFailed(
            f"{part.name} runs but is not ready after {part.start_patience_seconds:.0f} s; "
            f"`recoup down` stops it.\n{process.tail(log)}"
        )
