"""The kinds of trouble a PostgreSQL server can be in, each made on the real one and ended again."""

import asyncio
import errno
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from recoup_cli.stack import Stack
from recoup_events.kernel.topics import OWNERS
from recoup_eventstore.postgres.connector import connected

DATABASE = LOGIN = "recoup_invoice"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong for as long as a block lasts, and what can be done meanwhile."""

    name: str
    during: Callable[[Stack], AbstractAsyncContextManager[None]]
    recorded: str | None
    """Something of what the readiness probe says about it, if it is more than single requests' trouble."""
    readable: bool = False


async def ordered(stack: Stack, *statements: str, database: str = "postgres") -> None:
    """As superuser, in spite of whatever the settings of the server are."""
    server = urlsplit(stack.addresses.servers.postgres)._replace(path=f"/{database}")
    async with connected(server.geturl()) as connection:
        await connection.execute("set default_transaction_read_only = off")
        await connection.execute("set statement_timeout = 0")
        for statement in statements:
            await connection.execute(statement)


def terminated(user: str) -> str:
    return f"select pg_terminate_backend(pid) from pg_stat_activity where usename = '{user}'"


def setting(name: str, value: str) -> Callable[[Stack], AbstractAsyncContextManager[None]]:
    """For the whole server, as its running connections see it, too."""

    @asynccontextmanager
    async def during(stack: Stack) -> AsyncIterator[None]:
        await ordered(stack, f"alter system set {name} = {value}", "select pg_reload_conf()")
        try:
            yield
        finally:
            await ordered(stack, f"alter system reset {name}", "select pg_reload_conf()")

    return during


def altered(before: str, after: str) -> Callable[[Stack], AbstractAsyncContextManager[None]]:
    """Something that only new connections see; so everybody gets new ones."""

    @asynccontextmanager
    async def during(stack: Stack) -> AsyncIterator[None]:
        await ordered(stack, before, terminated(LOGIN))
        try:
            yield
        finally:
            await ordered(stack, after)

    return during


def read_only(stack: Stack) -> AbstractAsyncContextManager[None]:
    """Every transaction of the whole server."""
    return setting("default_transaction_read_only", "on")(stack)


def password(stack: Stack) -> AbstractAsyncContextManager[None]:
    secret = stack.addresses.services["invoice"].database.split(":")[2].split("@")[0]
    change = f"alter role {LOGIN} password "
    return altered(f"{change}'another'", f"{change}'{secret}'")(stack)


@asynccontextmanager
async def killed(stack: Stack) -> AsyncIterator[None]:
    stack.kill("postgres")
    try:
        yield
    finally:
        await stack.restart("postgres")


@asynccontextmanager
async def suspended(stack: Stack) -> AsyncIterator[None]:
    postmaster = stack.supervisor.find("postgres")
    assert postmaster is not None
    family = [postmaster, *postmaster.children(recursive=True)]
    _send(family, signal.SIGSTOP)
    try:
        yield
    finally:
        _send(family, signal.SIGCONT)


def _send(family: list[psutil.Process], number: signal.Signals) -> None:
    for process in family:
        process.send_signal(number)


@asynccontextmanager
async def full_disk(stack: Stack) -> AsyncIterator[None]:
    """The events of all services lie on a small disk of their own, and somebody fills it."""
    disk = stack.home.data / "small"
    disk.mkdir()
    disk.chmod(0o777)
    await run("mount", "-t", "tmpfs", "-o", "size=64m,mode=0777", "tmpfs", str(disk))
    try:
        (disk / "space").mkdir()
        await run("chown", "nobody", str(disk / "space"))
        await ordered(stack, f"create tablespace small location '{disk / 'space'}'")
        await _move_events(stack, "small")
        ballast = disk / "ballast"
        fill(ballast)
        try:
            yield
        finally:
            ballast.unlink()
            await _move_events(stack, "pg_default")
            await ordered(stack, "checkpoint", "drop tablespace small")
    finally:
        await run("umount", "--lazy", str(disk))  # idle connections still hold the old files
        disk.rmdir()


async def _move_events(stack: Stack, space: str) -> None:
    move = f"alter table if exists store.event set tablespace {space}"
    for service in OWNERS:
        await ordered(stack, move, database=f"recoup_{service}")


def fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError as full:
            if full.errno != errno.ENOSPC:
                raise


async def run(*command: str) -> None:
    process = await asyncio.create_subprocess_exec(*command)
    assert await process.wait() == 0, command


TROUBLES = (
    Trouble(
        "the server is read-only",
        read_only,
        "read-only transaction",
        readable=True,
    ),
    Trouble(
        "the database is read-only",
        altered(
            f"alter database {DATABASE} set default_transaction_read_only = on",
            f"alter database {DATABASE} reset default_transaction_read_only",
        ),
        "read-only transaction",
        readable=True,
    ),
    Trouble(
        "its role may not log in",
        altered(f"alter role {LOGIN} nologin", f"alter role {LOGIN} login"),
        "not permitted to log in",
    ),
    Trouble("its password is another one", password, "password authentication failed"),
    Trouble(
        "there are too many connections",
        altered(
            f"alter role {LOGIN} connection limit 0", f"alter role {LOGIN} connection limit -1"
        ),
        "too many connections",
    ),
    Trouble(
        "the database takes no connections",
        altered(
            f"alter database {DATABASE} allow_connections false",
            f"alter database {DATABASE} allow_connections true",
        ),
        "not currently accepting connections",
    ),
    Trouble("statements time out", setting("statement_timeout", "1"), None),
    Trouble("the disk is full", full_disk, "No space left", readable=True),
    Trouble("the server was killed", killed, "onnect"),
    Trouble("the server is suspended", suspended, ""),
)
