"""What came of customers, by the category they were of when it happened."""

from datetime import date

import pytest
from httpx import AsyncClient

from recoup_events.invoice import (
    Condition,
    CustomerConditionRecorded,
    CustomerRegistered,
    InvoiceIssued,
)
from recoup_events.kernel.ids import ConditionId
from recoup_testing.reminders_example import CUSTOMER, paid
from recoup_testing.service_harness import ServiceHarness

PATH = "/v1/category-report?from=2026-01-01&to=2026-12-31"
HARD_TIMES = CustomerConditionRecorded(
    customer_id=CUSTOMER,
    condition_id=ConditionId("cnd_1"),
    condition=Condition.HARDSHIP,
    source="a call",
    effective_from=date(2026, 2, 2),
)


@pytest.mark.servers
async def test_each_move_counts_for_the_category_of_its_moment(
    office: ServiceHarness,
    acme: AsyncClient,
    other: AsyncClient,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
) -> None:
    await office.receive(registered, issued)
    await office.receive(HARD_TIMES)
    await office.receive(paid("60.00", left="40.00"))
    await office.receive(paid("40.00", left="0.00"))
    await office.catch_up()
    rows = {each["category"]: each for each in (await acme.get(PATH)).json()["data"]}
    before, after = rows["undecided"], rows["going_out_of_business"]
    assert (before["owed"]["amount"], before["recovered"]["amount"]) == ("100.00", "0.00")
    assert (after["owed"]["amount"], after["recovered"]["amount"]) == ("0.00", "100.00")
    assert (after["outcomes"], after["customers"]) == ({"paid": 1}, 1)
    assert after["days_to_pay"] is not None
    assert (await other.get(PATH)).json()["data"] == []


@pytest.mark.servers
async def test_a_period_that_ends_before_it_begins_is_refused(acme: AsyncClient) -> None:
    answer = await acme.get("/v1/category-report?from=2026-02-01&to=2026-01-01")
    assert (answer.status_code, answer.json()["code"]) == (422, "period_unusable")
