from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_cli.demo_creditor import BOLTS
from recoup_testing.clock import TurnedClock
from recoup_testing.money import eur_json
from recoup_testing.reports import aging, balances, statement

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]


async def test_a_statement_runs_from_date_to_date_with_its_balance(
    erp: AsyncClient, issue: Do, pay: Do, credit: Do, send: Do, customer: Shown, follow: Follow
) -> None:
    await issue("SO-1")
    second = await issue("SO-2", "50.00", issue_date="2026-01-04")
    await credit("CN-1", "10.00", "SO-1")
    await send(f"/v1/invoices/{second['id']}/cancellation", {"reason": "twice"})
    payment = await pay("B-1", "120.00", value_date="2026-01-03")
    await send(f"/v1/payments/{payment['id']}/reversal", {"reason": "returned"})
    await follow()
    assert await statement(erp, customer) == [
        ("2026-01-03", "payment", "B-1", "-120.00", "-120.00"),
        ("2026-01-04", "invoice", "No SO-2", "50.00", "-70.00"),
        ("2026-01-05", "invoice", "No SO-1", "100.00", "30.00"),
        ("2026-01-05", "credit", "No CN-1", "-10.00", "20.00"),
        ("2026-01-05", "cancellation", "No SO-2", "-50.00", "-30.00"),
        ("2026-01-05", "reversal", "B-1", "120.00", "90.00"),
    ]


async def test_a_statement_has_a_balance_per_currency_and_can_show_one(
    erp: AsyncClient, issue: Do, customer: Shown, follow: Follow
) -> None:
    yen = {"currency": "JPY", "amount": "5000"}
    await issue("SO-1")
    await issue("SO-2", total=yen)
    await follow()
    path = f"/v1/customers/{customer['id']}/statement"
    assert balances((await erp.get(path)).json()) == [eur_json("100.00"), yen]
    only_yen = (await erp.get(path, params={"currency": "JPY"})).json()
    assert balances(only_yen) == [yen]
    assert [row["reference"] for row in only_yen["data"]] == ["No SO-2"]


async def test_the_balance_runs_on_from_page_to_page(
    erp: AsyncClient, issue: Do, customer: Shown, follow: Follow
) -> None:
    for i in range(5):
        await issue(f"SO-{i}")
    await follow()
    path, query, balances = f"/v1/customers/{customer['id']}/statement", {"limit": "2"}, []
    while True:
        page = (await erp.get(path, params=query)).json()
        balances += [row["balance"]["amount"] for row in page["data"]]
        if not page["has_more"]:
            break
        query["cursor"] = page["next_cursor"]
    assert balances == ["100.00", "200.00", "300.00", "400.00", "500.00"]


async def test_a_statement_can_end_on_an_earlier_day(
    erp: AsyncClient, issue: Do, customer: Shown, follow: Follow
) -> None:
    await issue("SO-1", issue_date="2026-01-02")
    await issue("SO-2", issue_date="2026-01-03")
    await follow()
    assert len(await statement(erp, customer, as_of="2026-01-02")) == 1


async def test_a_stranger_has_no_statement(erp: AsyncClient, customer: Shown) -> None:
    assert (await erp.get("/v1/customers/cus_0/statement")).status_code == 404


@pytest.mark.parametrize(
    ("day", "bucket"),
    [
        ("2026-01-05", "current"),
        ("2026-02-04", "current"),
        ("2026-02-05", "1-30"),
        ("2026-03-06", "1-30"),
        ("2026-03-07", "31-60"),
        ("2026-04-06", "61-90"),
        ("2026-05-06", "91-180"),
        ("2026-08-03", "91-180"),
        ("2026-08-04", "181+"),
    ],
)
async def test_what_is_owed_is_aged_by_days_past_due(
    erp: AsyncClient, issue: Do, follow: Follow, day: str, bucket: str
) -> None:
    await issue("SO-1")
    await follow()
    assert await aging(erp, as_of=day) == {bucket: "100.00"}
    assert await aging(erp, as_of="2026-01-04") == {}


