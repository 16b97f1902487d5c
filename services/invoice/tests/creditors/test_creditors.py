"""Creditors over HTTP: registered, changed, and their books kept apart."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_cli.demo_creditor import BOLTS
from recoup_testing.money import eur_json

Shown = dict[str, Any]
Send = Callable[[str, Shown], Awaitable[Shown]]
Do = Callable[..., Awaitable[Shown]]
OTHER_BANK = [{"currency": "EUR", "holder": "Bolts GmbH", "iban": "NL91ABNA0417164300"}]
NUTS = {**BOLTS, "code": "nuts", "legal_name": "Nuts B.V.", "bank_accounts": OTHER_BANK}


async def default(erp: AsyncClient) -> Shown:
    answer = await erp.put("/v1/creditors/by/code/default", json=dict(BOLTS))
    assert answer.status_code == 200, answer.text
    shown: Shown = answer.json()
    return shown


async def test_a_creditor_sent_again_is_as_it_was(erp: AsyncClient) -> None:
    shown = await default(erp)
    assert shown["legal_name"] == "Bolts GmbH"
    assert shown["bank_accounts"][0]["iban"] == "DE89370400440532013000"
    read = await erp.get(f"/v1/creditors/{shown['id']}")
    assert (read.json(), read.headers["ETag"]) == (shown, '"1"')


async def test_a_code_can_be_used_once(erp: AsyncClient) -> None:
    first = await erp.post("/v1/creditors", json=NUTS)
    assert first.status_code == 201
    again = await erp.post("/v1/creditors", json=NUTS)
    assert (again.status_code, again.json()["code"]) == (409, "duplicate_code")
    assert again.headers["Location"] == first.headers["Location"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        (
            {"bank_accounts": [{**OTHER_BANK[0], "iban": "NL91ABNA0417164301"}]},
            "/bank_accounts/0/iban",
        ),
        ({"bank_accounts": [{"currency": "EUR", "holder": "Bolts"}]}, "/bank_accounts/0"),
        ({"address": {**BOLTS["address"], "country": "Germany"}}, "/address/country"),
        ({"sender": {"name": "Bolts", "reply_to": "no address"}}, "/sender/reply_to"),
        ({"pay_link": "http://pay.bolts.example/"}, "/pay_link"),
        ({"currency": "EURO"}, "/currency"),
    ],
)
async def test_what_cannot_be_right_is_pointed_at(
    erp: AsyncClient, change: Shown, pointer: str
) -> None:
    answer = await erp.post("/v1/creditors", json=NUTS | change)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_nothing_is_issued_in_nobodys_name(
    erp: AsyncClient, customer: Shown, issue: Do
) -> None:
    body = {"customer_id": customer["id"], "creditor": "nobody", "external_id": "SO-1"}
    body |= {"number": "1", "total": eur_json("1.00")}
    body |= {"issue_date": "2026-01-05", "due_date": "2026-02-04"}
    answer = await erp.post("/v1/invoices", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_creditor")
    assert answer.json()["errors"][0]["pointer"] == "/creditor"


async def test_two_creditors_use_one_number_and_their_books_do_not_mix(
    erp: AsyncClient, send: Send, issue: Do, pay: Do
) -> None:
    nuts = await send("/v1/creditors", NUTS)
    bolts_invoice = await issue("SO-1", "100.00")
    nuts_invoice = await issue("SO-1", "100.00", creditor="nuts")
    assert bolts_invoice["id"] != nuts_invoice["id"]
    assert nuts_invoice["creditor_id"] == nuts["id"]

    paid = await pay("BANK-1", "150.00", creditor="nuts")
    assert [part["invoice_id"] for part in paid["allocations"]] == [nuts_invoice["id"]]
    assert paid["unapplied"] == eur_json("50.00"), "what is left pays no other creditor"

    named = await pay("BANK-2", "100.00", references=[{"invoice": "SO-1"}])
    assert [part["invoice_id"] for part in named["allocations"]] == [bolts_invoice["id"]]


async def test_a_reference_to_another_creditors_invoice_is_refused(
    erp: AsyncClient, customer: Shown, send: Send, issue: Do
) -> None:
    await send("/v1/creditors", NUTS)
    await issue("SO-7", creditor="nuts")
    body = {"customer_id": customer["id"], "external_id": "BANK-1", "amount": eur_json("1.00")}
    body |= {"method": "transfer", "value_date": "2026-01-05", "references": [{"invoice": "SO-7"}]}
    answer = await erp.post("/v1/payments", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_invoice")
