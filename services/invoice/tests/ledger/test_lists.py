from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]


async def listed(erp: AsyncClient, path: str, **query: str) -> list[str]:
    """The external ids of a whole list, in its order."""
    found: list[str] = []
    while True:
        page = (await erp.get(path, params=query)).json()
        found += [row["external_id"] for row in page["data"]]
        if not page["has_more"]:
            return found
        query["cursor"] = page["next_cursor"]


async def test_a_listed_invoice_says_what_the_invoice_itself_says(
    erp: AsyncClient, issue: Do, pay: Do, credit: Do, send: Do, follow: Follow
) -> None:
    invoice = await issue("SO-1", purchase_order="PO-7", chase="on_release")
    chase = {"chase": "from", "chase_from": "2026-03-01"}
    await send(f"/v1/invoices/{invoice['id']}/chase", chase)
    await credit("CN-1", "10.00", "SO-1")
    await pay("B-1", "30.00")
    await follow()
    shown = (await erp.get(f"/v1/invoices/{invoice['id']}")).json()
    (row,) = (await erp.get("/v1/invoices")).json()["data"]
    assert row == {field: shown[field] for field in row}
    assert row["balance"]["amount"] == "60.00"


async def test_a_listed_payment_says_what_the_payment_itself_says(
    erp: AsyncClient, issue: Do, pay: Do, send: Do, follow: Follow
) -> None:
    await issue("SO-1", "70.00")
    payment = await pay("B-1", "100.00")
    bounced = await pay("B-2", "20.00", value_date="2026-01-19")
    await send(f"/v1/payments/{bounced['id']}/reversal", {"reason": "returned"})
    await follow()
    rows = (await erp.get("/v1/payments")).json()["data"]
    for row, id in zip(rows, [payment["id"], bounced["id"]], strict=True):
        shown = (await erp.get(f"/v1/payments/{id}")).json()
        assert row == {field: shown[field] for field in row}


async def test_a_listed_customer_says_what_the_customer_itself_says(
    erp: AsyncClient, customer: Shown, send: Do, follow: Follow
) -> None:
    path = f"/v1/customers/{customer['id']}"
    condition = {
        "source": "letter",
        "effective_from": "2026-01-05",
        "effective_until": "2026-07-01",
    }
    await erp.patch(path, json={"name": "Nuts GmbH"})
    await send(f"{path}/conditions", condition | {"condition": "insolvency"})
    shown = await send(f"{path}/conditions", condition | {"condition": "cease_request"})
    await send(f"{path}/conditions/{shown['conditions'][-1]['id']}/lift", {"reason": "a mistake"})
    await follow()
    shown = (await erp.get(path)).json()
    assert (await erp.get("/v1/customers", params={"external_id": "C-1"})).json()["data"] == [shown]
    assert await listed(erp, "/v1/customers", external_id="C-2") == []


async def test_lists_are_read_page_by_page_the_latest_first(
    erp: AsyncClient, issue: Do, pay: Do, send: Do, customer: Shown, follow: Follow
) -> None:
    days = [f"2026-01-0{day}" for day in range(1, 8)]
    for i, day in enumerate(days):
        await issue(f"SO-{i}", issue_date=day)
        await pay(f"B-{i}", "1.00", value_date=day)
        await send("/v1/customers", customer_body(f"D-{i}"))
    await follow()
    down = range(6, -1, -1)
    assert await listed(erp, "/v1/invoices", limit="3") == [f"SO-{i}" for i in down]
    assert await listed(erp, "/v1/payments", limit="3") == [f"B-{i}" for i in down]
    assert await listed(erp, "/v1/customers", limit="3") == ["C-1", *(f"D-{i}" for i in range(7))]


