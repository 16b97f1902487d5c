"""What the API answers when it did not do what was asked (RFC 9457)."""

from collections.abc import Mapping
from typing import Any

import httpx


class Problem(Exception):
    """Branch on ``code``; ``detail`` says what to do next; quote ``request_id`` when you ask for help."""

    def __init__(self, status: int, document: Mapping[str, Any]) -> None:
        self.status = status
        self.code: str = document.get("code", "unknown")
        self.detail: str = document.get("detail", "")
        self.request_id: str | None = document.get("request_id")
        self.errors: list[Mapping[str, Any]] = document.get("errors") or []
        mistakes = [f"\n  {each.get('pointer') or ''} {each.get('detail')}" for each in self.errors]
        super().__init__(f"{status} {self.code}: {self.detail}{''.join(mistakes)}")


def problem_of(answer: httpx.Response) -> Problem:
    """Whatever answered: a proxy between here and there may know no problems."""
    try:
        document = answer.json()
    except ValueError:
        document = {"detail": answer.text[:500]}
    return Problem(answer.status_code, document if isinstance(document, dict) else {})
