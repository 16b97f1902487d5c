"""The text message sink answers the way Twilio's API does."""

import json
from pathlib import Path

import httpx
import pytest

from recoup_cli.sinks.sms import application

URL = "/2010-04-01/Accounts/AC1/Messages.json"
FORM = {"To": "+12025550123", "From": "+12025550100", "Body": "Invoice 1 is due."}


def client(folder: Path) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(application(folder))
    return httpx.AsyncClient(transport=transport, base_url="http://sink")


def kept(folder: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in (folder / "messages.jsonl").read_text().splitlines()]


async def test_a_message_is_queued_and_kept(tmp_path: Path) -> None:
    async with client(tmp_path) as sink:
        answer = await sink.post(URL, data=FORM)
    assert answer.status_code == 201
    assert answer.json()["status"] == "queued"
    assert kept(tmp_path)[0] | FORM == kept(tmp_path)[0]
    assert kept(tmp_path)[0]["sid"] == answer.json()["sid"]


async def test_the_same_key_is_the_same_message_even_after_a_restart(tmp_path: Path) -> None:
    headers = {"Idempotency-Key": "msg_1"}
    async with client(tmp_path) as sink:
        first = await sink.post(URL, data=FORM, headers=headers)
    async with client(tmp_path) as sink:
        second = await sink.post(URL, data=FORM, headers=headers)
    assert second.json() == first.json()
    assert len(kept(tmp_path)) == 1


async def test_without_a_key_the_same_text_is_two_messages(tmp_path: Path) -> None:
    async with client(tmp_path) as sink:
        await sink.post(URL, data=FORM)
        await sink.post(URL, data=FORM)
    assert len(kept(tmp_path)) == 2


@pytest.mark.parametrize("missing", ["To", "Body"])
async def test_an_incomplete_message_is_refused(tmp_path: Path, missing: str) -> None:
    form = {name: value for name, value in FORM.items() if name != missing}
    async with client(tmp_path) as sink:
        answer = await sink.post(URL, data=form)
    assert answer.status_code == 400
    assert missing in answer.json()["message"]
    assert kept(tmp_path) == []


async def test_a_half_written_line_is_dropped_at_the_next_start(tmp_path: Path) -> None:
    async with client(tmp_path) as sink:
        await sink.post(URL, data=FORM)
    with (tmp_path / "messages.jsonl").open("a") as file:
        file.write('{"sid": "SM')
    async with client(tmp_path) as sink:
        await sink.post(URL, data=FORM)
    assert len(kept(tmp_path)) == 2