async def test_lists_are_sorted_as_asked_for_over_all_pages(
    erp: AsyncClient, issue: Do, pay: Do, send: Do, customer: Shown, follow: Follow
) -> None:
    due = ["2026-03-01", "2026-02-01", "2026-03-01", "2026-01-20", "2026-02-01"]
    invoices = [
        await issue(f"SO-{i}", number=f"N-{9 - i}", due_date=day) for i, day in enumerate(due)
    ]
    for i, name in enumerate(("Zimt GmbH", "Anis GmbH", "Nelke GmbH")):
        await pay(f"B-{i}", "1.00", value_date=f"2026-01-0{i + 1}")
        await send("/v1/customers", {**customer_body(f"D-{i}"), "name": name})
    await follow()
    ids = {invoice["external_id"]: invoice["id"] for invoice in invoices}
    by_day = sorted(ids, key=lambda each: (due[int(each[-1])], ids[each]))
    path = "/v1/invoices"
    assert await listed(erp, path, sort="due_date", limit="2") == by_day
    assert await listed(erp, path, sort="-due_date", limit="2") == by_day[::-1]
    assert await listed(erp, path, sort="number", limit="2") == [f"SO-{i}" for i in (4, 3, 2, 1, 0)]
    moments = {invoice["external_id"]: invoice["created_at"] for invoice in invoices}
    created = sorted(ids, key=lambda each: (moments[each], ids[each]))
    assert await listed(erp, path, sort="created_at", limit="2") == created
    assert await listed(erp, path, sort="-created_at", limit="2") == created[::-1]
    assert len(await listed(erp, path, sort="-updated_at", limit="2")) == 5
    assert await listed(erp, "/v1/payments", sort="value_date") == ["B-0", "B-1", "B-2"]
    names = await listed(erp, "/v1/customers", sort="name", limit="1")
    assert names == ["D-1", "C-1", "D-2", "D-0"]


async def test_invoices_are_sorted_by_what_is_owed_on_them(
    erp: AsyncClient, issue: Do, follow: Follow
) -> None:
    amounts = [900, 1000, 80, 900]
    ids = {}
    for i, amount in enumerate(amounts):
        total = {"amount": f"{amount}.00", "currency": "EUR"}
        ids[f"SO-{i}"] = (await issue(f"SO-{i}", total=total))["id"]
    await follow()
    owed = sorted(ids, key=lambda each: (amounts[int(each[-1])], ids[each]))
    assert await listed(erp, "/v1/invoices", sort="balance", limit="2") == owed
    assert await listed(erp, "/v1/invoices", sort="-balance", limit="1") == owed[::-1]


async def test_a_cursor_is_of_one_order(erp: AsyncClient, issue: Do, follow: Follow) -> None:
    for i in range(3):
        await issue(f"SO-{i}")
    await follow()
    first = (await erp.get("/v1/invoices", params={"sort": "due_date", "limit": 1})).json()
    again = {"sort": "-due_date", "cursor": first["next_cursor"]}
    answer = await erp.get("/v1/invoices", params=again)
    assert (answer.status_code, answer.json()["code"]) == (400, "cursor_of_another_list")


async def test_what_a_list_cannot_be_sorted_by_is_refused_with_what_it_can(
    erp: AsyncClient,
) -> None:
    answer = await erp.get("/v1/invoices", params={"sort": "balance; drop table invoice"})
    assert answer.status_code == 422
    (mistake,) = answer.json()["errors"]
    start = "query parameter sort: Sort by one of issue_date, -issue_date, due_date,"
    assert mistake["detail"].startswith(start)


def customer_body(external_id: str) -> Shown:
    return {
        "external_id": external_id,
        "name": "Nuts Ltd",
        "kind": "entity",
        "country": "GB",
        "time_zone": "Europe/London",
        "language": "en",
    }


