"""One question to a provider over HTTP: how long it may take, how much it may answer, and what is not known.

A provider may answer with anything: a page, a flood, a redirect. Only what it clearly says counts.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from notification.messages.domain.outcomes import Deferred

LARGEST_ANSWER = 64 * 1024
SECONDS = 20.0
LONGEST_WAIT = timedelta(hours=1)
"""Whatever a provider asks for."""
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
M = TypeVar("M", bound=BaseModel)


class Answered(NamedTuple):
    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def taken(self) -> bool:
        return 200 <= self.status < 300

    @property
    def refused(self) -> bool:
        """About this message: not our key, our pace or our timing."""
        return 400 <= self.status < 500 and self.status not in (401, 403, 404, 408, 425, 429)

    def read(self, model: type[M]) -> M | None:
        """``None`` for what does not look like the provider's own words."""
        try:
            return model.model_validate_json(self.content)
        except ValidationError:
            return None


class Unanswered(Exception):
    """Nothing came back; ``in_doubt`` if the question may have arrived."""

    def __init__(self, reason: str, *, in_doubt: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.in_doubt = in_doubt


async def ask(client: httpx.AsyncClient, method: str, path: str, **given: Any) -> Answered:
    """Once; an answer that is too long counts as none."""
    try:
        async with client.stream(
            method, path, follow_redirects=False, timeout=SECONDS, **given
        ) as response:
            content = b""
            async for part in response.aiter_bytes():
                content += part
                if len(content) > LARGEST_ANSWER:
                    raise Unanswered("the provider's answer is too long", in_doubt=True)
            return Answered(response.status_code, response.headers, content)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        in_doubt = not isinstance(error, _NEVER_LEFT)
        raise Unanswered(f"the provider: {error!r}", in_doubt=in_doubt) from error


def not_understood(answered: Answered) -> Deferred:
    """It may have been taken: an error after the fact, a proxy's page."""
    reason = f"the provider's answer cannot be read (HTTP {answered.status})"
    return Deferred(reason=reason, in_doubt=True)


def slower(answered: Answered, now: datetime) -> Deferred:
    """It took nothing, and says when to come again; without that, our own waits hold."""
    reason = "the provider asks for fewer messages (HTTP 429)"
    return Deferred(reason=reason, not_before=wait_asked_for(answered, now))


def wait_asked_for(answered: Answered, now: datetime) -> datetime | None:
    """``Retry-After``, as seconds or as a date (RFC 9110, 10.2.3)."""
    text = answered.headers.get("Retry-After", "").strip()
    if text.isdecimal() and len(text) < 10:
        return now + min(timedelta(seconds=int(text)), LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    return None if at.tzinfo is None or at <= now else min(at, now + LONGEST_WAIT)
