"""What a debtor contests at an agency becomes a dispute."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from recoup_events.dispute import DisputeOpened
from recoup_events.kernel.envelope import Account, Cause
from recoup_events.kernel.ids import (
    AgencyId,
    CustomerId,
    InvoiceId,
    PlacementId,
    TenantId,
    derived,
    receivable_id_of,
)
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import PlacementDisputeReported
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.ports import START
from recoup_service.service import Service
from recoup_testing.creditors import CREDITOR
from recoup_testing.deliver import receive

ACME = TenantId("acme")
CUSTOMER = CustomerId(derived("cus", ACME, "C-1"))
INVOICE = InvoiceId(derived("inv", ACME, "SO-1"))


def reported(euros: int, **more: Any) -> PlacementDisputeReported:
    return PlacementDisputeReported(
        placement_id=PlacementId("plc_1"),
        agency_id=AgencyId("agn_1"),
        customer_id=CUSTOMER,
        creditor_id=CREDITOR,
        invoice_id=INVOICE,
        receivable_id=receivable_id_of(INVOICE, 0),
        amount=Money(minor_units=euros * 100, currency="EUR"),
        reason="quality",
        **{"external_id": "D-1", "note": "Half of the bolts are bent.", **more},
    )


async def opened(
    service: Service, runner: CommandRunner, *reports: PlacementDisputeReported
) -> Sequence[DisputeOpened]:
    cause = Cause(datetime(2026, 1, 21, tzinfo=UTC), "test", UUID(int=8))
    await receive(service, runner, Account(ACME, CUSTOMER), cause, *reports)
    recorded = [found.envelope.event for found in await runner.store.feed(START, 100)]
    return [event for event in recorded if isinstance(event, DisputeOpened)]


async def test_a_reported_dispute_is_opened_with_the_debtors_words(
    service: Service, command_runner: CommandRunner
) -> None:
    [dispute] = await opened(service, command_runner, reported(30))
    [slice] = dispute.slices
    assert (slice.amount.decimal, dispute.reason) == ("30.00", "quality")
    assert dispute.statement == "Half of the bolts are bent."


async def test_no_more_is_contested_than_is_left(
    service: Service, command_runner: CommandRunner
) -> None:
    two = (reported(80), reported(80, external_id="D-2"), reported(80, external_id="D-3"))
    disputes = await opened(service, command_runner, *two)
    assert [each.slices[0].amount.decimal for each in disputes] == ["80.00", "20.00"]
