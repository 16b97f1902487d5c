"""A serving process: started with a database, says its port, ends when its input does."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import uvloop

HOST = "127.0.0.1"


@asynccontextmanager
async def serving_process(module: str, dsn: str) -> AsyncIterator[int]:
    """The port it serves on. Its log lines are written, and read by nobody."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, dsn, stdin=PIPE, stdout=DEVNULL, stderr=PIPE
    )
    assert process.stdin is not None
    assert process.stderr is not None
    yield int(await process.stderr.readline())
    process.stdin.close()
    await process.wait()


async def until_told_to_stop(served: AbstractAsyncContextManager[int]) -> None:
    async with served as port:
        sys.stderr.write(f"{port}\n")
        sys.stderr.flush()
        await asyncio.to_thread(sys.stdin.read)


def main(serve: Callable[[str], Awaitable[None]]) -> None:
    async def served() -> None:
        await serve(sys.argv[1])

    uvloop.run(served())
