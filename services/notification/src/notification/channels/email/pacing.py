"""How fast each destination takes mail: one that is slow, or asks for patience, waits alone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from time import monotonic
from typing import NamedTuple

from notification.settings import NotificationSettings

_FIRST, _LONGEST = timedelta(minutes=1), timedelta(hours=1)
_PATIENCE_SECONDS = 5
"""How long a mail waits for its turn before it makes room for those to other destinations."""
_STUCK_SECONDS = 2
"""So long without the end of a conversation, and nobody waits for that domain any longer."""
_MOST_WAITING = 75
"""For one domain. Where mail is taken as fast as it is written, there are never so many."""


class Limits(NamedTuple):
    connections: int
    """To the relay, in all."""
    connections_per_domain: int
    mails_per_domain_and_minute: int | None = None


class _Slowed(NamedTuple):
    wait: timedelta
    until: datetime


class _Turns:
    """Who of one domain is on the way, or waits for that."""

    def __init__(self, most: int) -> None:
        self.free = asyncio.Semaphore(most)
        self.asking = 0
        self.moved = monotonic()
        """When a conversation began or ended last."""

    @property
    def stuck(self) -> bool:
        return self.free.locked() and (
            self.asking > _MOST_WAITING or monotonic() - self.moved >= _STUCK_SECONDS
        )


class Pace:
    """Of one sender. Moments are those of the deliveries: a clock that stands still holds nobody up."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._turns: dict[str, _Turns] = {}
        self._slowed: dict[str, _Slowed] = {}
        self._minute: tuple[datetime | None, dict[str, int]] = (None, {})

    @asynccontextmanager
    async def turn(self, domain: str, at: datetime) -> AsyncIterator[datetime | None]:
        """When it is this mail's; with the moment until when it is not, for it to come back then."""
        turns = self._turns.setdefault(domain, _Turns(self.limits.connections_per_domain))
        turns.asking += 1
        try:
            held = self._held_until(domain, at) or await self._wait(turns, at)
            if held is not None:
                yield held
                return
            turns.moved = monotonic()
            try:  # while it waited, those before it may have learned more
                yield self._held_until(domain, at) or self._counted(domain, at)
            finally:
                turns.moved = monotonic()
                turns.free.release()
        finally:
            turns.asking -= 1
            if not turns.asking:
                del self._turns[domain]

    def slow(self, domain: str, at: datetime) -> None:
        """It asked for patience, or did not answer: longer each time, until it takes a mail again."""
        before = self._slowed.get(domain)
        if before is None:
            self._slowed[domain] = _Slowed(_FIRST, at + _FIRST)
        elif before.until <= at:  # else several were on the way at once
            wait = min(2 * before.wait, _LONGEST)
            self._slowed[domain] = _Slowed(wait, at + wait)

    def answered(self, domain: str) -> None:
        """It took a mail, or refused one without asking for patience."""
        self._slowed.pop(domain, None)

    async def _wait(self, turns: _Turns, at: datetime) -> datetime | None:
        if not turns.free.locked():
            await turns.free.acquire()
            return None
        until = monotonic() + _PATIENCE_SECONDS
        while not turns.stuck and (left := until - monotonic()) > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(min(left, _STUCK_SECONDS)):
                    await turns.free.acquire()
                    return None
        return at + _FIRST

    def _held_until(self, domain: str, at: datetime) -> datetime | None:
        slowed = self._slowed.get(domain)
        return None if slowed is None or slowed.until <= at else slowed.until

    def _counted(self, domain: str, at: datetime) -> datetime | None:
        """``None`` if one more may go within this minute."""
        most = self.limits.mails_per_domain_and_minute
        if most is None:
            return None
        minute = at.replace(second=0, microsecond=0)
        if self._minute[0] != minute:
            self._minute = (minute, {})
        gone = self._minute[1]
        if gone.get(domain, 0) >= most:
            return minute + timedelta(minutes=1)
        gone[domain] = gone.get(domain, 0) + 1
        return None


def pace_of(settings: NotificationSettings) -> Pace:
    return Pace(
        Limits(
            settings.smtp_connections,
            settings.smtp_connections_per_domain,
            settings.mails_per_domain_and_minute,
        )
    )
