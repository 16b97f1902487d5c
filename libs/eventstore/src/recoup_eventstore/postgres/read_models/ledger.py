"""Which builds of a read model there are, what each is for, and how far each has come."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from recoup_eventstore.ports import Cursor
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Tables

if TYPE_CHECKING:
    from asyncpg import Pool

    from recoup_eventstore.postgres.scope import Connection

QUERIES = named_queries("recoup_eventstore.postgres.read_models")


class Status(StrEnum):
    BUILDING = "building"
    """Written by the rebuild that made it."""
    LIVE = "live"
    """Followed by the service, and what its readers see."""
    STANDBY = "standby"
    """Followed by the service, so that it can be live again at once."""


@dataclass(frozen=True, slots=True)
class Build:
    name: str
    build: int
    shape: str
    status: Status
    cursor: Cursor

    def at(self, cursor: Cursor) -> "Build":
        return replace(self, cursor=cursor)


def schema_of(tables: Tables, build: int) -> str:
    """Where the tables of a build lie."""
    return f"{tables.schema}_{tables.name}_{build}"


async def builds(connection: "Connection | Pool[Any]", name: str) -> Sequence[Build]:
    """In the order in which they were begun."""
    return _builds(await connection.fetch(QUERIES["builds"], name))


async def own(connection: "Connection", name: str) -> Sequence[Build]:
    """The same; until the transaction ends nobody else moves them or changes their part."""
    return _builds(await connection.fetch(f"{QUERIES['builds']} for update", name))


async def begin(connection: "Connection", tables: Tables, build: int, status: Status) -> None:
    await connection.execute(QUERIES["begin_build"], tables.name, build, tables.shape, status)


async def move(connection: "Connection", build: Build, to: Cursor) -> bool:
    """Compare and set, in the transaction of the rows it stands for."""
    done = await connection.execute(
        QUERIES["move_build"], build.name, build.build, *build.cursor, *to
    )
    return bool(done == "UPDATE 1")


def _builds(rows: Sequence[Any]) -> Sequence[Build]:
    return [
        Build(name, build, shape, Status(status), Cursor(gen, txid, pos))
        for name, build, shape, status, gen, txid, pos in rows
    ]
