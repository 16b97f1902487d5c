"""In a large book an invoice is found by an index, not by looking at every row."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from recoup_events.kernel.ids import CreditorId, TenantId
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.scope import TenantScope

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


@pytest.mark.parametrize(
    ("sought", "indexes"),
    [
        ({12: "on_release"}, {"invoice_to_be_released"}),
        ({10: "2026-77"}, {"invoice_by_number"}),
        ({11: "PO-77"}, {"invoice_by_purchase_order"}),
        ({15: LATELY}, {"resource_latest"}),
        ({16: ["batch"], 17: ["77"]}, {"metadata_by_pair"}),
        ({19: ["inv_77", "inv_78"]}, {"(id = ANY ("}),
        ({21: "RF18539007547034"}, {"invoice_by_payment_reference"}),
    ],
)
async def test_an_invoice_is_found_by_an_index(
    pools: Pools,
    follow: Callable[[], Awaitable[None]],
    sought: Mapping[int, Any],
    indexes: set[str],
) -> None:
    await follow()
    async with pools.app.acquire() as connection, connection.transaction():
        await TenantScope(connection).become(TenantId("acme"))
        await connection.execute(MANY)
        await connection.execute(DATED)
        await connection.execute(NOTED)
        await connection.execute(CALLED)
        explain = f"explain {READS['list_invoices']}"
        arguments = [sought.get(number) for number in range(2, PARAMETERS + 1)]
        rows = await connection.fetch(explain, 26, *arguments)
    plan = "\n".join(row[0] for row in rows)
    assert all(index in plan for index in indexes), plan


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
