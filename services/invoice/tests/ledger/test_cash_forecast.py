"""When what is owed is expected: by habit, on the days of plans, or not to be told."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.clock import TurnedClock
from recoup_testing.contested import opened
from recoup_testing.planned import agreed
from recoup_testing.reports import aging

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]
Receive = Callable[..., Awaitable[None]]
MONDAY = date(2026, 1, 5)


async def forecast(erp: AsyncClient, **query: str | int) -> Shown:
    answer = await erp.get("/v1/reports/cash-forecast", params={"weeks": 4, **query})
    assert answer.is_success, answer.text
    found: Shown = answer.json()
    return found


def expected(found: Shown) -> dict[str, tuple[str, str]]:
    """Invoices and instalments of the weeks in which something is."""
    (row,) = found["data"]
    return {
        week["first_day"]: (week["invoices"]["amount"], week["instalments"]["amount"])
        for week in row["weeks"]
        if week["total"]["amount"] != "0.00"
    }


async def pays_late(issue: Do, pay: Do, *days: int) -> None:
    """Paid invoices of December, each so many days after it fell due."""
    for nth, late in enumerate(days):
        due = date(2025, 12, 1) + timedelta(days=nth)
        await issue(f"OLD-{nth}", "10.00", issue_date="2025-11-01", due_date=f"{due}")
        reference = [{"invoice": f"OLD-{nth}"}]
        paid_on = due + timedelta(days=late)
        await pay(f"PAID-{nth}", "10.00", value_date=f"{paid_on}", references=reference)


async def test_an_invoice_is_expected_as_late_as_its_customer_usually_pays(
    erp: AsyncClient, issue: Do, pay: Do, follow: Follow
) -> None:
    await pays_late(issue, pay, 2, 9, 30)
    await issue("SO-1", "100.00", due_date="2026-01-06")
    await issue("SO-2", "50.00", due_date="2026-01-13")
    await issue("SO-3", "70.00", due_date="2026-06-01")
    await follow()
    found = await forecast(erp)
    assert found["usual"] == {"days": 9, "payments": 3}
    assert expected(found) == {"2026-01-12": ("100.00", "0.00"), "2026-01-19": ("50.00", "0.00")}
    (row,) = found["data"]
    assert (row["later"]["amount"], row["total"]["amount"]) == ("70.00", "220.00")
    items = (await erp.get("/v1/reports/cash-forecast/items")).json()["data"]
    days = {each["external_id"]: each["parts"][0]["expected_on"] for each in items}
    assert days == {"SO-1": "2026-01-15", "SO-2": "2026-01-22", "SO-3": "2026-06-10"}
    assert {each["usual"]["days"] for each in items} == {9}


async def test_a_customer_of_whom_too_little_is_known_pays_as_all_do(
    erp: AsyncClient, issue: Do, pay: Do, send: Do, bolts: Shown, follow: Follow
) -> None:
    await pays_late(issue, pay, 7, 7, 7)
    other = await send("/v1/customers", {**bolts, "external_id": "C-2", "persons": []})
    await issue("SO-1", "100.00", customer_id=other["id"], due_date="2026-01-06")
    await follow()
    assert expected(await forecast(erp)) == {"2026-01-12": ("100.00", "0.00")}


async def test_what_is_paid_again_and_reversed_makes_no_habit(
    erp: AsyncClient, issue: Do, pay: Do, send: Do, follow: Follow
) -> None:
    await issue("SO-1", "100.00", due_date="2026-01-06")
    payment = await pay("B-1", "100.00", value_date="2026-01-20")
    await follow()
    assert (await forecast(erp))["usual"] == {"days": 14, "payments": 1}
    await send(f"/v1/payments/{payment['id']}/reversal", {"reason": "returned"})
    await follow()
    assert (await forecast(erp))["usual"] == {"days": 0, "payments": 0}


async def test_what_waits_for_somebody_stands_apart_and_all_of_it_is_what_is_owed(
    erp: AsyncClient, issue: Do, send: Do, clock: TurnedClock, receive: Receive, follow: Follow
) -> None:
    contested = await issue("SO-1", "100.00", due_date="2026-01-06")
    planned = await issue("SO-2", "90.00", due_date="2026-01-06")
    await issue("SO-3", "80.00", due_date="2026-01-06", chase="never")
    await issue("SO-4", "70.00", issue_date="2026-01-01", due_date="2026-01-02")
    await receive(opened(contested, 40_00))
    schedule = {"2026-01-14": 30_00, "2026-01-21": 30_00, "2026-05-01": 30_00}
    await receive(agreed([(planned, 90_00)], schedule))
    await follow()
    found = await forecast(erp)
    assert expected(found) == {
        "2026-01-05": ("60.00", "0.00"),
        "2026-01-12": ("0.00", "30.00"),
        "2026-01-19": ("0.00", "30.00"),
    }
    (row,) = found["data"]
    apart = ("later", "contested", "held", "later_than_usual", "on_its_way", "total")
    assert {name: row[name]["amount"] for name in apart} == {
        "later": "30.00",
        "contested": "40.00",
        "held": "80.00",
        "later_than_usual": "70.00",
        "on_its_way": "0.00",
        "total": "340.00",
    }
    assert sum(Decimal(amount) for amount in (await aging(erp)).values()) == 340
    (creditor,) = (await erp.get("/v1/creditors")).json()["data"]
    (by_creditor,) = (await forecast(erp, by_creditor="true"))["data"]
    assert by_creditor == {**row, "creditor_id": creditor["id"]}
    assert (await forecast(erp, creditor="nuts"))["data"] == []
    assert (await forecast(erp, currency="CHF"))["data"] == []


async def test_an_insolvent_customer_is_expected_to_pay_nothing(
    erp: AsyncClient, customer: Shown, issue: Do, send: Do, follow: Follow
) -> None:
    await issue("SO-1", "100.00", due_date="2026-01-06")
    condition = {"condition": "insolvency", "source": "court", "effective_from": "2026-01-05"}
    await send(f"/v1/customers/{customer['id']}/conditions", condition)
    await follow()
    (row,) = (await forecast(erp))["data"]
    assert (row["held"]["amount"], row["total"]["amount"]) == ("100.00", "100.00")
