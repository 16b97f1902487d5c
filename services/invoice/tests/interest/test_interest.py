"""The interest on an invoice: by a law or by what was agreed, on what was owed on each day."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]


@pytest.fixture
async def invoice(issue: Do) -> Shown:
    return await issue("SO-1", "1000.00", issue_date="2024-05-01", due_date="2024-06-14")


async def asked(erp: AsyncClient, id: str, **query: str) -> Shown:
    answer = await erp.get(f"/v1/invoices/{id}/interest", params=query)
    assert answer.is_success, answer.text
    shown: Shown = answer.json()
    return shown


def euros(amount: str) -> Shown:
    return {"amount": amount, "currency": "EUR"}


async def test_it_runs_from_the_day_after_the_due_date_by_segments(
    invoice: Shown, erp: AsyncClient
) -> None:
    """The worked example of the page about interest."""
    found = await asked(erp, invoice["id"], law="de-business", until="2024-07-14")
    (term,) = found["terms"]
    assert (found["amount"], term["fixed_sum"]) == (euros("10.28"), euros("40.00"))
    assert [(each["days"], each["percent"]) for each in term["segments"]] == [
        (16, "12.62"),
        (14, "12.37"),
    ]
    assert term["segments"][0]["text"] == (
        "2024-06-15 to 2024-06-30: 1000.00 EUR x 12.62 % x 16 / 365 "
        "(BGB 288(2): German base rate of 2024-01-01)"
    )
    before = await asked(erp, invoice["id"], law="de-business", until="2024-06-14")
    assert (before["amount"], before["terms"]) == (euros("0.00"), [])


async def test_money_counts_from_its_value_date_and_the_rest_from_its_own_day(
    invoice: Shown, pay: Do, credit: Do, erp: AsyncClient
) -> None:
    await pay("B-1", "400.00", value_date="2024-06-20", references=[{"invoice": "SO-1"}])
    await credit("CN-1", "100.00", "SO-1")
    found = await asked(erp, invoice["id"], law="de-business", until="2024-06-30")
    (term,) = found["terms"]
    balances = [(each["balance"]["amount"], each["days"]) for each in term["segments"]]
    assert balances == [("1000.00", 6), ("600.00", 10)], "the credit counts from 2026 on"


async def test_what_continues_an_invoice_bears_interest_from_where_that_one_stopped(
    invoice: Shown, pay: Do, send: Do, rest: Callable[..., Shown], erp: AsyncClient
) -> None:
    """By the rate of the debt's own first day, and the fixed sum is granted once."""
    payment = await pay("B-1", "400.00", value_date="2024-06-20", references=[{"invoice": "SO-1"}])
    residual = await send("/v1/invoices", rest("600.00", issue_date="2024-06-25"))
    found = [
        (await asked(erp, each["id"], law="de-business", until="2024-06-30"))["terms"][0]
        for each in (invoice, residual)
    ]
    days = [
        [(each["first_day"], each["balance"]["amount"], each["days"]) for each in term["segments"]]
        for term in found
    ]
    assert days == [
        [("2024-06-15", "1000.00", 6), ("2024-06-21", "600.00", 5)],
        [("2024-06-26", "600.00", 5)],
    ]
    assert [term["fixed_sum"] for term in found] == [euros("40.00"), None]
    await send(f"/v1/payments/{payment['id']}/reversal", {"reason": "returned"})
    last = [
        (await asked(erp, each["id"], law="de-business", until=until))["terms"][0]["segments"][-1]
        for each, until in (
            (invoice, "2024-06-30"),
            (invoice, "2026-01-07"),
            (residual, "2026-01-07"),
        )
    ]
    balances = [each["balance"]["amount"] for each in last]
    assert balances == ["400.00", "400.00", "1000.00"], "the bank took it back, so it was owed"
    assert last[1]["last_day"] == "2026-01-05"


async def test_each_term_has_its_own_days(issue: Do, erp: AsyncClient) -> None:
    schedule = [
        {"due_date": day, "amount": euros("500.00")} for day in ("2024-06-14", "2024-06-20")
    ]
    invoice = await issue(
        "SO-2", "1000.00", issue_date="2024-05-01", due_date=None, schedule=schedule
    )
    found = await asked(erp, invoice["id"], law="at-consumer", until="2024-06-30")
    assert [each["segments"][0]["days"] for each in found["terms"]] == [16, 10]


@pytest.mark.parametrize(
    ("clause", "law", "amount"),
    [
        ({"law": "de-business"}, "de-business", "10.28"),
        ({"percent": "6"}, "agreed", "4.93"),
    ],
)
async def test_without_a_law_it_is_what_was_agreed_when_it_was_issued(
    clause: Shown, law: str, amount: str, invoice: Shown, send: Do, erp: AsyncClient
) -> None:
    terms = {"clauses": {"interest": clause}, "effective_from": "2024-01-01", "reason": "terms"}
    agreement = await send("/v1/agreements", terms)
    found = await asked(erp, invoice["id"], until="2024-07-14")
    assert (found["law"], found["amount"]) == (law, euros(amount))
    if law == "agreed":
        assert found["citation"] == f"agreement {agreement['id']}, version 1"


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({}, 409, "no_interest_agreed"),
        ({"law": "xx-business"}, 422, "unknown_law"),
        ({"law": "de-business", "until": "2027-01-01"}, 409, "rate_unknown"),
        ({"law": "gb-business", "until": "1767571200"}, 422, "invalid_request"),
    ],
)
async def test_what_cannot_be_computed_says_why(
    query: dict[str, str], status: int, code: str, invoice: Shown, erp: AsyncClient
) -> None:
    answer = await erp.get(f"/v1/invoices/{invoice['id']}/interest", params=query)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
