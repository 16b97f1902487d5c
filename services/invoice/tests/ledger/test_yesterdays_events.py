"""Events that PostgreSQL holds in an older version are read as today's, by decisions and lists."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from invoice.invoices.domain.decider import INVOICE
from recoup_events.invoice import InvoiceEvent
from recoup_events.kernel.envelope import Cause, Envelope
from recoup_events.kernel.ids import CustomerId, InvoiceId, TenantId
from recoup_events.kernel.money import Money
from recoup_eventstore.ports import Changes, Store
from recoup_testing.clock import TurnedClock

pytestmark = pytest.mark.servers
ACME = TenantId("acme")
Do = Callable[..., Awaitable[dict[str, Any]]]


class CreditedYesterday(InvoiceEvent):
    """The class as it was; without a ``type=`` it takes nobody's place among the events."""

    type = "invoice.credited.v1"
    invoice_id: InvoiceId
    customer_id: CustomerId
    credit_id: str
    amount: Money
    balance: Money
    reason: str


async def test_a_credit_of_yesterday_counts_today(
    erp: AsyncClient,
    store: Store,
    issue: Do,
    clock: TurnedClock,
    follow: Callable[[], Awaitable[None]],
) -> None:
    issued = await issue("SO-1")
    event = CreditedYesterday(
        invoice_id=issued["id"],
        customer_id=issued["customer_id"],
        credit_id="CN-1",
        amount=Money(minor_units=40_00, currency="EUR"),
        balance=Money(minor_units=60_00, currency="EUR"),
        reason="two boxes damaged",
    )
    stream = INVOICE.stream(ACME, issued["customer_id"], issued["id"])
    cause = Cause(clock.now(), "test", UUID(int=7))
    async with store.transaction() as tx:
        await tx.lock([stream.account])
        await tx.write(Changes(events=[Envelope(UUID(int=8), stream, 2, cause, event)]))
    await follow()

    shown = (await erp.get(f"/v1/invoices/{issued['id']}")).json()
    assert shown["balance"]["amount"] == "60.00"
    assert [credit["amount"]["amount"] for credit in shown["credits"]] == ["40.00"]
    statement = await erp.get(f"/v1/customers/{issued['customer_id']}/statement")
    assert [row["reference"] for row in statement.json()["data"]][1:] == ["CN-1"]
