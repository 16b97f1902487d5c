"""A sample read model: what each counter adds up to, with a row for every step."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from recoup_eventstore.postgres.connector import connected
from recoup_eventstore.postgres.read_models import schemas
from recoup_eventstore.postgres.read_models.ledger import Status, begin
from recoup_eventstore.projections import Projection, Tables, on
from recoup_testing.counter import AlarmSet, Counted
from recoup_testing.databases import Databases

TABLES = Tables(
    schema="counter",
    name="totals",
    create="""
    create table total (tenant text, id text, total int not null, primary key (tenant, id));
    create table step (tenant text, position bigint, by int, primary key (tenant, position));
    """,
    index="create index total_by_size on total (tenant, total)",
)
ADD = """
insert into total values ($1, $2, $3)
on conflict (tenant, id) do update set total = total.total + excluded.total
"""
CLEAR = "update total set total = 0 where tenant = $1 and id = $2"
NOTE = "insert into step values ($1, $3, $2)"
TOTALS = Projection(
    TABLES,
    [
        on(Counted, ADD, lambda e: (e.tenant, e.stream.id, e.event.by)),
        on(Counted, NOTE, lambda e: (e.tenant, e.event.by), placed=True),
        on(AlarmSet, CLEAR, lambda e: (e.tenant, e.stream.id)),
    ],
)


@asynccontextmanager
async def totals_database(databases: Databases) -> AsyncIterator[str]:
    """The address of a database whose live build of the totals is its first."""
    async with databases.fresh() as address:
        await install_totals(address)
        yield address


async def install_totals(address: str) -> None:
    """Make the first build of the totals, live and empty."""
    async with connected(address) as owner, owner.transaction():
        await schemas.make(owner, TABLES, build=1)
        await begin(owner, TABLES, 1, Status.LIVE)
        await schemas.show(owner, TABLES, build=1)
