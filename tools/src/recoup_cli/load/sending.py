"""Sends what was read, a thousand at a time; what broke off is sent again and found done."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import httpx
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_random_exponential

from recoup_cli.load.files import Kind, Line
from recoup_cli.stack import StackFailed

MOST = 500
"""Of one request: a thousand may be, but a body of long lines must stay below a megabyte."""
PATIENCE_SECONDS = 90
POLL_SECONDS = 0.5
Progress = Callable[[str], None]
Mistake = tuple[int, str]
"""The number of a line, and what is wrong with it."""


class Away(Exception):
    """The service did not answer, or asked to be asked again."""


class Api:
    """The invoice service, and the key of who loads."""

    def __init__(self, http: httpx.Client, address: str, key: str) -> None:
        self._http = http
        self._address = address
        self._headers = {"Authorization": f"Bearer {key}"}

    def asked(self, method: str, path: str, body: object = None) -> Any:
        for attempt in Retrying(
            retry=retry_if_exception_type(Away),
            stop=stop_after_delay(PATIENCE_SECONDS),
            wait=wait_random_exponential(multiplier=0.1, max=5),
            reraise=True,
        ):
            with attempt:
                return self._once(method, path, body)
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _once(self, method: str, path: str, body: object) -> Any:
        try:
            url = self._address + path
            answer = self._http.request(method, url, headers=self._headers, json=body)
        except httpx.TransportError as error:
            raise Away(f"{self._address} does not answer: {error!r}") from error
        if answer.status_code in (429, 503):
            raise Away(answer.text)
        if answer.status_code == httpx.codes.CONFLICT and "see" in answer.json():
            return self._once("GET", answer.json()["see"], None)  # it was asked for before
        if answer.is_error:
            raise StackFailed(f"{method} {path} was refused: {answer.text}")
        return answer.json()


def load(api: Api, kind: Kind, lines: Sequence[Line], progress: Progress) -> Iterator[Mistake]:
    """Send every line that can be; gives those that could not be, or were refused."""
    yield from ((line.number, line.mistake) for line in lines if line.mistake is not None)
    sound = [line for line in lines if line.body is not None]
    for start in range(0, len(sound), MOST):
        part = sound[start : start + MOST]
        results = api.asked(
            "POST", f"/v1/{kind.collection}/bulk", {"data": [line.body for line in part]}
        )
        yield from (
            (part[item["index"]].number, _refusal(item))
            for item in results["data"]
            if item["outcome"] == "refused"
        )
        progress(f"{kind.file_name}: {start + len(part)} of {len(sound)}")


def _refusal(item: Any) -> str:
    mistakes = [
        f"{each['pointer'].lstrip('/')}: {each['detail']}" if each["pointer"] else each["detail"]
        for each in item["errors"] or ()
    ]
    return "; ".join(mistakes) or str(item["detail"])


def release(api: Api, creditor: str, name: str, progress: Progress) -> int:
    """Let go what waits, and follow it to its end."""
    started = api.asked("POST", "/v1/releases", {"creditor": creditor, "external_id": name})
    while True:
        shown = api.asked("GET", f"/v1/releases/{started['id']}")
        progress(f"released: {shown['released']}")
        if shown["state"] == "completed":
            return int(shown["released"])
        time.sleep(POLL_SECONDS)
