"""In a large book an invoice is found by an index, not by looking at every row."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from recoup_events.kernel.ids import TenantId
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.scope import TenantScope

pytestmark = pytest.mark.servers
READS = named_queries("invoice.invoices", "queries.sql")
MANY = """
    insert into invoice_receivables_1.invoice
    select 'acme', 'inv_' || i, 'cus_' || i % 100, 'crd_1', 'SO-' || i, '2026-' || i, 'PO-' || i, 'paid',
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
NOT_SOUGHT = (None,) * 8
LATELY = datetime(2026, 1, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sought", "indexes"),
    [
        ((None, None, "on_release", None, None, None), {"invoice_to_be_released"}),
        (("2026-77", None, None, None, None, None), {"invoice_by_number"}),
        ((None, "PO-77", None, None, None, None), {"invoice_by_purchase_order"}),
        ((None, None, None, None, None, LATELY), {"resource_latest"}),
        (
            (None, None, None, "2026-7777", None, None),
            {"invoice_by_number", "invoice_by_external_id", "invoice_by_purchase_order"},
        ),
    ],
)
async def test_an_invoice_is_found_by_an_index(
    pools: Pools, follow: Callable[[], Awaitable[None]], sought: Any, indexes: set[str]
) -> None:
    await follow()
    async with pools.app.acquire() as connection, connection.transaction():
        await TenantScope(connection).become(TenantId("acme"))
        await connection.execute(MANY)
        await connection.execute(DATED)
        explain = f"explain {READS['list_invoices']}"
        rows = await connection.fetch(explain, 26, *NOT_SOUGHT, *sought)
    plan = "\n".join(row[0] for row in rows)
    assert all(index in plan for index in indexes), plan
