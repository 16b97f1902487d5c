"""One database per service, and the roles that keep each service in its own."""

from collections.abc import Callable
from urllib.parse import urlsplit

from recoup_events.kernel.topics import OWNERS
from recoup_eventstore.postgres.connector import Alone, connected

_GROUPS = ("recoup_app", "recoup_worker", "recoup_owner")


def database(service: str) -> str:
    return f"recoup_{service}"


def owner(service: str) -> str:
    return f"recoup_{service}_owner"


def login(service: str) -> str:
    return f"recoup_{service}"


def dsn(server: str, role: str, password: str, service: str, standby: str | None = None) -> str:
    """The way into a service's database on this server, or on the one that takes its place."""
    parts = urlsplit(server)
    place, query = parts.netloc.rpartition("@")[2], parts.query
    if standby is not None:
        place = f"{place},{urlsplit(standby).netloc.rpartition('@')[2]}"
        query = "target_session_attrs=read-write"
    return parts._replace(
        netloc=f"{role}:{password}@{place}", path=f"/{database(service)}", query=query
    ).geturl()


async def ensure(server: str, secret: Callable[[str], str]) -> None:
    """Make the roles and databases that are missing; give every role its password again."""
    async with connected(server) as connection:
        # A server of somebody else's may give us createrole only: then we own the roles we make.
        await connection.execute("set createrole_self_grant = 'set, inherit'")
        for group in _GROUPS:
            await _role(connection, group, "nologin")
        for service in OWNERS:
            await _service(connection, service, secret)


async def _service(connection: Alone, service: str, secret: Callable[[str], str]) -> None:
    for role in (owner(service), login(service)):
        await _role(connection, role, f"login noinherit password '{secret(role)}'")
    await connection.execute(f"grant recoup_owner to {owner(service)} with inherit true")
    # The service speaks as one tenant or as a worker, and must say which: SET ROLE.
    await connection.execute(
        f"grant recoup_app, recoup_worker to {login(service)} with inherit false, set true"
    )
    if not await _exists(connection, "pg_database", "datname", database(service)):
        await connection.execute(f"create database {database(service)} owner {owner(service)}")
    await connection.execute(f"revoke all on database {database(service)} from public")
    await connection.execute(f"grant connect on database {database(service)} to {login(service)}")


async def _role(connection: Alone, role: str, attributes: str) -> None:
    verb = "alter" if await _exists(connection, "pg_roles", "rolname", role) else "create"
    await connection.execute(f"{verb} role {role} {attributes}")


async def _exists(connection: Alone, catalog: str, column: str, name: str) -> bool:
    return bool(await connection.fetchval(f"select 1 from {catalog} where {column} = $1", name))
