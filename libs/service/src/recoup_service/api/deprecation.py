"""What will go says so in every answer: `Deprecation` (RFC 9745), `Sunset` (RFC 8594), and where to read on."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import format_datetime
from typing import Any

from fastapi import Depends
from starlette.requests import Request

DEPRECATION = "deprecation"
"""Where the state of a request holds the headers of what it asked for."""


@dataclass(frozen=True, slots=True)
class Deprecation:
    """Since when something should not be used any more, from when on it is gone, and what takes its place."""

    since: date
    sunset: date
    link: str

    async def __call__(self, request: Request) -> None:
        request.scope["state"][DEPRECATION] = self.headers

    @property
    def headers(self) -> tuple[tuple[bytes, bytes], ...]:
        since = int(_midnight(self.since).timestamp())
        return (
            (b"deprecation", f"@{since}".encode()),
            (b"sunset", format_datetime(_midnight(self.sunset), usegmt=True).encode()),
            (b"link", f'<{self.link}>; rel="deprecation"; type="text/html"'.encode()),
        )


def deprecated(since: date, sunset: date, link: str) -> dict[str, Any]:
    """``@router.get(..., **deprecated(since, sunset, link))``: described, and said in every answer."""
    return {"deprecated": True, "dependencies": [Depends(Deprecation(since, sunset, link))]}


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
