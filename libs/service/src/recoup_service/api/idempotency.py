"""Doing a request once, however often it is sent: its answer is kept with what it caused."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.errors import KeyReused
from recoup_eventstore.ports import Remembered
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer, given
from recoup_service.api.problems import Problem

Decision = Callable[[UnitOfWork], Awaitable[Answer]]
KEPT = timedelta(days=30)
"""Longer than any batch job waits before it tries again."""
LONGEST = 255
REPLAYED = "Idempotent-Replayed"
_QUOTED = re.compile(r'"(?P<key>[\x20\x21\x23-\x5b\x5d-\x7e]+)"')
_BARE = re.compile(r"(?P<key>[\x21\x23-\x5b\x5d-\x7e]+)")


def parse_key(header: str | None) -> str | None:
    """The key of an ``Idempotency-Key`` header, quoted (a structured-field string) or bare."""
    if header is None:
        return None
    match = _QUOTED.fullmatch(header) or _BARE.fullmatch(header)
    if match is None or len(match["key"]) > LONGEST:
        raise Problem(
            400,
            "malformed_idempotency_key",
            f"An Idempotency-Key is 1 to {LONGEST} printable ASCII characters without quotes and "
            "backslashes, e.g. a UUID.",
        )
    return match["key"]


async def fingerprint(request: Request) -> bytes:
    """What a request says, without the headers that differ from retry to retry."""
    scope = request.scope
    digest = sha256(f"{scope['method']} {scope['path']}?".encode())
    digest.update(scope["query_string"] + b"\n")
    digest.update(await request.body())
    return digest.digest()


@dataclass(frozen=True, slots=True)
class OnceOnly:
    """A decision under an idempotency key."""

    tenant: TenantId
    key: str
    fingerprint: bytes
    expires_at: datetime

    async def decide(self, command_runner: CommandRunner, decision: Decision) -> Response:
        """Its answer; the one of the first time if there was one. A refusal is not kept."""

        async def once(work: UnitOfWork) -> Response:
            kept = await work.transaction.recall(self.tenant, self.key)
            if kept is not None:
                if kept.fingerprint != self.fingerprint:
                    raise KeyReused(self.key)
                return given(kept, {REPLAYED: "true"})
            answer = (await decision(work)).stored(self.fingerprint)
            work.remember(Remembered(self.tenant, self.key, answer, self.expires_at))
            return given(answer)

        return await command_runner.decide(once)


async def every_time(command_runner: CommandRunner, decision: Decision) -> Response:
    """The answer to a request without a key."""
    return (await command_runner.decide(decision)).response()
