"""Takes every mail by SMTP and keeps it as a file a person can open, with an index beside them."""

import asyncio
import json
from email import message_from_bytes, policy
from pathlib import Path

import typer
from aiosmtpd.smtp import SMTP, Envelope, Session

_LISTED = ("Message-ID", "To", "Subject", "Date")


class Archive:
    """Numbers the mails in the order they came; what is sent twice is kept twice."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._index = folder / "index.jsonl"
        kept = sorted(folder.glob("*.eml"))
        self._last = int(kept[-1].stem) if kept else 0
        # Written anew at each start: a crash between a mail and its entry loses only the entry.
        self._index.write_text("".join(map(_entry, kept)))

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd calls it so
        content = envelope.content
        if not isinstance(content, bytes):
            raise TypeError("this server does not decode mails")
        self._last += 1
        file = self._folder / f"{self._last:06}.eml"
        unfinished = file.with_suffix(".part")
        unfinished.write_bytes(content)
        unfinished.rename(file)
        with self._index.open("a") as index:
            index.write(_entry(file))
        return f"250 Kept as {file.name}"


def _entry(file: Path) -> str:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    return json.dumps({"file": file.name} | {name: message[name] for name in _LISTED}) + "\n"


async def serve(port: int, folder: Path) -> None:
    archive = Archive(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(archive, enable_SMTPUTF8=True, loop=loop), "127.0.0.1", port
    )
    async with server:
        await server.serve_forever()


def main(port: int, folder: Path) -> None:
    asyncio.run(serve(port, folder))


if __name__ == "__main__":
    typer.run(main)
