"""An issuer's keys as this process has them: read again now and then, and never at a stranger's pace."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from math import inf
from time import monotonic

import structlog

from recoup_service.api.oidc.issuer import IssuerUnavailable, Keys, SigningKey

log = structlog.stdlib.get_logger(__name__)
FRESH_SECONDS = 600.0
"""A key the issuer has withdrawn works no longer than this, while the issuer answers."""
PAUSE_SECONDS = 10.0
"""Between two readings, whatever is asked for: anybody can make up the name of a key."""
MOST_WAITING = 16
"""Requests that wait for one reading; a slow issuer must not hold up what has nothing to do with it."""


class SigningKeys:
    """See the module; one per process."""

    def __init__(
        self,
        read: Callable[[], Awaitable[Keys]],
        stale_seconds: float,
        elapsed: Callable[[], float] = monotonic,
    ) -> None:
        self._read = read
        self._stale_seconds = stale_seconds
        self._elapsed = elapsed
        self._keys: Keys = {}
        self._read_at = self._tried_at = -inf
        self._reading: asyncio.Task[None] | None = None
        self._waiting = 0
        self.failure: str | None = None
        """Why the last reading failed."""

    async def find(self, kid: str) -> SigningKey | None:
        """None when the issuer names no such key; raises when it cannot be asked."""
        key = self._known(kid)
        if key is None:
            await self._wait()
            key = self._known(kid)
        elif self._elapsed() - self._read_at >= FRESH_SECONDS:
            self._begin()
        if key is None and self.failure is not None:
            raise IssuerUnavailable(self.failure)
        return key

    async def close(self) -> None:
        """Ends a reading that is under way."""
        if self._reading is not None:
            self._reading.cancel()
            with suppress(asyncio.CancelledError):
                await self._reading

    def _known(self, kid: str) -> SigningKey | None:
        stale = self._elapsed() - self._read_at >= self._stale_seconds
        return None if stale else self._keys.get(kid)

    async def _wait(self) -> None:
        reading = self._begin()
        if reading is None:
            return
        if self._waiting >= MOST_WAITING:
            raise IssuerUnavailable("its keys are being read")
        self._waiting += 1
        try:
            await asyncio.shield(reading)
        finally:
            self._waiting -= 1

    def _begin(self) -> asyncio.Task[None] | None:
        """The reading under way, or a new one; none when the last one is too short ago."""
        if self._reading is not None:
            return self._reading
        if self._elapsed() - self._tried_at < PAUSE_SECONDS:
            return None
        self._tried_at = self._elapsed()
        self._reading = asyncio.create_task(self._renew(), name="keys of the issuer")
        return self._reading

    async def _renew(self) -> None:
        try:
            keys = await self._read()
        except IssuerUnavailable as error:
            self.failure = str(error)
            log.warning("issuer unavailable", reason=self.failure)
        else:
            if keys != self._keys:
                log.info("issuer's keys", kids=sorted(keys))
                self._keys = keys
            self._read_at, self.failure = self._elapsed(), None
        finally:
            self._reading = None
