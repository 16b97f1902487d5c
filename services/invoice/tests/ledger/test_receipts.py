"""Receipts over HTTP: what is sure is booked, what is unsure waits, and a person says whose it is."""

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


async def test_a_structured_reference_is_booked_at_once(
    bank: None, send: Send, issue: Issue, read: Issue
) -> None:
    invoice = await issue("SO-1", payment_reference="RF18 5390 0754 7034")
    assert invoice["payment_reference"] == "RF18539007547034"
    shown = await send("/v1/receipts", receipt("B-1", structured_reference="RF18 5390 0754 7034"))
    assert (shown["state"], shown["waiting"]) == ("applied", eur_json("0.00"))
    (decision,) = shown["decisions"]
    assert (decision["by"], decision["rule"], decision["confidence"]) == (
        "threshold",
        "reference",
        100,
    )
    assert (await read(invoice))["state"] == "paid"


async def test_a_number_in_the_text_finds_the_invoice_of_an_unknown_payer(
    bank: None, send: Send, issue: Issue, read: Issue, follow: Follow
) -> None:
    invoice = await issue("SO-1", number="RE-2026-0001")
    await follow()
    shown = await send("/v1/receipts", receipt("B-1", text="Rechnung RE 2026/0001 danke"))
    assert shown["state"] == "applied"
    assert (await read(invoice))["state"] == "paid"


async def test_money_without_any_lead_waits_and_pays_nothing(
    erp: AsyncClient, bank: None, send: Send, issue: Issue, read: Issue, follow: Follow
) -> None:
    invoice = await issue("SO-1")
    shown = await send("/v1/receipts", receipt("B-1", text="thanks"))
    assert (shown["state"], shown["candidates"]) == ("review", [])
    assert (await read(invoice))["balance"] == eur_json("100.00")
    await follow()
    listed = (await erp.get("/v1/receipts?state=review")).json()["data"]
    assert [(each["id"], each["waiting"]) for each in listed] == [(shown["id"], eur_json("100.00"))]
    (unidentified,) = (await erp.get("/v1/receipts/unidentified")).json()["data"]
    assert (unidentified["receipts"], unidentified["amount"]) == (1, eur_json("100.00"))
    assert (await erp.get("/v1/payments")).json()["data"] == []


async def test_a_person_says_whose_it_is_and_the_account_is_known_from_then_on(
    erp: AsyncClient, bank: None, send: Send, issue: Issue, read: Issue
) -> None:
    first, second = await issue("SO-1"), await issue("SO-2", "70.00")
    payer = {"name": "Somebody", "account": "DE89 3704 0044 0532 0130 00"}
    waiting = await send("/v1/receipts", receipt("B-1", payer=payer))
    parts = [{"customer_external_id": "C-1", "references": [{"invoice": "SO-1"}]}]
    path = f"/v1/receipts/{waiting['id']}/acceptance"
    accepted = await send(path, {"parts": parts, "reason": "The payer called"})
    assert accepted["state"] == "applied"
    assert accepted["decisions"][0]["reason"] == "The payer called"
    assert (await read(first))["state"] == "paid"

    known = await send("/v1/receipts", receipt("B-2", "70.00", payer=payer))
    assert known["decisions"][0]["rule"] == "amount"
    assert (await read(second))["state"] == "paid"


async def test_a_low_threshold_pays_what_fits_before_what_is_longest_due(
    keep_books: KeepBooks, send: Send, issue: Issue, read: Issue, follow: Follow
) -> None:
    await issue("SO-1", "70.00", due_date="2026-01-20")
    fits = await issue("SO-2")
    await follow()
    await keep_books(match_threshold=30)
    shown = await send("/v1/receipts", receipt("B-1", payer={"name": "Bolts GmbH"}))
    assert shown["decisions"][0]["rule"] == "amount"
    assert (await read(fits))["state"] == "paid"


async def test_a_candidate_is_accepted_by_its_number(
    bank: None, send: Send, issue: Issue, read: Issue, follow: Follow
) -> None:
    invoice = await issue("SO-1")
    await follow()
    waiting = await send("/v1/receipts", receipt("B-1", payer={"name": "BOLTS GMBH"}))
    assert waiting["state"] == "review"
    assert (waiting["candidates"][0]["rule"], waiting["confidence"]) == ("amount", 75)
    accepted = await send(f"/v1/receipts/{waiting['id']}/acceptance", {"candidate": 1})
    assert accepted["decisions"][0]["by"].startswith("key:")
    assert (await read(invoice))["state"] == "paid"


