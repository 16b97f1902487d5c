"""A mail relay that misbehaves at whichever moment it is told to, over the real protocol."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

HANGS_UP = b""
SAYS_NOTHING = None
STAGES = ("CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "CONTENT")
_POLITE = {
    "CONNECT": b"220 ready\r\n",
    "EHLO": b"250 relay\r\n",
    "HELO": b"250 relay\r\n",
    "MAIL": b"250 ok\r\n",
    "RCPT": b"250 ok\r\n",
    "DATA": b"354 go ahead\r\n",
    "CONTENT": b"250 kept\r\n",
    "QUIT": b"221 bye\r\n",
}


@dataclass
class RudeRelay:
    answers: dict[str, bytes | None] = field(default_factory=dict)
    """By stage, in place of what a polite one says."""
    deaf_to: str | None = None
    """The domain for whose recipients it says nothing, ever."""
    drips: bool = False
    """Whether it sends its answers byte by byte."""
    contents: list[bytes] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)
    """Each that a conversation came to."""

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            stage = "CONNECT"
            line = b""
            while await self._answer(stage, writer, line):
                line = await reader.readline()
                if not line:
                    break
                if stage == "DATA" and (self.answers.get("DATA") or b"354").startswith(b"354"):
                    content = line
                    while not content.endswith(b"\r\n.\r\n"):
                        content += await reader.readline()
                    self.contents.append(content)
                    stage = "CONTENT"
                else:
                    stage = line.split()[0].upper().decode()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answer(self, stage: str, writer: asyncio.StreamWriter, line: bytes) -> bool:
        self.stages.append(stage)
        said = self.answers.get(stage, _POLITE.get(stage, b"502 what?\r\n"))
        deaf = stage == "RCPT" and self.deaf_to is not None and self.deaf_to.encode() in line
        if said is SAYS_NOTHING or deaf:
            await asyncio.Event().wait()
        if said == HANGS_UP:
            return False
        assert said is not None
        pieces = [said[at : at + 1] for at in range(len(said))] if self.drips else [said]
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        return stage != "QUIT"


@asynccontextmanager
async def serving_rudely(relay: RudeRelay) -> AsyncIterator[int]:
    """The port where it can be reached."""
    talks: set[asyncio.Task[None]] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talks.add(task)
        await relay.converse(reader, writer)

    server = await asyncio.start_server(talk, "127.0.0.1", 0, limit=2**22)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in talks:
            task.cancel()
        await asyncio.gather(*talks, return_exceptions=True)
        await server.wait_closed()
