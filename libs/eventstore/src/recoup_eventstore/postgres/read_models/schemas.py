"""The schemas of builds: made, indexed, shown to readers, and dropped, by the database's owner."""

from typing import TYPE_CHECKING

from asyncpg import DuplicateTableError

from recoup_eventstore.postgres.read_models.ledger import QUERIES, schema_of
from recoup_eventstore.projections import Tables

if TYPE_CHECKING:
    from recoup_eventstore.postgres.scope import Connection

_OWN_ROWS = """
alter table {table} enable row level security;
alter table {table} force row level security;
create policy own_tenant on {table} to recoup_app
    using (tenant = nullif(current_setting('app.tenant', true), ''))
    with check (tenant = nullif(current_setting('app.tenant', true), ''));
create policy every_tenant on {table} for select to recoup_worker using (true);
create policy rebuild on {table} to current_user using (true) with check (true);
grant select, insert, update, delete on {table} to recoup_app;
grant select on {table} to recoup_worker;
"""
_VIEW = """
drop view if exists {view};
create view {view} with (security_invoker) as select * from {table};
grant select on {view} to recoup_app, recoup_worker;
"""

_WORDS = "words"
"""Searched by ``like``, which row-level security would not let an index serve, since it might tell
somebody of rows that are not theirs. So its view reads as the owner and names the tenant itself."""
_VIEW_OF_WORDS = """
drop view if exists {view};
create view {view} as
    select category, id, words from {table}
    where tenant = nullif(current_setting('app.tenant', true), '');
grant select on {view} to recoup_app;
"""


async def make(connection: "Connection", tables: Tables, build: int) -> None:
    """Its tables, in which a tenant sees its own rows only; indexes are for later."""
    schema = schema_of(tables, build)
    await connection.execute(
        f"create schema {schema}; grant usage on schema {schema} to recoup_app, recoup_worker"
    )
    await connection.execute(QUERIES["write_to"], schema)
    await connection.execute(tables.create)
    for table in await names(connection, schema):
        await connection.execute(_OWN_ROWS.format(table=f"{schema}.{table}"))


async def index(connection: "Connection", tables: Tables, build: int) -> None:
    """Each in its own transaction, as events wait for the oldest one; once more does no harm."""
    for statement in tables.index.split(";\n"):
        try:
            async with connection.transaction():
                await connection.execute(QUERIES["write_to"], schema_of(tables, build))
                await connection.execute(statement)
        except DuplicateTableError:
            continue  # an interrupted rebuild came this far


async def show(connection: "Connection", tables: Tables, build: int) -> None:
    """From the end of the transaction on, readers see this build; they may wait, but not miss it."""
    shown = tables.schema
    await connection.execute(
        f"create schema if not exists {shown};"
        f" grant usage on schema {shown} to recoup_app, recoup_worker"
    )
    schema = schema_of(tables, build)
    for table in await names(connection, schema):
        view = _VIEW_OF_WORDS if table == _WORDS else _VIEW
        await connection.execute(view.format(view=f"{shown}.{table}", table=f"{schema}.{table}"))


async def names(connection: "Connection", schema: str) -> list[str]:
    """The tables of a schema."""
    rows = await connection.fetch(QUERIES["tables"], schema)
    return [row["tablename"] for row in rows]


async def drop(connection: "Connection", tables: Tables, build: int) -> None:
    await connection.execute(f"drop schema {schema_of(tables, build)} cascade")