async def test_a_payment_counts_from_its_value_date_whenever_it_is_booked(
    erp: AsyncClient, issue: Do, pay: Do, follow: Follow
) -> None:
    await issue("SO-1")
    await pay("B-1", "40.00", value_date="2026-01-20")
    await follow()
    assert await aging(erp, as_of="2026-01-19") == {"current": "100.00"}
    assert await aging(erp, as_of="2026-01-20") == {"current": "60.00"}


async def test_money_that_came_before_its_invoice_is_on_account_until_then(
    erp: AsyncClient, issue: Do, pay: Do, follow: Follow
) -> None:
    await pay("B-1", "40.00", value_date="2026-01-03")
    await issue("SO-1")
    await follow()
    assert await aging(erp, as_of="2026-01-04") == {"on_account": "40.00"}
    assert await aging(erp, as_of="2026-01-05") == {"current": "60.00"}


async def test_what_a_reversed_payment_paid_is_owed_again_from_the_day_it_was_reversed(
    erp: AsyncClient, issue: Do, pay: Do, send: Do, clock: TurnedClock, follow: Follow
) -> None:
    await issue("SO-1")
    payment = await pay("B-1", "140.00", value_date="2026-01-06")
    clock.turn(timedelta(days=5))
    await send(f"/v1/payments/{payment['id']}/reversal", {"reason": "returned"})
    await follow()
    assert await aging(erp, as_of="2026-01-09") == {"on_account": "40.00"}
    assert await aging(erp) == {"current": "100.00"}


async def test_currencies_are_aged_apart(erp: AsyncClient, issue: Do, follow: Follow) -> None:
    await issue("SO-1")
    await issue("SO-2", total={"currency": "KWD", "amount": "1.005"})
    await follow()
    assert await aging(erp) == {"current": "100.00"}
    assert await aging(erp, currency="KWD") == {"current": "1.005"}


async def test_another_tenant_sees_none_of_it(
    issue: Do, customer: Shown, asking: Callable[[str], Any], follow: Follow
) -> None:
    await issue("SO-1")
    await follow()
    async with asking("other") as stranger:
        assert await aging(stranger) == {}
        path = f"/v1/customers/{customer['id']}/statement"
        assert (await stranger.get(path)).status_code == 404


async def test_creditors_are_kept_apart_in_statements_and_aging(
    erp: AsyncClient, send: Do, issue: Do, customer: Shown, follow: Follow
) -> None:
    nuts = await send("/v1/creditors", {**BOLTS, "code": "nuts", "legal_name": "Nuts B.V."})
    await issue("SO-1", "100.00")
    await issue("SO-1", "30.00", creditor="nuts")
    await follow()
    path = f"/v1/customers/{customer['id']}/statement"
    whole = (await erp.get(path)).json()
    assert sorted(each["amount"] for each in balances(whole)) == ["100.00", "30.00"]
    assert [row["balance"]["amount"] for row in whole["data"]] == ["100.00", "30.00"]
    one = (await erp.get(path, params={"creditor": "nuts"})).json()
    (owed,) = one["balances"]
    assert (owed["creditor_id"], owed["balance"]) == (nuts["id"], eur_json("30.00"))
    aged = (await erp.get("/v1/aging", params={"creditor": "nuts"})).json()
    assert [each["total"] for each in aged["data"]] == [eur_json("30.00")]
    listed = (await erp.get("/v1/invoices", params={"creditor": "nuts"})).json()["data"]
    assert [each["creditor_id"] for each in listed] == [nuts["id"]]
    assert (await erp.get("/v1/payments", params={"creditor": "nuts"})).json()["data"] == []
    named = (await erp.get("/v1/creditors", params={"search": "NUTS"})).json()["data"]
    assert [each["code"] for each in named] == ["nuts"]
