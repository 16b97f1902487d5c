"""A customer contests in a call or a reply: the dispute is opened without anybody asking twice."""

from datetime import UTC, datetime
from uuid import UUID

from httpx import AsyncClient

from recoup_events.dispute import Reason
from recoup_events.kernel.envelope import Account, Cause
from recoup_events.kernel.ids import (
    CustomerId,
    DisputeId,
    InvoiceId,
    TaskId,
    TenantId,
    derived,
    receivable_id_of,
)
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import DisputeRequested
from recoup_eventstore.command_runner import CommandRunner
from recoup_service.service import Service
from recoup_testing.creditors import CREDITOR
from recoup_testing.deliver import receive

ACME = TenantId("acme")
CUSTOMER = CustomerId(derived("cus", ACME, "C-1"))
INVOICE = InvoiceId(derived("inv", ACME, "SO-1"))
REQUESTED = DisputeRequested(
    customer_id=CUSTOMER,
    creditor_id=CREDITOR,
    task_id=TaskId("tsk_1"),
    dispute_id=DisputeId("dsp_1"),
    invoice_id=INVOICE,
    receivable_id=receivable_id_of(INVOICE, 0),
    amount=Money(minor_units=40_00, currency="EUR"),
    reason=Reason.QUANTITY,
    statement="Two pumps never came.",
)


async def received(
    service: Service, command_runner: CommandRunner, *events: DisputeRequested
) -> None:
    cause = Cause(datetime(2026, 1, 21, 9, tzinfo=UTC), "test", UUID(int=8))
    await receive(service, command_runner, Account(ACME, CUSTOMER), cause, *events)


async def test_what_is_requested_is_contested_once(
    service: Service, command_runner: CommandRunner, erp: AsyncClient
) -> None:
    await received(service, command_runner, REQUESTED, REQUESTED)
    shown = (await erp.get("/v1/disputes/dsp_1")).json()
    assert (shown["state"], shown["reason"]) == ("open", "quantity")
    assert shown["amount"]["amount"] == "40.00"


async def test_what_is_contested_already_is_not_contested_again(
    service: Service, command_runner: CommandRunner, erp: AsyncClient
) -> None:
    whole = Money(minor_units=100_00, currency="EUR")
    first = REQUESTED.model_copy(update={"amount": Money(minor_units=70_00, currency="EUR")})
    rest = REQUESTED.model_copy(update={"dispute_id": DisputeId("dsp_2"), "amount": whole})
    none = REQUESTED.model_copy(update={"dispute_id": DisputeId("dsp_3"), "amount": whole})
    await received(service, command_runner, first, rest, none)
    assert (await erp.get("/v1/disputes/dsp_2")).json()["amount"]["amount"] == "30.00"
    assert (await erp.get("/v1/disputes/dsp_3")).status_code == 404
