"""What late bookings would have changed, over HTTP: listed, put right by a person, and listed no more."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.clock import TurnedClock
from recoup_testing.money import eur_json

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]


@pytest.fixture
def listed(erp: AsyncClient, customer: Shown, follow: Follow) -> Callable[[], Awaitable[Any]]:
    async def rows() -> list[tuple[str, str, str, str]]:
        await follow()
        found = (await erp.get(f"/v1/customers/{customer['id']}/late-bookings")).json()["data"]
        return [
            (
                each["external_id"],
                each["number"],
                each["allocated"]["amount"],
                each["would_be"]["amount"],
            )
            for each in found
        ]

    return rows


@pytest.fixture
async def booked_late(issue: Do, pay: Do, clock: TurnedClock) -> None:
    """The payment of 3 January is booked after the one of the 4th, which has paid the older invoice."""
    dates = {"issue_date": "2025-12-01"}
    await issue("SO-1", "100.00", due_date="2025-12-31", **dates)
    await issue("SO-2", "100.00", due_date="2026-01-10", **dates)
    await pay("B-2", "100.00", value_date="2026-01-04")
    clock.turn(timedelta(hours=1))
    await pay("B-1", "100.00", value_date="2026-01-03")


async def test_what_would_be_otherwise_is_listed(booked_late: None, listed: Any) -> None:
    assert await listed() == [
        ("B-2", "No SO-1", "100.00", "0.00"),
        ("B-2", "No SO-2", "0.00", "100.00"),
        ("B-1", "No SO-1", "0.00", "100.00"),
        ("B-1", "No SO-2", "100.00", "0.00"),
    ]


async def test_what_names_its_invoice_would_be_as_it_is(
    issue: Do, pay: Do, clock: TurnedClock, listed: Any
) -> None:
    await issue("SO-1", "100.00", issue_date="2025-12-01", due_date="2025-12-31")
    await issue("SO-2", "100.00", issue_date="2025-12-01", due_date="2026-01-10")
    await pay("B-2", "100.00", value_date="2026-01-04", references=[{"invoice": "SO-1"}])
    clock.turn(timedelta(hours=1))
    await pay("B-1", "100.00", value_date="2026-01-03")
    assert await listed() == []


async def test_once_a_person_has_allocated_it_it_is_listed_no_more(
    booked_late: None, listed: Any, erp: AsyncClient, send: Do
) -> None:
    assert len(await listed()) == 4
    payments = (await erp.get("/v1/payments")).json()["data"]
    for payment in payments:
        path = f"/v1/payments/{payment['id']}"
        (allocation,) = (await erp.get(path)).json()["allocations"]
        await send(f"{path}/allocations/{allocation['id']}/unallocation", {"reason": "late"})
    for name, invoice in (("B-1", "SO-1"), ("B-2", "SO-2")):
        (payment,) = (each for each in payments if each["external_id"] == name)
        references = [{"invoice": invoice, "amount": eur_json("100.00")}]
        await send(f"/v1/payments/{payment['id']}/allocations", {"references": references})
    assert await listed() == []


async def test_another_tenants_customer_is_not_found(asking: Any, customer: Shown) -> None:
    async with asking("rival") as rival:
        answer = await rival.get(f"/v1/customers/{customer['id']}/late-bookings")
    assert answer.status_code == 404
