"""A mail relay, in a process of its own: it keeps every mail, and makes trouble when told to.

``trouble.json`` in its folder says how: ``{"match": "@evil", "answer": "451 later"}`` answers so to
the recipients whose address matches; ``"hang"`` never answers and ``"drop"`` ends the connection.
"""

import asyncio
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

TROUBLE = "trouble.json"
INDEX = "index.jsonl"


@dataclass(frozen=True, slots=True)
class Trouble:
    match: str
    """A regular expression, searched for in a recipient's address."""
    answer: str
    """A line of SMTP, ``hang`` or ``drop``."""


def make(folder: Path, trouble: Trouble | None) -> None:
    """Have the relay of this folder make trouble from now on, or no more."""
    file = folder / TROUBLE
    if trouble is None:
        file.unlink(missing_ok=True)
        return
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps({"match": trouble.match, "answer": trouble.answer}))
    fresh.replace(file)


class Keeper:
    """What aiosmtpd asks about every mail."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        trouble = self._trouble()
        if trouble is not None and re.search(trouble.match, address):
            if trouble.answer == "hang":
                await asyncio.Event().wait()
            if trouble.answer == "drop":
                assert isinstance(server.transport, asyncio.Transport)
                server.transport.abort()
            return trouble.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd calls it so
        content = envelope.content
        assert isinstance(content, bytes)
        self._count += 1
        name = f"{self._count:06}.eml"
        (self._folder / name).write_bytes(content)
        with (self._folder / INDEX).open("a") as index:
            index.write(json.dumps({"file": name, "recipients": envelope.rcpt_tos}) + "\n")
        return f"250 Kept as {name}"

    def _trouble(self) -> Trouble | None:
        try:
            return Trouble(**json.loads((self._folder / TROUBLE).read_text()))
        except FileNotFoundError:
            return None


async def serve(folder: Path) -> None:
    """Serve on any free port, and say which."""
    loop = asyncio.get_running_loop()
    keeper = Keeper(folder)
    server = await loop.create_server(lambda: SMTP(keeper, loop=loop), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