async def test_what_is_decided_is_not_decided_again(
    erp: AsyncClient, bank: None, send: Send, issue: Issue
) -> None:
    await issue("SO-1", payment_reference="RF18539007547034")
    shown = await send("/v1/receipts", receipt("B-1", structured_reference="RF18539007547034"))
    again = await erp.post(f"/v1/receipts/{shown['id']}/acceptance", json={"candidate": 1})
    assert (again.status_code, again.json()["code"]) == (409, "receipt_refused")
    twice = await erp.post("/v1/receipts", json=receipt("B-1"))
    assert twice.status_code == 409
    assert twice.headers["Location"] == f"/v1/receipts/{shown['id']}"


async def test_a_receipt_is_split_over_customers_and_the_rest_sent_back(
    bank: None, send: Send, issue: Issue, bolts: Shown, read: Issue
) -> None:
    await send("/v1/customers", bolts | {"external_id": "C-2", "name": "Nuts AG"})
    invoice = await issue("SO-1", "60.00")
    waiting = await send("/v1/receipts", receipt("B-1"))
    parts = [
        {"customer_external_id": "C-1", "amount": eur_json("60.00")},
        {"customer_external_id": "C-2", "amount": eur_json("30.00"), "auto_allocate": False},
    ]
    path = f"/v1/receipts/{waiting['id']}"
    split = await send(f"{path}/acceptance", {"parts": parts, "reason": "One transfer for both"})
    assert (split["state"], split["waiting"]) == ("review", eur_json("10.00"))
    assert len(split["decisions"][0]["payment_ids"]) == 2
    back = await send(f"{path}/return", {"reason": "Too much"})
    assert (back["state"], back["waiting"]) == ("applied", eur_json("0.00"))
    assert (await read(invoice))["state"] == "paid"


async def test_more_than_waits_is_refused_in_words(
    erp: AsyncClient, bank: None, send: Send, customer: Shown
) -> None:
    waiting = await send("/v1/receipts", receipt("B-1"))
    parts = [{"customer_external_id": "C-1", "amount": eur_json("100.01"), "auto_allocate": False}]
    path = f"/v1/receipts/{waiting['id']}/acceptance"
    answer = await erp.post(path, json={"parts": parts, "reason": "All of it"})
    assert answer.status_code == 422
    assert "ask for at most that much" in answer.json()["detail"]
    assert (await erp.get("/v1/payments")).json()["data"] == []


async def test_money_that_cannot_be_booked_waits_and_says_the_reason(
    bank: None, send: Send, issue: Issue, pay: Issue
) -> None:
    await pay("B-1", "5.00", source="bank")
    await issue("SO-1", payment_reference="RF18539007547034")
    shown = await send("/v1/receipts", receipt("B-1", structured_reference="RF18539007547034"))
    assert (shown["state"], shown["waiting"]) == ("review", eur_json("100.00"))
    assert "was not booked by itself" in shown["hints"][-1]


async def test_without_a_threshold_everything_waits(
    keep_books: KeepBooks, send: Send, issue: Issue, follow: Follow
) -> None:
    await issue("SO-1", payment_reference="RF18539007547034")
    await follow()
    await keep_books(match_threshold=None)
    shown = await send("/v1/receipts", receipt("B-1", structured_reference="RF18539007547034"))
    assert (shown["state"], shown["confidence"]) == ("review", 100)


async def test_an_invoice_that_comes_later_is_found_by_matching_anew(
    bank: None, send: Send, issue: Issue, follow: Follow
) -> None:
    waiting = await send("/v1/receipts", receipt("B-1", text="No 2026-77777"))
    await issue("SO-1", number="2026-77777")
    await follow()
    anew = await send(f"/v1/receipts/{waiting['id']}/matching", {})
    assert anew["state"] == "applied"


async def test_cash_of_a_creditor_whose_erp_sends_it_is_refused(
    erp: AsyncClient, follow: Follow
) -> None:
    answer = await erp.post("/v1/receipts", json=receipt("B-1"))
    assert (answer.status_code, answer.json()["code"]) == (409, "cash_from_elsewhere")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"text": "x" * 10_000}, "at most 2000"),
        ({"amount": {"amount": 1.5, "currency": "EUR"}}, "decimal number in a string"),
        ({"amount": eur_json("-1.00")}, "not more than zero"),
        ({"value_date": "0001-01-01"}, "value_date"),
        ({"charges": eur_json("0.00")}, "not more than zero"),
    ],
)
async def test_hostile_input_is_answered_in_words(
    erp: AsyncClient, bank: None, more: Shown, words: str
) -> None:
    answer = await erp.post("/v1/receipts", json=receipt("B-1", **more))
    assert answer.status_code == 422
    assert words in answer.text


async def test_a_long_text_full_of_numbers_is_looked_at_within_bounds(
    bank: None, send: Send, issue: Issue, follow: Follow
) -> None:
    await issue("SO-1", number="123-456")
    await follow()
    shown = await send("/v1/receipts", receipt("B-1", text=("9123-4567 " * 200)[:2000]))
    assert (shown["state"], shown["candidates"]) == ("review", [])
