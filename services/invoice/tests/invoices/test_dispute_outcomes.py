from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from invoice.credit_notes.consumers import credit_dispute, reads
from recoup_events.dispute import DisputePartlyUpheld, DisputeUpheld
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import CustomerId, DisputeId, InvoiceId, TenantId
from recoup_events.kernel.money import Money
from recoup_events.kernel.refusals import Refused
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.work import UnitOfWork
from recoup_testing.terms import slice_of

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
CAUSE = Cause(datetime(2026, 1, 20, 9, tzinfo=UTC), "system:invoice", UUID(int=7))
Upheld = DisputeUpheld | DisputePartlyUpheld


def upheld(
    invoice: Shown, cents: int, kind: type[Upheld] = DisputeUpheld, currency: str = "EUR"
) -> Envelope[Upheld]:
    credit = Money(minor_units=cents, currency=currency)
    slices = (slice_of(InvoiceId(invoice["id"]), credit),)
    event = kind(
        dispute_id=DisputeId("dsp_1"),
        customer_id=CustomerId(invoice["customer_id"]),
        slices=slices,
        credit=credit,
        credits=slices,
        reason="two boxes arrived damaged",
    )
    stream = Stream(Account(TenantId("acme"), invoice["customer_id"]), "dispute", "dsp_1")
    return Envelope(UUID(int=1), stream, 2, CAUSE, event)


async def receive(command_runner: CommandRunner, received: Envelope[Upheld]) -> None:
    async def decision(work: UnitOfWork) -> None:
        await work.lock([received.account], reads(received))
        await credit_dispute(work, received, CAUSE)

    await command_runner.decide(decision)


@pytest.mark.parametrize("kind", [DisputeUpheld, DisputePartlyUpheld])
async def test_an_upheld_dispute_is_credited_under_its_own_id(
    erp: AsyncClient, command_runner: CommandRunner, issue: Do, kind: type[Upheld]
) -> None:
    invoice = await issue("SO-1")
    await receive(command_runner, upheld(invoice, 30_00, kind))
    shown = (await erp.get(f"/v1/invoices/{invoice['id']}")).json()
    assert shown["balance"]["amount"] == "70.00"
    assert [credit["dispute_id"] for credit in shown["credits"]] == ["dsp_1"]


async def test_what_was_granted_is_credited_whole_and_money_makes_room(
    erp: AsyncClient, command_runner: CommandRunner, issue: Do, pay: Do, send: Do
) -> None:
    invoice = await issue("SO-1")
    payment = await pay("B-1", "80.00")
    await receive(command_runner, upheld(invoice, 30_00))
    path = f"/v1/invoices/{invoice['id']}"
    shown = (await erp.get(path)).json()
    assert (shown["state"], shown["credited"]["amount"]) == ("paid", "30.00")
    (credit,) = shown["credits"]
    note = (await erp.get(f"/v1/credit-notes/{credit['credit_note_id']}")).json()
    assert (note["dispute_id"], note["unapplied"]["amount"]) == ("dsp_1", "0.00")
    payment = (await erp.get(f"/v1/payments/{payment['id']}")).json()
    assert payment["unapplied"]["amount"] == "10.00"

    await send(f"/v1/payments/{payment['id']}/reversal", {"reason": "returned"})
    assert (await erp.get(path)).json()["balance"]["amount"] == "70.00"
    for move in ("cancellation", f"allocations/{credit['allocation_id']}/unallocation"):
        refused = await erp.post(f"/v1/credit-notes/{note['id']}/{move}", json={"reason": "no"})
        assert refused.status_code == 409


async def test_money_of_whoever_paid_makes_room(
    erp: AsyncClient, command_runner: CommandRunner, issue: Do, pay: Do, send: Do, customer: Shown
) -> None:
    named = {"name": "Head GmbH", "kind": "entity", "country": "DE", "language": "de"}
    head = await send(
        "/v1/customers", {"external_id": "C-9", "time_zone": "Europe/Berlin", **named}
    )
    invoice = await issue("SO-1")
    references = [{"invoice": "SO-1", "customer": customer["id"]}]
    payment = await pay("B-1", "100.00", customer_id=head["id"], references=references)
    await receive(command_runner, upheld(invoice, 30_00))
    payment = (await erp.get(f"/v1/payments/{payment['id']}")).json()
    assert payment["unapplied"]["amount"] == "30.00"
    assert (await erp.get(f"/v1/invoices/{invoice['id']}")).json()["state"] == "paid"


