"""Money that waits: candidates with their reasons, what a person says of it, and the undo."""

import json
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.console_example import CUSTOMER, INVOICE, Apis, Receive, example, form_token_of

pytestmark = pytest.mark.servers

HUNDRED = {"amount": "100.00", "currency": "EUR"}
NOTHING = {"amount": "0.00", "currency": "EUR"}
CANDIDATE = {
    "number": 1,
    "customer_id": CUSTOMER,
    "rule": "amount",
    "confidence": 75,
    "reason": "The customer is called like the payer.",
    "pays": [
        {
            "customer_id": CUSTOMER,
            "invoice_id": INVOICE,
            "receivable_id": "rcv_1",
            "amount": HUNDRED,
        }
    ],
    "on_account": NOTHING,
}
RECEIPT: dict[str, Any] = {
    "id": "rct_1",
    "external_id": "b/1",
    "creditor_id": "crd_1",
    "state": "review",
    "amount": HUNDRED,
    "waiting": HUNDRED,
    "value_date": "2026-03-09",
    "payer_name": "<i>Ost</i>",
    "payer_account": None,
    "structured_reference": None,
    "text": "=thanks",
    "confidence": 75,
    "reason": "The customer is called like the payer.",
    "charges": None,
    "candidates": [CANDIDATE],
    "hints": [],
    "decisions": [],
}
DECISION = {
    "accepted": True,
    "amount": HUNDRED,
    "by": "key:anna",
    "reason": "Called like the payer.",
    "rule": "amount",
    "confidence": 75,
    "payment_ids": ["pay_1"],
}
ALLOCATION = {
    "id": "alc_1",
    "invoice_id": INVOICE,
    "customer_id": CUSTOMER,
    "amount": HUNDRED,
    "applied_on": "2026-03-09",
}
PAYMENT: dict[str, Any] = {
    "id": "pay_1",
    "external_id": "E-1",
    "customer_id": CUSTOMER,
    "state": "received",
    "amount": HUNDRED,
    "unapplied": NOTHING,
    "allocations": [ALLOCATION],
}


def listed(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"data": list(rows), "has_more": False, "next_cursor": None}


@pytest.fixture
def reviewing(apis: Apis) -> Apis:
    apis.says("/v1/receipts", listed(RECEIPT))
    apis.says("/v1/receipts/rct_1", RECEIPT)
    return apis


async def posted(
    anna: AsyncClient, apis: Apis, path: str, form: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    """The answer, and what the API was asked for with it."""
    token = form_token_of((await anna.get("/payments")).text)
    apis.asked.clear()
    answer = await anna.post(path, data={"form_token": token, "once": "1", **form})
    return answer.text, json.loads(apis.asked[0].content)


async def test_candidates_come_with_their_reasons_and_by_name(
    anna: AsyncClient, reviewing: Apis, receive: Receive
) -> None:
    await receive(example("customer.registered.v1"), example("invoice.issued.v1"))
    page = await anna.get("/payments")
    assert "&lt;i&gt;Ost" in page.text
    assert "curl" in page.text
    card = await anna.get("/payments/receipts/rct_1", headers={"HX-Request": "true"})
    assert "The customer is called like the payer." in card.text
    assert f'href="/customers/{CUSTOMER}"><bdi>' in card.text


@pytest.mark.parametrize(
    ("form", "body"),
    [
        ({"candidate": "1"}, {"candidate": 1}),
        (
            {
                "customer": ["C-1", "cus_2", ""],
                "amount": ["60.00", "40.00", ""],
                "invoices": ["2026-1, 2026-2", "", ""],
                "use": ["due", "account", "due"],
                "currency": "EUR",
                "reason": "They called",
            },
            {
                "parts": [
                    {
                        "customer_external_id": "C-1",
                        "amount": {"amount": "60.00", "currency": "EUR"},
                        "references": [{"invoice": "2026-1"}, {"invoice": "2026-2"}],
                    },
                    {
                        "customer_id": "cus_2",
                        "amount": {"amount": "40.00", "currency": "EUR"},
                        "auto_allocate": False,
                    },
                ],
                "reason": "They called",
            },
        ),
    ],
)
async def test_what_is_said_of_it_is_what_the_api_takes(
    form: dict[str, Any], body: dict[str, Any], anna: AsyncClient, reviewing: Apis
) -> None:
    reviewing.says(
        "/v1/receipts/rct_1/acceptance", {**RECEIPT, "state": "applied", "decisions": [DECISION]}
    )
    reviewing.says("/v1/payments/pay_1", PAYMENT)
    text, sent = await posted(
        anna, reviewing, "/payments/receipts/rct_1/acceptance", {"version": '"7"', **form}
    )
    assert sent == body
    assert reviewing.asked[0].headers["If-Match"] == '"7"'
    assert "Booked." in text
    assert "/payments/of-customers/pay_1" in text


async def test_an_allocation_is_undone_with_a_reason(anna: AsyncClient, reviewing: Apis) -> None:
    reviewing.says("/v1/payments/pay_1/allocations/alc_1/unallocation", PAYMENT)
    text, sent = await posted(
        anna, reviewing, "/payments/of-customers/pay_1/unallocation", {"allocation_id": "alc_1"}
    )
    assert sent == {"reason": "Allocated by mistake"}
    assert "the invoice is owed again" in text


async def test_somebody_was_quicker(anna: AsyncClient, reviewing: Apis) -> None:
    refusal = {"code": "version_mismatch", "detail": "It has changed since; read it again."}
    reviewing.says("/v1/receipts/rct_1/return", refusal, 412)
    text, _ = await posted(anna, reviewing, "/payments/receipts/rct_1/return", {"reason": "x"})
    assert "It has changed since" in text


async def test_the_file_has_the_rows_of_the_page_and_no_formula(
    anna: AsyncClient, reviewing: Apis
) -> None:
    file = await anna.get("/payments?format=csv")
    assert file.headers["Content-Disposition"] == 'attachment; filename="payments-to-review.csv"'
    assert "rct_1,<i>Ost</i>,2026-03-09,'=thanks,75,100.00,EUR" in file.text


async def test_a_filter_that_there_is_none_of_is_none(anna: AsyncClient, reviewing: Apis) -> None:
    reviewing.asked.clear()
    await anna.get("/payments?state=nonsense&sort=;drop&cursor=&search=%20")
    assert dict(reviewing.asked[0].url.params) == {"state": "review", "limit": "50"}
    await anna.get("/payments?state=all&sort=-value_date")
    assert dict(reviewing.asked[1].url.params) == {"sort": "-value_date", "limit": "50"}
