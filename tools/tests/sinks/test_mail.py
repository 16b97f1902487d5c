"""The mail sink keeps every mail as it came."""

import asyncio
import json
import smtplib
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP

from recoup_cli.sinks.mail import Archive


class Sink:
    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self._port = port

    async def send(self, message: EmailMessage) -> None:
        def deliver() -> None:
            with smtplib.SMTP("127.0.0.1", self._port) as client:
                client.send_message(message)

        await asyncio.to_thread(deliver)

    def index(self) -> list[dict[str, str]]:
        lines = (self.folder / "index.jsonl").read_text().splitlines()
        return [json.loads(line) for line in lines]


@pytest.fixture
async def sink(tmp_path: Path) -> AsyncIterator[Sink]:
    archive = Archive(tmp_path)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(archive, enable_SMTPUTF8=True, loop=loop), "127.0.0.1", 0
    )
    async with server:
        yield Sink(tmp_path, server.sockets[0].getsockname()[1])


def reminder(subject: str = "Rechnung fällig") -> EmailMessage:
    message = EmailMessage()
    message["Message-ID"] = "<msg_1@recoup.example>"
    message["From"] = "dunning@recoup.example"
    message["To"] = "payables@customer.example"
    message["Subject"] = subject
    message["Date"] = "Mon, 05 Jan 2026 09:00:00 +0000"
    message.set_content("Please pay.\n")
    return message


async def test_a_mail_is_kept_readable(sink: Sink) -> None:
    await sink.send(reminder())
    assert "Please pay." in (sink.folder / "000001.eml").read_text()


async def test_the_index_says_what_came_for_whom(sink: Sink) -> None:
    await sink.send(reminder())
    assert sink.index() == [
        {
            "file": "000001.eml",
            "Message-ID": "<msg_1@recoup.example>",
            "To": "payables@customer.example",
            "Subject": "Rechnung fällig",
            "Date": "Mon, 05 Jan 2026 09:00:00 +0000",
        }
    ]


async def test_a_mail_sent_twice_is_kept_twice(sink: Sink) -> None:
    await sink.send(reminder())
    await sink.send(reminder())
    assert [entry["file"] for entry in sink.index()] == ["000001.eml", "000002.eml"]


async def test_a_restart_goes_on_counting_and_mends_the_index(sink: Sink) -> None:
    await sink.send(reminder())
    (sink.folder / "index.jsonl").write_text("")
    Archive(sink.folder)
    assert [entry["Message-ID"] for entry in sink.index()] == ["<msg_1@recoup.example>"]
