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
    """A service that has nothing left to do, and how much it has done."""

    next_moment: datetime | None
    work: int


class ClockDriver:
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

        That each rested once is not enough, as an event may be on its way from one that was asked
        late to one that was asked early: between two rests of each there must be no work.
        """
        before: Sequence[Rest] = ()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while (now := await asyncio.gather(*map(self._rest, self._admins))) != before:
                    before = now
        except TimeoutError:
            raise StackFailed(await self._what_holds_us_up()) from None
        return min((rest.next_moment for rest in now if rest.next_moment), default=None)

    async def _rest(self, admin: str) -> Rest:
        """Ask one service again and again until it rests."""
        while not isinstance(rest := await self._ask(admin), Rest):  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(PAUSE_SECONDS)
        return rest

    async def _ask(self, admin: str) -> Rest | str:
        """The rest of a service, or why it has none."""
        try:
            answer = await self._http.get(f"{admin}/quiet")
        except httpx.TransportError:
            return "no answer"  # being restarted; our patience tells if it stays away
        if answer.status_code != httpx.codes.OK:
            return f"answers {answer.status_code}"
        recorded = answer.json()
        if not recorded["quiet"]:
            return "busy"
        moment = recorded["next_moment"]
        return Rest(moment and datetime.fromisoformat(moment), recorded["work"])

    async def _what_holds_us_up(self) -> str:
        answers = {admin: await self._ask(admin) for admin in self._admins}
        states = [
            f"{admin}: {'quiet' if isinstance(answer, Rest) else answer}"
            for admin, answer in answers.items()
        ]
        return (
            f"The stack has not come to rest within {PATIENCE_SECONDS:.0f} s: {'; '.join(states)}. "
            "See `recoup status` and `recoup logs`."
        )
