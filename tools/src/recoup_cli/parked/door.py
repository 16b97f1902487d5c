"""The way to a running service's parked messages: its private port, asked over HTTP."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from recoup_cli.stack import Stack, StackFailed, chosen_home, existing_from_environment
from recoup_events.topics import OWNERS

TIMEOUT_SECONDS = 60
"""A long line is redriven in one transaction."""


@dataclass(frozen=True, slots=True)
class Door:
    """One service, by its name for people and the address of its private port."""

    name: str
    address: str

    def get(self, path: str, **params: Any) -> Any:
        given = {name: value for name, value in params.items() if value is not None}
        return self._asked("GET", path, params=given)

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        return self._asked("POST", path, json=body)

    def every(self, path: str, **params: Any) -> Iterator[Any]:
        """All items of a list, page by page."""
        cursor: str | None = None
        while True:
            page = self.get(path, limit=100, cursor=cursor, **params)
            yield from page["data"]
            cursor = page["next_cursor"]
            if cursor is None:
                return

    def _asked(self, method: str, path: str, **more: Any) -> Any:
        try:
            with httpx.Client(trust_env=False, timeout=TIMEOUT_SECONDS) as client:
                answer = client.request(method, f"{self.address}/parked{path}", **more)
        except httpx.TransportError as error:
            raise StackFailed(
                f"{self.name} does not answer at {self.address} ({error}): `recoup status` shows "
                "what runs here; elsewhere, name the service by the address of its private port."
            ) from error
        if answer.is_error:
            raise StackFailed(f"{self.name}: {_refusal(answer)}")
        return answer.json()


def door(service: str) -> Door:
    """A service of the local stack by its name, any other by its address."""
    if service.startswith(("http://", "https://")):
        return Door(service, service.rstrip("/"))
    package = service.replace("-", "_")
    if package not in OWNERS:
        names = ", ".join(owner.replace("_", "-") for owner in OWNERS)
        raise StackFailed(
            f"There is no service {service!r}: name one of {names}, or the address of a "
            "private port, e.g. http://127.0.0.1:9000."
        )
    stack = Stack(chosen_home().root, existing=existing_from_environment())
    return Door(package.replace("_", "-"), stack.addresses.services[package].admin)


def doors(service: str | None) -> list[Door]:
    """That one, or all of the local stack."""
    return [door(name) for name in ([service] if service else OWNERS)]


def _refusal(answer: httpx.Response) -> str:
    if answer.headers.get("Content-Type") == "application/problem+json":
        problem = answer.json()
        mistakes = [f"{e['detail']} ({e.get('pointer')})" for e in problem.get("errors", ())]
        return " ".join([problem["detail"], *mistakes])
    return f"{answer.status_code} {answer.text}"
