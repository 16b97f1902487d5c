"""Moves the clock of a whole stack: only when every service has nothing left to do."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx

from recoup_cli.stack.errors import StackFailed

PATIENCE_SECONDS = 120.0
"""How long a stack may stay busy, or a killed service away, before we say what holds us up."""
PAUSE_SECONDS = 0.005


@dataclass(frozen=True, slots=True)
class Rest:
    """One service's answer to whether it has anything left to do."""

    quiet: bool
    next_moment: datetime | None
    work: int


class Conductor:
    """The driver of a ``stepped:<file>`` clock."""

    def __init__(self, clock_file: Path, admins: Sequence[str], http: httpx.AsyncClient) -> None:
        self._file = clock_file
        self._admins = admins
        self._http = http

    def set(self, instant: datetime) -> None:
        """It is now ``instant`` for every process that reads the file."""
        fresh = self._file.with_suffix(".next")
        fresh.write_text(instant.astimezone(UTC).isoformat())
        fresh.replace(self._file)

    async def settle(self) -> datetime | None:
        """Wait until nothing moves any more; says the earliest moment anybody waits for.

        One quiet round is not enough, as a fact may be on its way from a service that was asked
        late to one that was asked early: two rounds in a row must be quiet, with no work between.
        """
        deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        before: Sequence[Rest | None] = ()
        while True:
            now = await asyncio.gather(*map(self._ask, self._admins))
            rests = [rest for rest in now if rest is not None and rest.quiet]
            if len(rests) == len(self._admins) and now == before:
                return min((r.next_moment for r in rests if r.next_moment), default=None)
            if asyncio.get_running_loop().time() > deadline:
                raise StackFailed(self._holds_up(now))
            before = now
            await asyncio.sleep(PAUSE_SECONDS)

    async def _ask(self, admin: str) -> Rest | None:
        try:
            answer = await self._http.get(f"{admin}/quiet")
        except httpx.TransportError:
            return None  # being restarted; the deadline tells if it stays away
        if answer.status_code != httpx.codes.OK:
            return None
        said = answer.json()
        moment = said["next_moment"]
        return Rest(said["quiet"], moment and datetime.fromisoformat(moment), said["work"])

    def _holds_up(self, rests: Sequence[Rest | None]) -> str:
        states = (
            f"{admin}: {'no answer' if rest is None else 'quiet' if rest.quiet else 'busy'}"
            for admin, rest in zip(self._admins, rests, strict=True)
        )
        return (
            f"The stack has not come to rest within {PATIENCE_SECONDS:.0f} s: {'; '.join(states)}. "
            "See `recoup status` and `recoup logs`."
        )
