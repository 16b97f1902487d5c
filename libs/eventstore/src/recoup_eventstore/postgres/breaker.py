"""Knows whether a database answers, so that nobody has to wait for one that does not."""

import asyncio
import logging
from time import monotonic
from typing import TYPE_CHECKING, Any

from recoup_eventstore.errors import Meaning, Unavailable
from recoup_eventstore.postgres.connector import ANSWER_SECONDS, Connector
from recoup_eventstore.postgres.error_table import meaning_of
from recoup_eventstore.postgres.transient import described, transient_errors
from recoup_eventstore.postgres.waking_time import within

if TYPE_CHECKING:  # generic in its stubs, not at run time
    from asyncpg import Connection as Plain

log = logging.getLogger(__name__)
PING_SECONDS = 1.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.1, 1.0
READ_ONLY_SECONDS = 10.0
"""A relay writes every three seconds, so by then somebody else has been refused, or nobody is."""


class Breaker:
    """Open while PostgreSQL does not answer: then everybody is told so at once."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self._reason: str | None = None
        self._refused: tuple[float, str] | None = None

    @property
    def reason(self) -> str | None:
        """Why nothing can be asked of it, while that is so."""
        return self._reason

    @property
    def read_only(self) -> str | None:
        """Why it takes no writes, as far as somebody has lately tried."""
        if self._refused is None or monotonic() - self._refused[0] > READ_ONLY_SECONDS:
            return None
        return self._refused[1]

    def check(self) -> None:
        """Raises ``Unavailable`` while it is open."""
        if self._reason is not None:
            raise Unavailable(self._reason)

    def failed(self, error: BaseException) -> None:
        """Somebody's work ended with this error."""
        if meaning_of(error) is Meaning.READ_ONLY:
            self._refused = (monotonic(), described(error))

    def trip(self, reason: str) -> None:
        if self._reason is None:
            log.error("PostgreSQL does not answer: %s", reason)
        self._reason = reason
        self.open.set()

    def close(self) -> None:
        if self._reason is not None:
            log.warning("PostgreSQL answers again")
        self._reason = None
        self.open.clear()


async def watch(breaker: Breaker, connector: Connector, name: str) -> None:
    """Ask it something every second, on a connection that nothing else can keep busy."""
    connection: Plain[Any] | None = None
    pause = FIRST_PAUSE_SECONDS
    try:
        while True:
            try:
                with transient_errors():
                    if connection is None:
                        connection = await connector.connect(
                            server_settings={"application_name": f"{name} watch"}
                        )
                    await within(ANSWER_SECONDS, connection.fetchval("select 1"))
            except Unavailable as error:
                if connection is not None:
                    connection.terminate()
                    connection = None
                if _is_away(error.__cause__):
                    breaker.trip(str(error))
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            else:
                breaker.close()
                pause = FIRST_PAUSE_SECONDS
            await asyncio.sleep(PING_SECONDS if connection is not None else pause)
    finally:
        if connection is not None:
            connection.terminate()


def _is_away(cause: BaseException | None) -> bool:
    """Others may be connected to a server that only has no room for us, or does not let us in."""
    return isinstance(cause, OSError)
