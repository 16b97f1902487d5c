"""Sums have the room they need: no total depends on whether one amount still fits."""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from itertools import accumulate
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from recoup_events.invoice import InvoiceIssued
from recoup_events.kernel.ids import InvoiceId
from recoup_eventstore.ports import START, Store
from recoup_testing.terms import issued_as

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]
HUNDRED_TIMES = range(100)


async def read(erp: AsyncClient, path: str) -> Shown:
    answer = await erp.get(path)
    assert answer.status_code == 200, answer.text
    shown: Shown = answer.json()
    return shown


@pytest.mark.parametrize(
    ("currency", "amounts"),
    [
        ("EUR", ["9999999999999.99", "9999999999999.98"]),  # past 10^15 minor units
        ("IDR", ["9999999999999.00"] * 12),  # past 2^53
        ("VND", ["999999999999999"] * 12),
        ("KWD", ["999999999999.999"] * 3),
    ],
)
async def test_a_sum_may_be_larger_than_any_amount(
    erp: AsyncClient,
    issue: Do,
    pay: Do,
    customer: Shown,
    follow: Follow,
    currency: str,
    amounts: list[str],
) -> None:
    for i, amount in enumerate(amounts):
        await issue(f"SO-{i}", total={"currency": currency, "amount": amount})
    money = {"currency": currency, "amount": amounts[0]}
    await pay("B-1", "", amount=money, auto_allocate=False, value_date="2026-01-05")
    await follow()
    statement = await read(erp, f"/v1/customers/{customer['id']}/statement")
    moves = [*map(Decimal, amounts), -Decimal(amounts[0])]
    balances = [row["balance"]["amount"] for row in statement["data"]]
    assert balances == list(map(str, accumulate(moves)))
    [aged] = (await read(erp, "/v1/aging"))["data"]
    assert aged["total"]["amount"] == str(sum(map(Decimal, amounts)))
    assert aged["on_account"] == money


async def test_a_tenants_total_may_be_larger_than_any_machine_number(
    erp: AsyncClient, issue: Do, customer: Shown, store: Store, follow: Follow
) -> None:
    """Ten thousand invoices of the largest amount: past 2^63 cents."""
    first = await issue("SO-0", "9999999999999.99")
    last = (await store.feed(START, 10))[-1].envelope
    assert isinstance(last.event, InvoiceIssued)
    for hundred in HUNDRED_TIMES:
        names = [InvoiceId(f"inv_{hundred}_{i}") for i in HUNDRED_TIMES]
        await store.append(
            [
                last._replace(
                    id=UUID(int=10**6 + 100 * hundred + i),
                    stream=last.stream._replace(id=name),
                    event=issued_as(last.event, name),
                )
                for i, name in enumerate(names)
            ]
        )
    await follow()
    owed = {"currency": "EUR", "amount": str(10_001 * Decimal(first["balance"]["amount"]))}
    assert Decimal(owed["amount"]).scaleb(2) > 2**63
    [aged] = (await read(erp, "/v1/aging"))["data"]
    statement = await read(erp, f"/v1/customers/{customer['id']}/statement")
    assert aged["total"] == owed
    assert [each["balance"] for each in statement["balances"]] == [owed]
