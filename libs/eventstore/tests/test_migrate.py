"""Migrations run once, in order, and may not be edited afterwards."""

import asyncio
from dataclasses import replace

import pytest

from recoup_eventstore.postgres import migrate as module
from recoup_eventstore.postgres.migrate import EditedMigration, migrate, migrations, pending
from recoup_testing.databases import STORE, Databases

pytestmark = pytest.mark.servers


async def test_a_database_at_head_has_nothing_pending(databases: Databases) -> None:
    async with databases.fresh() as address:
        assert await pending(address, [STORE]) == []
        assert await migrate(address, [STORE]) == []


async def test_many_at_once_migrate_once(databases: Databases) -> None:
    async with databases.empty() as address:
        assert await pending(address, [STORE]) == list(migrations(STORE))
        ran = await asyncio.gather(*(migrate(address, [STORE]) for _ in range(4)))
        assert sorted(map(len, ran)) == [0, 0, 0, len(migrations(STORE))]


async def test_an_edited_migration_is_refused(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited = [replace(m, sql=m.sql + "-- a better comment") for m in migrations(STORE)]
    async with databases.fresh() as address:
        monkeypatch.setattr(module, "migrations", lambda package: edited)
        with pytest.raises(EditedMigration, match="0001_store"):
            await migrate(address, [STORE])
