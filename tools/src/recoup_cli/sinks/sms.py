"""Takes text messages the way Twilio's API does, and keeps each as one line of JSON."""

import json
from pathlib import Path
from urllib.parse import parse_qsl
from uuid import uuid4

import typer
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

_PATH = "/2010-04-01/Accounts/{account}/Messages.json"
_REQUIRED = {"To": 21604, "Body": 14103}
"""What a message cannot do without, and the number of Twilio's error where it is missing."""


class Outbox:
    """The messages taken so far; the same Idempotency-Key is the same message."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / "messages.jsonl"
        kept: list[dict[str, str]] = [json.loads(line) for line in self._finished_lines()]
        self._by_key = {message["key"]: message for message in kept if message["key"]}

    def _finished_lines(self) -> list[str]:
        """What a power cut left half written was never answered, so the sender comes again."""
        text = self._file.read_text() if self._file.exists() else ""
        finished = text[: text.rfind("\n") + 1]
        self._file.write_text(finished)
        return finished.splitlines()

    def sent_to(self, number: str) -> list[dict[str, str]]:
        """The latest come first."""
        lines = reversed(self._file.read_text().splitlines()) if self._file.exists() else ()
        kept: list[dict[str, str]] = [json.loads(line) for line in lines]
        return [message for message in kept if message["To"] == number]

    def take(self, account: str, key: str, form: dict[str, str]) -> dict[str, str]:
        if key in self._by_key:
            return self._by_key[key]
        message = {"sid": f"SM{uuid4().hex}", "account": account, "key": key, **form}
        with self._file.open("a") as file:
            file.write(json.dumps(message) + "\n")
        if key:
            self._by_key[key] = message
        return message


def application(folder: Path) -> Starlette:
    outbox = Outbox(folder)

    async def take(request: Request) -> JSONResponse:
        form = dict(parse_qsl((await request.body()).decode()))
        for name, number in _REQUIRED.items():
            if name not in form:
                problem = {"code": number, "message": f"A '{name}' is required.", "status": 400}
                return JSONResponse(problem, 400)
        key = request.headers.get("Idempotency-Key", "")
        message = outbox.take(request.path_params["account"], key, form)
        return JSONResponse({"sid": message["sid"], "status": "queued"}, 201)

    async def look_up(request: Request) -> JSONResponse:
        found = outbox.sent_to(request.query_params.get("To", ""))
        listed = [{"sid": message["sid"], "body": message["Body"]} for message in found]
        return JSONResponse({"messages": listed})

    return Starlette(
        routes=[Route(_PATH, take, methods=["POST"]), Route(_PATH, look_up, methods=["GET"])]
    )


def main(port: int, folder: Path) -> None:
    uvicorn.run(application(folder), host="127.0.0.1", port=port, access_log=False)


if __name__ == "__main__":
    typer.run(main)
