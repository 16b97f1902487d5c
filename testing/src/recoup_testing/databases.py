"""Databases for one test: migrated once per set of packages, then copied."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import count
from secrets import token_hex
from urllib.parse import urlsplit

from recoup_eventstore.postgres.connector import connected
from recoup_eventstore.postgres.migrate import migrate

STORE = "recoup_eventstore.postgres"


class Databases:
    """Makes databases on one server; a template per list of migrated packages."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._templates: dict[tuple[str, ...], str] = {}
        self._prefix = f"recoup_test_{token_hex(4)}"
        """Unlike any other run's on the same server."""
        self._numbers = count(1)

    @asynccontextmanager
    async def empty(self) -> AsyncIterator[str]:
        """The address of a database in which nothing has run; it is dropped afterwards."""
        async with self._copy("template1") as address:
            yield address

    @asynccontextmanager
    async def fresh(self, packages: Sequence[str] = ()) -> AsyncIterator[str]:
        """The address of a database at head, without rows; it is dropped afterwards."""
        wanted = (STORE, *packages)
        if wanted not in self._templates:
            name = await self._create("template1")
            await migrate(self._address(name), wanted)
            self._templates[wanted] = name
        async with self._copy(self._templates[wanted]) as address:
            yield address

    async def close(self) -> None:
        """Drop the templates, for a server may outlive us."""
        for name in self._templates.values():
            await self._drop(name)

    @asynccontextmanager
    async def _copy(self, template: str) -> AsyncIterator[str]:
        name = await self._create(template)
        yield self._address(name)
        await self._drop(name)

    async def _create(self, template: str) -> str:
        name = f"{self._prefix}_{next(self._numbers)}"
        await self._execute(f"create database {name} template {template}")
        return name

    async def _drop(self, name: str) -> None:
        await self._execute(f"drop database {name} with (force)")

    def _address(self, name: str) -> str:
        return urlsplit(self._server)._replace(path=f"/{name}").geturl()

    async def _execute(self, statement: str) -> None:
        async with connected(self._server) as connection:
            await connection.execute(statement)
