"""Plain SQL migrations: each file once, in order, in its own transaction, under one lock."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

from recoup_eventstore.postgres.connector import Alone, connected
from recoup_eventstore.postgres.read_models.installation import install

_LOCK = 0x5EC0_0B
_LEDGER = """
create schema if not exists migration;
create table if not exists migration.applied (
    package text not null, file text not null, sha256 text not null,
    applied_at timestamptz not null default now(), primary key (package, file)
);
"""
_ROLES = """
do $$
declare wanted text;
begin
    foreach wanted in array array['recoup_app', 'recoup_worker'] loop
        if not exists (select from pg_roles where rolname = wanted) then
            execute format('create role %I nologin', wanted);
        end if;
    end loop;
end $$;
"""


class EditedMigration(Exception):
    """A file that has already run was changed; write a new one instead."""


@dataclass(frozen=True, slots=True)
class Migration:
    package: str
    file: str
    sql: str

    @property
    def sha256(self) -> str:
        return sha256(self.sql.encode()).hexdigest()


def migrations(package: str) -> Sequence[Migration]:
    """The ``migrations/*.sql`` of a package, in order of their numbers."""
    folder = files(package).joinpath("migrations")
    if not folder.is_dir():
        return ()
    names = sorted(f.name for f in folder.iterdir() if f.name.endswith(".sql"))
    return [Migration(package, n, folder.joinpath(n).read_text(encoding="utf-8")) for n in names]


async def migrate(dsn: str, packages: Sequence[str]) -> list[Migration]:
    """Bring a database to head as its owner; says what ran. Safe to call from many at once."""
    async with connected(dsn) as connection:
        await connection.execute("select pg_advisory_lock($1)", _LOCK)
        await connection.execute(_ROLES)
        await connection.execute(_LEDGER)
        ran = [m for p in packages for m in migrations(p) if await _apply(connection, m)]
        return ran + [new for p in packages for new in await _install(connection, p)]


async def _apply(connection: Alone, migration: Migration) -> bool:
    known = await connection.fetchval(
        "select sha256 from migration.applied where package = $1 and file = $2",
        migration.package,
        migration.file,
    )
    if known == migration.sha256:
        return False
    if known is not None:
        raise EditedMigration(f"{migration.package}/{migration.file} has changed since it ran")
    async with connection.transaction():
        await connection.execute(migration.sql)
        await connection.execute(
            "insert into migration.applied (package, file, sha256) values ($1, $2, $3)",
            migration.package,
            migration.file,
            migration.sha256,
        )
    return True


async def _install(connection: Alone, package: str) -> list[Migration]:
    new = await install(connection, package)
    return [Migration(package, tables.name, tables.create) for tables in new]


async def pending(dsn: str, packages: Sequence[str]) -> list[Migration]:
    """What has not run yet; a service is not ready while there is any."""
    async with connected(dsn) as connection:
        if await connection.fetchval("select to_regclass('migration.applied')") is None:
            applied = set()
        else:
            rows = await connection.fetch("select package, file from migration.applied")
            applied = {(row["package"], row["file"]) for row in rows}
    return [m for p in packages for m in migrations(p) if (m.package, m.file) not in applied]
