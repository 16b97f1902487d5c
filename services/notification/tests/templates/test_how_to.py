"""The page about templates does what it says: its requests are sent as they stand, one after the other."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient

from notification.channels.email.sender import EmailSender
from notification.messages.domain.outcomes import Taken
from notification.messages.domain.sender import Delivery

PAGE = Path(__file__).parents[4] / "docs/how-to/write-a-template.md"
SCENE = re.compile(r"^```sh\n(?P<typed>.*?)^```$(?:\n\n^```text\n(?P<seen>.*?)^```$)?", re.S | re.M)
ASKED = re.compile(
    r"""ask "\$API/(?P<path>[^"]+)"(?: -H 'If-Match: (?P<match>[^']+)')?(?: -d '(?P<body>[^']*)')?""",
    re.S,
)


async def test_every_request_of_the_page_shows_what_the_page_shows(
    asking: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EmailSender, "send", taken)
    scenes = list(SCENE.finditer(PAGE.read_text()))
    assert len(scenes) == 5
    known = {"TEMPLATE": ""}
    async with asking("acme") as client:
        for scene in scenes:
            shown = [await asked(client, each, known) for each in ASKED.finditer(scene["typed"])]
            assert shown, "a scene asks for something"
            for line in (scene["seen"] or "").splitlines():
                assert any(line in answer for answer in shown), line


async def taken(_sender: EmailSender, delivery: Delivery) -> Taken:
    assert delivery.content.words.subject.startswith("[Test] ")
    return Taken(provider_id="250 OK")


async def asked(client: AsyncClient, request: re.Match[str], known: dict[str, str]) -> str:
    path = request["path"]
    for name, value in known.items():
        path = path.replace(f"${name}", value)
    headers = {"If-Match": request["match"]} if request["match"] else {}
    if request["body"] is None:
        answer = await client.get(f"/v1/{path}")
    else:
        body = json.loads(request["body"]) if request["body"] else None
        answer = await client.post(f"/v1/{path}", json=body, headers=headers)
    assert answer.is_success, answer.text
    if path == "templates":
        known["TEMPLATE"] = answer.json()["id"]
    return json.dumps(answer.json(), indent=4, ensure_ascii=False)
