"""The way to a running service's parked messages: its private port, asked over HTTP."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from recoup_cli.stack import StackFailed, running_stack
from recoup_cli.stack.service import Service

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


def operator_api(service: str) -> Door:
    """A service of the local stack by its name, any other by its address."""
    if service.startswith(("http://", "https://")):
        return Door(service, service.rstrip("/"))
    return _local(running_stack().parts.service(service))


def doors(service: str | None) -> list[Door]:
    """That one, or all of the local stack."""
    return [operator_api(service)] if service else list(map(_local, running_stack().parts.services))


def _local(service: Service) -> Door:
    return Door(service.name, service.addresses.admin)


def _refusal(answer: httpx.Response) -> str:
    if answer.headers.get("Content-Type") == "application/problem+json":
        problem = answer.json()
        mistakes = [f"{e['detail']} ({e.get('pointer')})" for e in problem.get("errors", ())]
        return " ".join([problem["detail"], *mistakes])
    return f"{answer.status_code} {answer.text}"