async def test_invoices_are_found_by_what_is_known_of_them(
    erp: AsyncClient, issue: Do, pay: Do, send: Do, customer: Shown, follow: Follow
) -> None:
    other = await send("/v1/customers", customer_body("C-2"))
    await issue("SO-1", customer_id=other["id"], due_date="2026-03-01")
    await issue("SO-2", total={"amount": "5", "currency": "JPY"}, due_date="2026-02-01")
    await issue("SO-3", issue_date="2026-01-02", chase="on_release")
    gone = await issue("SO-4", issue_date="2026-01-01")
    await send(f"/v1/invoices/{gone['id']}/cancellation", {"reason": "twice"})
    await pay("B-1", "100.00")
    await follow()
    path = "/v1/invoices"
    assert await listed(erp, path, customer_id=other["id"]) == ["SO-1"]
    assert await listed(erp, path, currency="JPY") == ["SO-2"]
    assert await listed(erp, path, external_id="SO-3") == ["SO-3"]
    assert await listed(erp, path, state="paid") == ["SO-3"]
    assert await listed(erp, path, chase="on_release") == ["SO-3"]
    assert await listed(erp, path, state="cancelled") == ["SO-4"]
    assert sorted(await listed(erp, path, state="open")) == ["SO-1", "SO-2"]
    assert await listed(erp, path, state="overdue") == []
    assert await listed(erp, path, due_from="2026-02-05") == ["SO-1"]
    assert await listed(erp, path, due_to="2026-02-03") == ["SO-2"]


async def test_payments_are_found_by_what_is_known_of_them(
    erp: AsyncClient, pay: Do, send: Do, customer: Shown, follow: Follow
) -> None:
    await pay("B-1", "1.00", value_date="2026-01-02")
    bounced = await pay("B-2", "1.00", amount={"amount": "1", "currency": "JPY"})
    await send(f"/v1/payments/{bounced['id']}/reversal", {"reason": "returned"})
    await follow()
    path = "/v1/payments"
    assert await listed(erp, path, customer_id=customer["id"]) == ["B-2", "B-1"]
    assert await listed(erp, path, customer_id="cus_0") == []
    assert await listed(erp, path, currency="JPY") == ["B-2"]
    assert await listed(erp, path, state="received") == ["B-1"]
    assert await listed(erp, path, external_id="B-2") == ["B-2"]


@pytest.mark.parametrize("path", ["/v1/invoices", "/v1/payments", "/v1/customers"])
async def test_another_tenant_lists_nothing(
    issue: Do, pay: Do, follow: Follow, asking: Callable[[str], Any], path: str
) -> None:
    await issue("SO-1")
    await pay("B-1", "1.00")
    await follow()
    async with asking("other") as stranger:
        assert await listed(stranger, path) == []


async def test_agreements_and_acceptances_are_listed_as_they_are_shown(
    erp: AsyncClient, customer: Shown, send: Do, follow: Follow
) -> None:
    terms = {
        "clauses": {"late_fee": {"after_days": 14, "percent": "1.5", "monthly": True}},
        "effective_from": "2026-01-01",
        "reason": "our terms of trade",
    }
    own = await send("/v1/agreements", terms)
    agreed = await send("/v1/agreements", {**terms, "customer_external_id": "C-1"})
    signed = {"version": 1, "accepted_on": "2026-01-03", "accepted_by": "Ada Sand"}
    accepted = [
        await send(
            "/v1/acceptances", {**signed, "agreement_id": each["id"], "customer_external_id": "C-1"}
        )
        for each in (own, agreed)
    ]
    await follow()
    of_customer = {"customer_id": customer["id"]}
    for path, query, expected in (
        ("/v1/agreements", {}, [own, agreed]),
        ("/v1/agreements", {"own_terms": "true"}, [own]),
        ("/v1/agreements", of_customer, [agreed]),
        ("/v1/agreements", {"creditor": "nuts"}, []),
        ("/v1/acceptances", {"agreement_id": agreed["id"]}, [accepted[1]]),
        ("/v1/acceptances", of_customer, accepted),
    ):
        rows = (await erp.get(path, params=query)).json()["data"]
        by_id = {each["id"]: each for each in expected}
        assert [row["id"] for row in rows] == sorted(by_id)
        assert all(row == {name: by_id[row["id"]][name] for name in row} for row in rows)
