"""PostgreSQL taken away, in every way there is, and given back."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import psutil

from recoup_attack.scene import Outcome, Scene, Takes
from recoup_attack.target import SERVICES, Target

Connection = Any
DATABASES = [f"recoup_{service}" for service in SERVICES]
ROLES = DATABASES
"""Each service logs in under the name of its database."""
END_SESSIONS = """
select count(*) filter (where pg_terminate_backend(pid))
from pg_stat_activity where usename = any($1) and pid <> pg_backend_pid()
"""
TABLES = """
select format('%I.%I', schemaname, relname) from pg_stat_user_tables
order by n_tup_ins + n_tup_upd desc limit 3
"""


@asynccontextmanager
async def superuser(target: Target, database: str = "postgres") -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(
        urlsplit(target.postgres)._replace(path=f"/{database}").geturl()
    )
    try:
        yield connection
    finally:
        await connection.close()


async def _trouble(
    begin: Iterable[str], end: Iterable[str], what: str, target: Target, *, ended: bool = True
) -> Outcome:
    """Statements that make it and statements that undo it; what was set is left alone after that."""
    async with superuser(target) as connection:
        try:
            for statement in begin:
                await connection.execute(statement)
            count = await connection.fetchval(END_SESSIONS, ROLES) if ended else 0
            await asyncio.sleep(target.seconds)
        finally:
            for statement in end:
                await connection.execute(statement)
    return Outcome(f"{what} for {target.seconds:.0f} s, {count} sessions ended")


def _each(statement: str, names: Iterable[str]) -> list[str]:
    return [statement.format(name) for name in names]


read_only = partial(
    _trouble,
    _each("alter database {} set default_transaction_read_only = on", DATABASES),
    _each("alter database {} reset default_transaction_read_only", DATABASES),
    "every database read-only",
)
read_only_all = partial(
    _trouble,
    ["alter system set default_transaction_read_only = on", "select pg_reload_conf()"],
    [
        "set default_transaction_read_only = off",
        "set transaction_read_only = off",
        "alter system reset default_transaction_read_only",
        "select pg_reload_conf()",
    ],
    "the whole server read-only",
    ended=False,
)
no_login = partial(
    _trouble,
    _each("alter role {} nologin", ROLES),
    _each("alter role {} login", ROLES),
    "no service may log in",
)
one_connection = partial(
    _trouble,
    _each("alter role {} connection limit 1", ROLES),
    _each("alter role {} connection limit -1", ROLES),
    "one connection for each service",
)
no_connection = partial(
    _trouble,
    _each("alter database {} connection limit 0", DATABASES),
    _each("alter database {} connection limit -1", DATABASES),
    "no connection for any service",
)
no_time = partial(
    _trouble,
    _each("alter role {} set statement_timeout = '1ms'", ROLES),
    _each("alter role {} reset statement_timeout", ROLES),
    "one millisecond for a statement",
)
wrong_password = partial(
    _trouble,
    _each("alter role {} valid until '2000-01-01'", ROLES),
    _each("alter role {} valid until 'infinity'", ROLES),
    "no password is valid any more",
)


async def exhausted(target: Target) -> Outcome:
    """Somebody else has all connections there are, but those kept for the superuser."""
    async with superuser(target) as connection, AsyncExitStack() as held:
        await connection.execute("drop role if exists attacker")
        await connection.execute("create role attacker login password 'attacker'")
        place = urlsplit(target.postgres)
        theirs = place._replace(
            netloc=f"attacker:attacker@{place.netloc.rpartition('@')[2]}"
        ).geturl()
        count = 0
        loop = asyncio.get_running_loop()
        end = loop.time() + target.seconds
        await connection.fetchval(END_SESSIONS, ROLES)
        while loop.time() < end:
            try:
                mine = await asyncpg.connect(theirs, timeout=2)
            except (asyncpg.PostgresError, OSError, TimeoutError):
                await asyncio.sleep(0.02)
                continue
            held.push_async_callback(mine.close)
            count += 1
        return Outcome(f"{count} connections for {target.seconds:.0f} s")


async def suspended(target: Target) -> Outcome:
    """All its processes stand still, as on a machine that is out of memory or being moved."""
    main = psutil.Process(target.processes["postgres"].pid)
    stopped = [main, *main.children(recursive=True)]
    try:
        for process in stopped:
            with suppress(psutil.NoSuchProcess):
                process.suspend()
        await asyncio.sleep(target.seconds / 2)
    finally:
        for process in stopped:
            with suppress(psutil.NoSuchProcess):
                process.resume()
    return Outcome(f"{len(stopped)} processes stood still for {target.seconds / 2:.0f} s")


async def locked(target: Target) -> Outcome:
    """A long transaction, as of a careless operator, locks the tables that are used most."""
    names = []
    async with AsyncExitStack() as held:
        for database in DATABASES:
            connection = await held.enter_async_context(superuser(target, database))
            tables = [row[0] for row in await connection.fetch(TABLES)]
            transaction = connection.transaction()
            await transaction.start()
            held.push_async_callback(transaction.rollback)
            await _lock(connection, tables)
            names += tables
        await asyncio.sleep(target.seconds / 2)
    return Outcome(f"{len(names)} tables locked for {target.seconds / 2:.0f} s")


async def _lock(connection: Connection, tables: Sequence[str]) -> None:
    """Ask again where the server ended a deadlock with one of the services at our cost."""
    while True:
        with suppress(asyncpg.DeadlockDetectedError, asyncpg.LockNotAvailableError):
            async with connection.transaction():
                await connection.execute("set local lock_timeout = '5s'")
                await connection.execute(f"lock table {', '.join(tables)} in access exclusive mode")
            return


async def ended(target: Target) -> Outcome:
    """Every session is ended, again and again."""
    async with superuser(target) as connection:
        count = 0
        for _ in range(int(target.seconds / 0.25)):
            count += await connection.fetchval(END_SESSIONS, ROLES)
            await asyncio.sleep(0.25)
    return Outcome(f"{count} sessions ended in {target.seconds:.0f} s")


async def killed(target: Target) -> Outcome:
    """One of its processes dies, so it throws everybody out and recovers."""
    main = psutil.Process(target.processes["postgres"].pid)
    async with superuser(target) as connection:
        pid = await connection.fetchval(
            "select pid from pg_stat_activity where usename = any($1) limit 1", ROLES
        )
    os.kill(pid, signal.SIGKILL)
    await asyncio.sleep(target.seconds / 2)
    return Outcome(f"the server recovered from the death of a session, {main.pid} lives")


Attack = Callable[[Target], Awaitable[Outcome]]
WAYS: dict[str, tuple[str, Attack]] = {
    "read-only": ("the databases turn read-only, and their sessions are ended", read_only),
    "read-only-server": ("the server turns read-only under everybody's hands", read_only_all),
    "no-login": ("the services may not log in any more", no_login),
    "no-password": ("the services' passwords expire", wrong_password),
    "no-connections": ("the databases take no connections", no_connection),
    "few-connections": ("each service gets one connection", one_connection),
    "exhausted": ("somebody else takes all connections", exhausted),
    "no-time": ("every statement times out", no_time),
    "ended": ("sessions are ended all the time", ended),
    "killed": ("a session's process is killed", killed),
    "locked": ("the hottest tables are locked", locked),
    "suspended": ("PostgreSQL stands still", suspended),
}
SCENES = tuple(
    Scene("database", name, what, attack, Takes.THE_DATABASE, quick=name == "read-only")
    for name, (what, attack) in WAYS.items()
)
