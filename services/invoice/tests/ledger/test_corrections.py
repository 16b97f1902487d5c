"""What was moved, taken back or put right counts from its own day in every report."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.clock import TurnedClock
from recoup_testing.money import eur_json
from recoup_testing.reports import aging, statement

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]


async def test_a_credit_note_counts_from_its_issue_date_and_is_on_account_until_then(
    erp: AsyncClient, issue: Do, credit: Do, customer: Shown, follow: Follow
) -> None:
    await issue("SO-1")
    await credit("CN-1", "110.00", "SO-1", issue_date="2026-01-03")
    await follow()
    rows = await statement(erp, customer)
    assert [row[0] for row in rows] == ["2026-01-03", "2026-01-05"]
    assert await aging(erp, as_of="2026-01-04") == {"on_account": "110.00"}
    assert await aging(erp, as_of="2026-01-05") == {"on_account": "10.00"}


async def test_credited_and_cancelled_amounts_are_not_owed(
    erp: AsyncClient, issue: Do, credit: Do, send: Do, customer: Shown, follow: Follow
) -> None:
    await issue("SO-1")
    second = await issue("SO-2")
    await credit("CN-1", "30.00", "SO-1")
    await credit("CN-2", "30.00", "SO-2")
    await send(f"/v1/invoices/{second['id']}/cancellation", {"reason": "twice"})
    await follow()
    owed = {"current": "70.00", "on_account": "30.00"}
    assert await aging(erp) == owed
    assert await aging(erp, customer_id=customer["id"]) == owed
    assert await aging(erp, customer_id="cus_0") == {}


async def test_money_moved_to_another_invoice_was_on_the_first_until_then(
    erp: AsyncClient, issue: Do, pay: Do, send: Do, clock: TurnedClock, follow: Follow
) -> None:
    await issue("SO-1", due_date="2026-01-06")
    await issue("SO-2", due_date="2026-05-01")
    payment = await pay("B-1", "100.00", value_date="2026-01-07")
    clock.turn(timedelta(days=5))
    (allocation,) = payment["allocations"]
    path = f"/v1/payments/{payment['id']}/allocations/{allocation['id']}/reallocation"
    await send(path, {"references": [{"invoice": "SO-2"}], "reason": "wrong one"})
    await follow()
    assert await aging(erp, as_of="2026-01-06") == {"current": "200.00"}
    assert await aging(erp, as_of="2026-01-09") == {"current": "100.00"}
    assert await aging(erp, as_of="2026-01-10") == {"1-30": "100.00"}


async def test_adjustments_and_refunds_stand_in_the_statement(
    erp: AsyncClient,
    issue: Do,
    pay: Do,
    send: Do,
    customer: Shown,
    clock: TurnedClock,
    follow: Follow,
) -> None:
    invoice = await issue("SO-1")
    payment = await pay("B-1", "100.00", value_date="2026-01-06")
    clock.turn(timedelta(days=5))
    lower = {"amount": eur_json("-40.00"), "reason": "price"}
    await send(f"/v1/invoices/{invoice['id']}/adjustments", lower)
    refund = {
        "external_id": "R-1",
        "amount": eur_json("40.00"),
        "refunded_on": "2026-01-12",
        "reason": "lowered",
    }
    await send(f"/v1/payments/{payment['id']}/refunds", refund)
    await follow()
    assert (await statement(erp, customer, as_of="2026-01-31"))[2:] == [
        ("2026-01-10", "adjustment", "No SO-1", "-40.00", "-40.00"),
        ("2026-01-12", "refund", "R-1", "40.00", "0.00"),
    ]
    assert await aging(erp, as_of="2026-01-09") == {}
    assert await aging(erp, as_of="2026-01-11") == {"on_account": "40.00"}
    assert await aging(erp, as_of="2026-01-12") == {}


async def test_a_refund_that_the_bank_took_back_as_well_is_owed(
    erp: AsyncClient, pay: Do, send: Do, customer: Shown, clock: TurnedClock, follow: Follow
) -> None:
    payment = await pay("B-1", "100.00", value_date="2026-01-05")
    path = f"/v1/payments/{payment['id']}"
    refund = {"external_id": "R-1", "amount": eur_json("40.00"), "refunded_on": "2026-01-05"}
    await send(f"{path}/refunds", refund | {"reason": "twice"})
    await send(f"{path}/reversal", {"reason": "returned"})
    await follow()
    assert (await statement(erp, customer))[-1][-1] == "40.00"
    assert await aging(erp) == {"on_account": "-40.00"}
    (row,) = (await erp.get("/v1/payments")).json()["data"]
    shown = (await erp.get(path)).json()
    assert row == {field: shown[field] for field in row}
    assert shown["unapplied"] == eur_json("-40.00")


async def test_a_cancelled_credit_note_is_owed_again(
    erp: AsyncClient, issue: Do, credit: Do, send: Do, customer: Shown, follow: Follow
) -> None:
    await issue("SO-1")
    note = await credit("CN-1", "110.00", "SO-1")
    path = f"/v1/credit-notes/{note['id']}"
    await follow()
    (row,) = (await erp.get("/v1/credit-notes", params={"number": "No CN-1"})).json()["data"]
    assert row == {field: note[field] for field in row}
    note = await send(f"{path}/cancellation", {"reason": "mistake"})
    await follow()
    (row,) = (await erp.get("/v1/credit-notes", params={"state": "cancelled"})).json()["data"]
    assert row == {field: note[field] for field in row}
    assert [entry[1] for entry in await statement(erp, customer)] == [
        "invoice",
        "credit",
        "credit_cancellation",
    ]
    assert await aging(erp) == {"current": "100.00"}
