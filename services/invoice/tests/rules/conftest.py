"""What is owed and what of it is chased, as the service knows it."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from invoice.open_items.domain.open_receivables import OPEN_RECEIVABLES
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.ids import InvoiceId, TenantId, receivable_id_of
from recoup_eventstore.command_runner import CommandRunner

Shown = dict[str, Any]


@pytest.fixture
def chased(command_runner: CommandRunner) -> Callable[[Shown], Awaitable[str]]:
    """What of an invoice with one term nobody has set aside."""

    async def read(invoice: Shown) -> str:
        account = Account(TenantId("acme"), invoice["customer_id"])
        id = receivable_id_of(InvoiceId(invoice["id"]), 0)
        async with command_runner.work() as work:
            return (await work.document(OPEN_RECEIVABLES, account, id)).chased.decimal

    return read