async def test_what_exceeds_the_invoice_is_on_account(
    erp: AsyncClient, command_runner: CommandRunner, issue: Do, send: Do
) -> None:
    invoice = await issue("SO-1")
    lower = {"amount": {"amount": "-80.00", "currency": "EUR"}, "reason": "price"}
    await send(f"/v1/invoices/{invoice['id']}/adjustments", lower)
    await receive(command_runner, upheld(invoice, 30_00))
    (credit,) = (await erp.get(f"/v1/invoices/{invoice['id']}")).json()["credits"]
    note = (await erp.get(f"/v1/credit-notes/{credit['credit_note_id']}")).json()
    assert (credit["amount"]["amount"], note["unapplied"]["amount"]) == ("20.00", "10.00")


async def test_nothing_is_granted_on_a_cancelled_invoice(
    erp: AsyncClient, command_runner: CommandRunner, issue: Do, send: Do
) -> None:
    invoice = await issue("SO-1")
    await send(f"/v1/invoices/{invoice['id']}/cancellation", {"reason": "twice"})
    await receive(command_runner, upheld(invoice, 30_00))
    assert (await erp.get(f"/v1/invoices/{invoice['id']}")).json()["credits"] == []


@pytest.mark.parametrize("named", ["first", "residual"], ids=["before it moved", "moved"])
async def test_what_was_granted_is_credited_where_it_is_asked_for_by_now_and_the_rest_where_it_was_paid(
    named: str, erp: AsyncClient, command_runner: CommandRunner, issue: Do, pay: Do, send: Do
) -> None:
    """Of 1,000.00 in all, 600.00 are paid and 700.00 granted: 300.00 are due, and as much too much."""
    first = await issue("SO-1", "1000.00")
    payment = await pay("B-1", "600.00", references=[{"invoice": "SO-1"}])
    body = {
        "customer_id": first["customer_id"],
        "external_id": "SO-2",
        "number": "No SO-2",
        "issue_date": "2026-01-05",
        "total": {"amount": "400.00", "currency": "EUR"},
        "continues": [{"invoice_external_id": "SO-1"}],
    }
    residual = await send("/v1/invoices", body)
    disputed = {"first": first, "residual": residual}[named]
    await receive(command_runner, upheld(disputed, 700_00))
    first, residual = [
        (await erp.get(f"/v1/invoices/{each['id']}")).json() for each in (first, residual)
    ]
    assert (first["state"], first["credited"]["amount"]) == ("continued", "300.00")
    assert (residual["state"], residual["credited"]["amount"]) == ("paid", "400.00")
    path = f"/v1/payments/{payment['id']}"
    assert (await erp.get(path)).json()["unapplied"]["amount"] == "300.00"
    (credit,) = residual["credits"]
    note = (await erp.get(f"/v1/credit-notes/{credit['credit_note_id']}")).json()
    assert (len(note["allocations"]), note["unapplied"]["amount"]) == (2, "0.00")
    await send(f"{path}/reversal", {"reason": "returned"})
    owed = [
        (await erp.get(f"/v1/invoices/{each['id']}")).json()["balance"]["amount"]
        for each in (first, residual)
    ]
    assert owed == ["0.00", "300.00"]


@pytest.mark.parametrize("change", [{"id": "inv_0"}, {"currency": "USD"}])
async def test_a_credit_that_fits_no_invoice_is_refused(
    command_runner: CommandRunner, issue: Do, change: dict[str, str]
) -> None:
    invoice = await issue("SO-1")
    received = upheld(invoice | change, 30_00, currency=change.get("currency", "EUR"))
    with pytest.raises(Refused):
        await receive(command_runner, received)
