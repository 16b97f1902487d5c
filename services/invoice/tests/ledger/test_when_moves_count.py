"""A move counts from the later of its own day and that of what it undoes; nothing before it exists."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.contested import upheld
from recoup_testing.money import eur_json
from recoup_testing.reports import aging, statement

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]
Receive = Callable[..., Awaitable[None]]
LATER = {"issue_date": "2026-02-01", "due_date": "2026-03-01"}
"""Of an invoice that is sent ahead: today is 5 January."""


async def test_money_that_went_before_its_value_date_never_counted_and_is_not_asked_for_twice(
    erp: AsyncClient, issue: Do, pay: Do, send: Do, customer: Shown, follow: Follow
) -> None:
    await issue("SO-1")
    payment = await pay("B-1", "100.00", value_date="2026-01-20")
    await send(f"/v1/payments/{payment['id']}/reversal", {"reason": "returned"})
    await follow()
    for day in ("2026-01-08", "2026-01-19", "2026-01-20", "2026-01-31"):
        assert await aging(erp, as_of=day) == {"current": "100.00"}
    moved = [row[:2] + row[3:] for row in await statement(erp, customer, as_of="2026-01-31")]
    assert moved[1:] == [
        ("2026-01-20", "payment", "-100.00", "0.00"),
        ("2026-01-20", "reversal", "100.00", "100.00"),
    ]


async def test_money_that_the_bank_took_back_is_gone_though_an_invoice_it_paid_comes_later(
    erp: AsyncClient, issue: Do, pay: Do, send: Do, follow: Follow
) -> None:
    await issue("SO-1")
    await issue("SO-2", **LATER)
    payment = await pay("B-1", "200.00", value_date="2026-01-05")
    await send(f"/v1/payments/{payment['id']}/reversal", {"reason": "returned"})
    await follow()
    assert await aging(erp, as_of="2026-01-31") == {"current": "100.00"}
    assert await aging(erp, as_of="2026-02-01") == {"current": "200.00"}


async def test_a_credit_note_that_was_cancelled_is_gone_though_its_invoice_comes_later(
    erp: AsyncClient, issue: Do, credit: Do, send: Do, follow: Follow
) -> None:
    await issue("SO-1", **LATER)
    note = await credit("CN-1", "40.00", "SO-1")
    await send(f"/v1/credit-notes/{note['id']}/cancellation", {"reason": "mistake"})
    await follow()
    assert await aging(erp, as_of="2026-01-31") == {}
    assert await aging(erp, as_of="2026-02-01") == {"current": "100.00"}


async def test_what_becomes_of_an_invoice_before_its_issue_date_counts_from_that_day(
    erp: AsyncClient, issue: Do, send: Do, receive: Receive, follow: Follow
) -> None:
    moves: dict[str, Shown] = {
        "cancellation": {"reason": "twice"},
        "adjustments": {"amount": eur_json("-40.00"), "reason": "price"},
        "write-off": {"amount": eur_json("10.00"), "reason": "goodwill"},
    }
    for name, body in moves.items():
        invoice = await issue(name, **LATER)
        await send(f"/v1/invoices/{invoice['id']}/{name}", body)
    await receive(upheld(await issue("SO-9", **LATER), 30_00))
    await follow()
    assert await aging(erp, as_of="2026-01-31") == {}
    assert await aging(erp, as_of="2026-02-01") == {"current": "220.00"}


async def test_a_late_booking_of_earlier_money_does_not_make_an_invoice_paid_earlier(
    erp: AsyncClient, issue: Do, pay: Do, follow: Follow
) -> None:
    invoice = await issue("SO-1", discounts=[{"percent": "2", "until": "2026-01-25"}])
    await pay("B-1", "50.00", value_date="2026-01-20")
    await pay("B-2", "48.00", value_date="2026-01-10")
    await follow()
    shown = (await erp.get(f"/v1/invoices/{invoice['id']}")).json()
    assert shown["state"] == "paid"
    assert await aging(erp, as_of="2026-01-19") == {"current": "52.00"}
    assert await aging(erp, as_of="2026-01-20") == {}
