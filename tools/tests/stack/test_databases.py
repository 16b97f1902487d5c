"""A service reaches its own database, in a role it must name, and no other."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from recoup_cli.stack import Addresses, databases
from recoup_cli.stack.state import State

OUR_SECRETS = State(master_secret="of this test")


@pytest.mark.parametrize(
    ("server", "expected"),
    [
        ("postgresql://postgres:x@h:5/postgres", "postgresql://me:pw@h:5/recoup_invoice"),
        ("postgresql://h/", "postgresql://me:pw@h/recoup_invoice"),
        (
            "postgresql://a:b@h:5/c?sslmode=require",
            "postgresql://me:pw@h:5/recoup_invoice?sslmode=require",
        ),
    ],
)
def test_the_way_in_differs_from_the_servers_only_in_role_and_database(
    server: str, expected: str
) -> None:
    assert databases.dsn(server, "me", "pw", "invoice") == expected


@asynccontextmanager
async def connected(address: str) -> "AsyncIterator[asyncpg.Connection[asyncpg.Record]]":
    connection = await asyncpg.connect(address)
    try:
        yield connection
    finally:
        await connection.close()


@pytest.mark.servers
async def test_a_service_has_no_rights_until_it_says_who_it_speaks_as(servers: Addresses) -> None:
    async with connected(servers.services["invoice"].migrate_database) as owner:
        await owner.execute("create schema scratch; grant usage on schema scratch to recoup_app")
    try:
        async with connected(servers.services["invoice"].database) as service:
            before = await service.fetchval("select has_schema_privilege('scratch', 'usage')")
            await service.execute("set role recoup_app")
            after = await service.fetchval("select has_schema_privilege('scratch', 'usage')")
    finally:
        async with connected(servers.services["invoice"].migrate_database) as owner:
            await owner.execute("drop schema scratch")
    assert (before, after) == (False, True)


@pytest.mark.servers
async def test_a_service_cannot_enter_another_services_database(servers: Addresses) -> None:
    ours = servers.services["invoice"].database
    theirs = ours.removesuffix("recoup_invoice") + "recoup_dispute"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(theirs)


@pytest.mark.servers
async def test_a_wrong_password_is_refused_even_on_this_machine(servers: Addresses) -> None:
    server = servers.servers.postgres
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(databases.dsn(server, "recoup_invoice", "guessed", "invoice"))
