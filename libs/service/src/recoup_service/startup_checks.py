"""A service opens only over a database at head; until then it says what it waits for."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from time import monotonic
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import structlog

from recoup_eventstore.errors import Unavailable
from recoup_eventstore.polling import PollingLoop
from recoup_eventstore.postgres.connector import connected
from recoup_eventstore.postgres.migrate import pending
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.read_models.installation import unbuilt
from recoup_eventstore.postgres.transient import transient_errors
from recoup_messaging.consumer import Consumer
from recoup_service.api.oidc.signing_keys import SigningKeys
from recoup_service.observability.watch import Check, Watch

log = structlog.stdlib.get_logger(__name__)
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.25, 5.0
ANSWER_SECONDS = 30.0
"""So long a server that has let us in may take to say what is missing."""
PING_SECONDS = 2.0


async def not_at_head(dsn: str, packages: Sequence[str]) -> str | None:
    """What keeps this database from being used, ``None`` when it is at head."""
    try:
        with transient_errors():
            async with asyncio.timeout(ANSWER_SECONDS):
                if missing := await pending(_as_worker(dsn), packages):
                    files = ", ".join(f"{each.package}/{each.file}" for each in missing)
                    return f"migrations have not run: {files}; run this service's 'migrate'"
                return await _without_tables(_as_worker(dsn), packages)
    except (Unavailable, asyncpg.PostgresError) as error:
        return (
            f"the database cannot be asked ({error}): is RECOUP_DATABASE right, "
            "and has this service's 'migrate' run?"
        )


async def _without_tables(dsn: str, packages: Sequence[str]) -> str | None:
    async with connected(dsn) as connection:
        missing = await unbuilt(connection, packages)
    if not missing:
        return None
    names = ", ".join(tables.name for tables in missing)
    return (
        f"the tables of {names} have another shape than this version's: run its "
        f"'rebuild {missing[0].name}', or the version that made them"
    )


def _as_worker(dsn: str) -> str:
    """A login inherits nothing: it must say in which of its roles it speaks."""
    parts = urlsplit(dsn)
    query = "&".join(filter(None, [parts.query, "role=recoup_worker"]))
    return urlunsplit(parts._replace(query=query))


async def until_at_head(
    dsn: str, packages: Sequence[str], watch: Watch, stopping: asyncio.Event
) -> None:
    """Wait for the database, or for being stopped; says whenever it waits for something else."""
    pause = FIRST_PAUSE_SECONDS
    while not stopping.is_set():
        complaint = await not_at_head(dsn, packages)
        if complaint is None:
            return
        if complaint != watch.starting:
            log.warning("waiting", reason=complaint)
            watch.starting = complaint
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), pause)
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


def database_check(pools: Pools) -> Check:
    async def check() -> str | None:
        try:
            with transient_errors():
                async with asyncio.timeout(PING_SECONDS):
                    await pools.app.fetchval("select 1")
        except (Unavailable, asyncpg.PostgresError) as error:
            return f"does not answer: {error}"
        return None

    return check


def consumer_check(consumer: Consumer) -> Check:
    async def check() -> str | None:
        return None if consumer.ready else "waits for its partitions"

    return check


def read_only_warnings(pools: Pools) -> Callable[[], Mapping[str, str]]:
    """Reads go on, so requests may still be sent here; writes are told to come again."""

    def warnings() -> Mapping[str, str]:
        refused = pools.breaker.read_only
        return {} if refused is None else {"database": f"takes no writes: {refused}"}

    return warnings


def standing_warnings(
    loops: Sequence[PollingLoop], elapsed: Callable[[], float] = monotonic
) -> Callable[[], Mapping[str, str]]:
    """Loops whose steps fail, why and for how long; requests can be served meanwhile."""

    def warnings() -> Mapping[str, str]:
        now = elapsed()
        return {
            f"loop {loop.name}": f"has stood still for {now - still.since:.0f} s: {still.why}"
            for loop in loops
            if (still := loop.standstill) is not None
        }

    return warnings


def halted_warnings(consumer: Consumer) -> Callable[[], Mapping[str, str]]:
    """Partitions that wait for an operator; the service decides on what it knows meanwhile."""

    def warnings() -> Mapping[str, str]:
        return {f"{at.topic}[{at.partition}]": why for at, why in consumer.halted.items()}

    return warnings


def issuer_warnings(keys: SigningKeys) -> Callable[[], Mapping[str, str]]:
    """API keys work on, and tokens while the keys that were read are not too old."""

    def warnings() -> Mapping[str, str]:
        return {} if keys.failure is None else {"issuer": f"does not answer: {keys.failure}"}

    return warnings
