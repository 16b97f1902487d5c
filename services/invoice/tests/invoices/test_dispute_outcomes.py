from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from invoice.invoices.consumers import credit_dispute, disputed_invoice
from recoup_events.dispute import DisputePartlyUpheld, DisputeUpheld
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import CustomerId, DisputeId, InvoiceId, TenantId
from recoup_events.kernel.money import Money
from recoup_events.kernel.refusals import Refused
from recoup_events.kernel.slices import Slice
from recoup_eventstore.command_runner import CommandRunner

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
CAUSE = Cause(datetime(2026, 1, 20, 9, tzinfo=UTC), "system:invoice", UUID(int=7))
Upheld = DisputeUpheld | DisputePartlyUpheld


def upheld(
    invoice: Shown, cents: int, kind: type[Upheld] = DisputeUpheld, currency: str = "EUR"
) -> Envelope[Upheld]:
    credit = Money(minor_units=cents, currency=currency)
    event = kind(
        dispute_id=DisputeId("dsp_1"),
        customer_id=CustomerId(invoice["customer_id"]),
        slice=Slice(invoice_id=InvoiceId(invoice["id"]), amount=credit),
        credit=credit,
        reason="two boxes arrived damaged",
    )
    stream = Stream(Account(TenantId("acme"), invoice["customer_id"]), "dispute", "dsp_1")
    return Envelope(UUID(int=1), stream, 2, CAUSE, event)


async def receive(command_runner: CommandRunner, received: Envelope[Upheld]) -> None:
    async with command_runner.work() as work:
        await work.lock([received.account])
        await work.preload(streams=disputed_invoice(received))
        await credit_dispute(work, received, CAUSE)


@pytest.mark.parametrize("kind", [DisputeUpheld, DisputePartlyUpheld])
async def test_an_upheld_dispute_is_credited_under_its_own_id(
    erp: AsyncClient, command_runner: CommandRunner, issue: Do, kind: type[Upheld]
) -> None:
    invoice = await issue("SO-1")
    await receive(command_runner, upheld(invoice, 30_00, kind))
    shown = (await erp.get(f"/v1/invoices/{invoice['id']}")).json()
    assert shown["balance"]["amount"] == "70.00"
    assert [credit["dispute_id"] for credit in shown["credits"]] == ["dsp_1"]


async def test_no_more_is_credited_than_is_still_owed(
    erp: AsyncClient, command_runner: CommandRunner, issue: Do, pay: Do
) -> None:
    invoice = await issue("SO-1")
    await pay("B-1", "80.00")
    await receive(command_runner, upheld(invoice, 30_00))
    shown = (await erp.get(f"/v1/invoices/{invoice['id']}")).json()
    assert (shown["state"], shown["credited"]["amount"]) == ("paid", "20.00")


@pytest.mark.parametrize("change", [{"id": "inv_0"}, {"currency": "USD"}])
async def test_a_credit_that_fits_no_invoice_is_refused(
    command_runner: CommandRunner, issue: Do, change: dict[str, str]
) -> None:
    invoice = await issue("SO-1")
    received = upheld(invoice | change, 30_00, currency=change.get("currency", "EUR"))
    with pytest.raises(Refused):
        await receive(command_runner, received)
