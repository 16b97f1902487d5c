"""The list of promises, and how many were kept."""

from datetime import date
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_testing.reminders_example import CUSTOMER, INVOICE, berlin, paid
from recoup_testing.service_harness import ServiceHarness

pytestmark = pytest.mark.servers


async def asked(client: AsyncClient, path: str, **wanted: str) -> dict[str, Any]:
    answer = await client.get(path, params=wanted)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def promise(client: AsyncClient, reference: str, invoice: str, amount: str) -> None:
    answer = await client.post(
        "/v1/promises",
        json={
            "reference": reference,
            "customer_id": CUSTOMER,
            "slices": [{"invoice_id": invoice, "amount": {"currency": "EUR", "amount": amount}}],
            "due_on": "2026-03-13",
        },
    )
    assert answer.status_code == 201, answer.text


async def test_promises_are_listed_and_counted_as_they_are_kept_and_broken(
    office: ServiceHarness,
    acme: AsyncClient,
    other: AsyncClient,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    second: InvoiceIssued,
) -> None:
    await office.receive(registered, issued, second)
    await office.until(berlin("2026-03-06 15:00"))
    await promise(acme, "PTP-1", INVOICE, "60.00")
    await promise(acme, "PTP-2", second.invoice_id, "100.00")
    await office.catch_up()
    nothing = await asked(acme, "/v1/promise-report")
    assert (nothing["fell_due"], nothing["kept_percent"]) == (0, None)

    await office.receive(
        paid("60.00", left="40.00").model_copy(update={"value_date": date(2026, 3, 12)})
    )
    await office.until(berlin("2026-03-16 01:00"))
    await office.catch_up()
    report = await asked(acme, "/v1/promise-report", customer_id=CUSTOMER)
    assert (report["fell_due"], report["kept"], report["kept_percent"]) == (2, 1, "50.0")
    [euros] = report["currencies"]
    assert (euros["promised"]["amount"], euros["paid"]["amount"]) == ("160.00", "60.00")
    assert euros["kept_amount_percent"] == "37.5"

    [kept] = (await asked(acme, "/v1/promises", state="kept"))["data"]
    assert (kept["promised"]["amount"], kept["kept_on"]) == ("60.00", "2026-03-12")
    [broken] = (await asked(acme, "/v1/promises", invoice_id=second.invoice_id))["data"]
    assert broken["state"] == "broken"
    one = (await acme.get(f"/v1/promises/{broken['id']}")).json()
    assert {key: broken[key] for key in broken.keys() & one.keys()} == {
        key: one[key] for key in broken.keys() & one.keys()
    }
    assert (await asked(other, "/v1/promises"))["data"] == []
    assert (await asked(other, "/v1/promise-report"))["fell_due"] == 0
