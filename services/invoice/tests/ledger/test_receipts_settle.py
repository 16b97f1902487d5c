"""What receipts settle: other currencies, small differences, bank charges, references."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.money import eur_json
from recoup_testing.receipts import receipt

pytestmark = pytest.mark.servers

Shown = dict[str, Any]
Send = Callable[[str, Shown], Awaitable[Shown]]
Issue = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]
KeepBooks = Callable[..., Awaitable[None]]


async def test_another_currency_waits_for_a_stated_rate(
    erp: AsyncClient, bank: None, send: Send, issue: Issue, read: Issue, follow: Follow
) -> None:
    invoice = await issue("SO-1", number="2026-77777", total={"amount": "92.14", "currency": "EUR"})
    await follow()
    dollars = {"amount": "100.00", "currency": "USD"}
    waiting = await send("/v1/receipts", receipt("B-1", amount=dollars, text="2026-77777"))
    assert waiting["state"] == "review"
    assert "only by a stated rate" in waiting["hints"][0]
    part: Shown = {"customer_external_id": "C-1", "references": [{"invoice": "SO-1"}]}
    path, body = f"/v1/receipts/{waiting['id']}/acceptance", {"reason": "The bank's rate"}
    wrong = {"taken": dollars, "settles": eur_json("92.14"), "rate": "0.9000"}
    refused = await erp.post(path, json={"parts": [part | {"exchange": wrong}], **body})
    assert (refused.status_code, refused.json()["code"]) == (422, "exchange_unacceptable")
    right = wrong | {"rate": "0.9214"}
    await send(path, {"parts": [part | {"exchange": right}], **body})
    assert (await read(invoice))["state"] == "paid"


async def test_the_banks_own_rate_settles_at_once(
    bank: None, send: Send, issue: Issue, read: Issue
) -> None:
    invoice = await issue("SO-1", "92.14", payment_reference="RF18539007547034")
    dollars = {"amount": "100.00", "currency": "USD"}
    exchange = {"taken": dollars, "settles": eur_json("92.14"), "rate": "0.9214"}
    more: Shown = {"structured_reference": "RF18539007547034", "exchange": exchange}
    shown = await send("/v1/receipts", receipt("B-1", amount=dollars, **more))
    assert shown["state"] == "applied"
    assert (await read(invoice))["state"] == "paid"


async def test_a_small_difference_and_bank_charges_settle_and_are_posted_apart(
    erp: AsyncClient,
    keep_books: KeepBooks,
    send: Send,
    issue: Issue,
    read: Issue,
    follow: Follow,
) -> None:
    await follow()
    await keep_books(payment_tolerance={"amount": eur_json("0.05"), "bank_charges": True})
    first = await issue("SO-1", payment_reference="RF18539007547034")
    second = await issue("SO-2", payment_reference="RF471234567890")
    third = await issue("SO-3", payment_reference="PAY3")
    short = receipt("B-1", "99.96", structured_reference="RF18539007547034")
    charged = receipt("B-2", "92.50", structured_reference="RF471234567890")
    await send("/v1/receipts", short)
    await send("/v1/receipts", charged | {"charges": eur_json("7.50")})
    await send("/v1/receipts", receipt("B-3", "99.94", structured_reference="PAY3"))
    assert [(await read(each))["state"] for each in (first, second, third)] == [
        "paid",
        "paid",
        "open",
    ]
    await follow()
    postings = (await erp.get("/v1/postings")).json()["data"]
    assert [(each["kind"], each["amount"]) for each in postings] == [
        ("payment_difference", eur_json("-0.04")),
        ("bank_charges", eur_json("-7.50")),
    ]


async def test_a_payment_that_bounces_takes_its_difference_back(
    erp: AsyncClient,
    keep_books: KeepBooks,
    send: Send,
    issue: Issue,
    read: Issue,
    follow: Follow,
) -> None:
    await follow()
    await keep_books(payment_tolerance={"amount": eur_json("1.00"), "percent": "0.5"})
    invoice = await issue("SO-1", payment_reference="PAY1")
    shown = await send("/v1/receipts", receipt("B-1", "99.60", structured_reference="PAY1"))
    (id,) = shown["decisions"][0]["payment_ids"]
    await send(f"/v1/payments/{id}/reversal", {"reason": "Returned"})
    assert (await read(invoice))["balance"] == eur_json("100.00")
    await follow()
    kinds = [each["kind"] for each in (await erp.get("/v1/postings")).json()["data"]]
    assert kinds == ["payment_difference", "payment_difference_reversal"]


async def test_a_few_cents_more_are_kept_and_given_back_with_the_payment(
    erp: AsyncClient,
    keep_books: KeepBooks,
    send: Send,
    issue: Issue,
    read: Issue,
    customer: Shown,
    follow: Follow,
) -> None:
    await follow()
    await keep_books(payment_tolerance={"amount": eur_json("0.05")})
    invoice = await issue("SO-1", payment_reference="PAY1")
    shown = await send("/v1/receipts", receipt("B-1", "100.04", structured_reference="PAY1"))
    (id,) = shown["decisions"][0]["payment_ids"]
    assert (await read(invoice))["state"] == "paid"
    assert (await erp.get(f"/v1/payments/{id}")).json()["unapplied"] == eur_json("0.00")
    more = await issue("SO-2", payment_reference="PAY2")
    second = await send("/v1/receipts", receipt("B-2", "100.06", structured_reference="PAY2"))
    (other,) = second["decisions"][0]["payment_ids"]
    assert (await erp.get(f"/v1/payments/{other}")).json()["unapplied"] == eur_json("0.06")
    assert (await read(more))["state"] == "paid"

    await send(f"/v1/payments/{id}/reversal", {"reason": "Returned"})
    assert (await read(invoice))["balance"] == eur_json("100.00")
    await follow()
    postings = (await erp.get("/v1/postings")).json()["data"]
    assert [(each["kind"], each["amount"]) for each in postings] == [
        ("payment_difference", eur_json("0.04")),
        ("payment_difference_reversal", eur_json("-0.04")),
    ]
    statement = (await erp.get(f"/v1/customers/{customer['id']}/statement?as_of=2026-02-28")).json()
    assert statement["data"][-1]["balance"] == eur_json("99.94")


async def test_a_payment_reference_is_one_invoices_alone(
    erp: AsyncClient, send: Send, issue: Issue, bolts: Shown
) -> None:
    await issue("SO-1", payment_reference="RF18539007547034")
    other = await send("/v1/customers", bolts | {"external_id": "C-2"})
    body = {
        "customer_id": other["id"],
        "external_id": "SO-2",
        "number": "No 2",
        "total": eur_json("1.00"),
        "issue_date": "2026-01-05",
        "due_date": "2026-02-04",
        "payment_reference": "rf18 5390 0754 7034",
    }
    answer = await erp.post("/v1/invoices", json=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "duplicate_payment_reference")
    wrong = await erp.post("/v1/invoices", json=body | {"payment_reference": "RF17539007547034"})
    assert wrong.status_code == 422
    assert "check digits do not fit" in wrong.text
    digits = "210000000003139471430009016"
    wrong = await erp.post("/v1/invoices", json=body | {"payment_reference": digits})
    assert "Swiss QR reference" in wrong.text


async def test_a_creditor_gives_each_invoice_a_reference_of_its_own(
    erp: AsyncClient,
    keep_books: KeepBooks,
    send: Send,
    issue: Issue,
    follow: Follow,
) -> None:
    await follow()
    await keep_books(payment_references="rf")
    invoice = await issue("SO-1")
    reference = invoice["payment_reference"]
    assert reference.startswith("RF")
    shown = await send("/v1/receipts", receipt("B-1", structured_reference=reference))
    assert shown["state"] == "applied"
    await follow()
    found = await erp.get("/v1/invoices", params={"payment_reference": reference})
    assert [each["id"] for each in found.json()["data"]] == [invoice["id"]]
