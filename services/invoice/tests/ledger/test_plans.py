"""In a large book an invoice is found by an index, not by looking at every row."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from recoup_events.kernel.ids import CreditorId, TenantId
from recoup_eventstore.postgres.pools import Pools, open_pools
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.scope import Connection, TenantScope
from recoup_service.api.sorting import DATES, Column, Order
from recoup_testing.databases import Databases

pytestmark = pytest.mark.servers
READS = named_queries("invoice.invoices", "queries.sql")
LOOKS = named_queries("invoice.receipts", "queries.sql")
MANY = """
    insert into invoice_receivables_1.invoice
    select 'acme', 'inv_' || i, 'cus_' || i % 100, 'crd_1', 'erp', 'SO-' || i, '2026-' || i, 'PO-' || i, 'paid',
           'EUR', 1, 0, 1, 0, date '2020-01-01' + i % 2000, date '2026-01-01', 'Europe/Berlin',
           case when i % 1000 = 0 then 'on_release' else 'now' end
    from generate_series(1, 30000) as i
"""
DATED = """
    insert into invoice_receivables_1.resource
    select 'acme', 'invoice', 'inv_' || i, timestamptz '2026-01-01' + i * interval '1 minute',
           timestamptz '2026-01-01' + i * interval '1 minute'
    from generate_series(1, 30000) as i
"""
NOTED = """
    insert into invoice_receivables_1.metadata
    select 'acme', 'invoice', 'inv_' || i, 'batch', (i / 10)::text from generate_series(1, 30000) as i
"""
CALLED = """
    insert into invoice_receivables_1.words
    select 'acme', 'invoice', 'inv_' || i, 'text', '2026-' || i || ' po-' || i
    from generate_series(1, 30000) as i
"""
PARAMETERS = 21
LATELY = datetime(2026, 1, 21, tzinfo=UTC)
LATEST_ISSUED = Order(Column("issue_date", date), descending=True)


@pytest.fixture
async def address(databases: Databases) -> AsyncIterator[str]:
    async with databases.fresh(["recoup_service", "invoice"]) as address:
        yield address


@pytest.fixture
async def pools(address: str) -> AsyncIterator[Pools]:
    async with open_pools(address, name="test") as pools:
        yield pools


@asynccontextmanager
async def _large_book(pools: Pools, address: str) -> AsyncIterator[Connection]:
    """With the statistics that PostgreSQL has of a table a minute after it has grown."""
    async with pools.app.acquire() as connection, connection.transaction():
        await TenantScope(connection).become(TenantId("acme"))
        for filled in (MANY, DATED, NOTED, CALLED):
            await connection.execute(filled)
    owner = await asyncpg.connect(address)
    await owner.execute("analyze")
    await owner.close()
    async with pools.app.acquire() as connection, connection.transaction():
        await TenantScope(connection).become(TenantId("acme"))
        yield connection


@pytest.mark.parametrize(
    ("sought", "indexes"),
    [
        ({12: "on_release"}, {"invoice_to_be_released"}),
        ({10: "2026-77"}, {"invoice_by_number"}),
        ({11: "PO-77"}, {"invoice_by_purchase_order"}),
        ({15: LATELY + timedelta(hours=19)}, {"resource_latest"}),
        ({16: ["batch"], 17: ["77"]}, {"metadata_by_pair"}),
        ({19: ["inv_77", "inv_78"]}, {"(id = ANY ("}),
        ({21: "RF18539007547034"}, {"invoice_by_payment_reference"}),
    ],
)
async def test_an_invoice_is_found_by_an_index(
    pools: Pools,
    address: str,
    follow: Callable[[], Awaitable[None]],
    sought: Mapping[int, Any],
    indexes: set[str],
) -> None:
    await follow()
    async with _large_book(pools, address) as connection:
        statement = LATEST_ISSUED.statement(READS["list_invoices"], further=False)
        explain = f"explain {statement}"
        arguments = [sought.get(number) for number in range(2, PARAMETERS + 1)]
        rows = await connection.fetch(explain, 26, *arguments)
    plan = "\n".join(row[0] for row in rows)
    assert all(index in plan for index in indexes), plan


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    ("column", "value", "index"),
    [
        (Column("issue_date", date), date(2023, 1, 1), "invoice_latest"),
        (Column("due_date", date), date(2026, 1, 1), "invoice_by_due_date"),
        (Column("number", str), "2026-15000", "invoice_by_number"),
        (DATES["created_at"], LATELY, "resource_oldest"),
        (DATES["updated_at"], LATELY, "resource_latest"),
    ],
)
async def test_a_page_far_behind_begins_where_it_is(
    pools: Pools,
    address: str,
    follow: Callable[[], Awaitable[None]],
    column: Column,
    value: object,
    index: str,
    descending: bool,
) -> None:
    await follow()
    async with _large_book(pools, address) as connection:
        order = Order(column, descending=descending)
        statement = order.statement(READS["list_invoices"], further=True)
        nothing_else = [None] * (PARAMETERS - 3)
        rows = await connection.fetch(f"explain {statement}", 26, value, "inv_15000", *nothing_else)
    plan = [row[0] for row in rows]
    assert any(index in line for line in plan), plan
    assert any("Index Cond" in line and f"ROW({column.name}" in line for line in plan), "\n".join(
        plan
    )
    assert not any("Sort" in line for line in plan), "\n".join(plan)


async def test_numbers_in_a_text_are_found_by_an_index(
    pools: Pools, follow: Callable[[], Awaitable[None]]
) -> None:
    await follow()
    async with pools.app.acquire() as connection, connection.transaction():
        await TenantScope(connection).become(TenantId("acme"))
        await connection.execute(MANY)
        digits = [f"2026{number}" for number in range(70, 270)]
        numbered = f"explain {LOOKS['invoices_numbered']}"
        rows = await connection.fetch(numbered, CreditorId("crd_1"), digits)
    plan = "\n".join(row[0] for row in rows)
    assert "invoice_by_number_digits" in plan, plan
