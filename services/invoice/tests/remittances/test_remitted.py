"""What a debtor paid an agency counts gross, from the day the agency had it."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from httpx import AsyncClient

from recoup_events.kernel.ids import AgencyId, PlacementId
from recoup_events.workflow_scheduler import PlacementHardshipReported
from recoup_testing.remittances import remitted

Shown = dict[str, Any]
Receive = Callable[..., Awaitable[None]]
IDS = {"placement_id": PlacementId("plc_1"), "agency_id": AgencyId("agn_1")}


async def test_a_remitted_payment_pays_what_it_was_paid_for(
    erp: AsyncClient, issue: Callable[..., Awaitable[Shown]], receive: Receive
) -> None:
    older = await issue("SO-1")
    meant = await issue("SO-2")
    await receive(remitted(meant, 60))
    paid = (await erp.get(f"/v1/invoices/{meant['id']}")).json()
    assert paid["balance"]["amount"] == "40.00"
    assert (await erp.get(f"/v1/invoices/{older['id']}")).json()["balance"]["amount"] == "100.00"
    payment = (await erp.get("/v1/payments/pay_1")).json()
    assert (payment["source"], payment["method"]) == ("agency", "agency")
    assert (payment["value_date"], payment["amount"]["amount"]) == ("2026-01-07", "60.00")


async def test_what_is_not_owed_any_more_stays_on_account(
    erp: AsyncClient, issue: Callable[..., Awaitable[Shown]], pay: Receive, receive: Receive
) -> None:
    invoice = await issue("SO-1")
    await pay("P-1", "70.00", references=[{"invoice": "SO-1"}])
    await receive(remitted(invoice, 60))
    assert (await erp.get(f"/v1/invoices/{invoice['id']}")).json()["balance"]["amount"] == "0.00"
    payment = (await erp.get("/v1/payments/pay_1")).json()
    assert payment["unapplied"]["amount"] == "30.00"


async def test_a_hardship_that_an_agency_reports_is_recorded_once(
    erp: AsyncClient, issue: Callable[..., Awaitable[Shown]], receive: Receive
) -> None:
    invoice = await issue("SO-1")
    report = PlacementHardshipReported(
        **IDS,
        customer_id=invoice["customer_id"],
        creditor_id=invoice["creditor_id"],
        external_id="H-1",
        since=date(2026, 1, 6),
    )
    await receive(report)
    await receive(report)
    path = f"/v1/customers/{invoice['customer_id']}/conditions"
    [condition] = (await erp.get(path)).json()["data"]
    assert (condition["condition"], condition["effective_from"]) == ("hardship", "2026-01-06")
