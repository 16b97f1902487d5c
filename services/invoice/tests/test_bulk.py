"""A ledger comes in bulk: each thing has its own result, and sent again nothing happens twice."""

from collections.abc import Awaitable, Callable
from typing import Any

from httpx import AsyncClient

from recoup_testing.money import eur_json

Shown = dict[str, Any]
Send = Callable[[str, Shown], Awaitable[Shown]]


def customer(number: int) -> Shown:
    return {
        "external_id": f"C-{number}",
        "name": f"Bolts {number} GmbH",
        "kind": "entity",
        "country": "DE",
        "time_zone": "Europe/Berlin",
        "language": "de",
    }


def invoice(number: int, of: int = 1, **more: Any) -> Shown:
    return {
        "customer_external_id": f"C-{of}",
        "external_id": f"SO-{number}",
        "number": f"2026-{number}",
        "total": eur_json("100.00"),
        "issue_date": "2026-01-05",
        "due_date": "2026-02-04",
        "chase": "on_release",
        **more,
    }


def payment(number: int, of: int = 1, **more: Any) -> Shown:
    return {
        "customer_external_id": f"C-{of}",
        "external_id": f"B-{number}",
        "amount": eur_json("40.00"),
        "method": "transfer",
        "value_date": "2026-01-20",
        **more,
    }


def outcomes(shown: Shown) -> list[str]:
    return [item["outcome"] for item in shown["data"]]


async def test_a_ledger_is_loaded_and_sent_again_it_is_there(erp: AsyncClient, send: Send) -> None:
    books = {
        "customers": [customer(number) for number in range(30)],
        "invoices": [invoice(number, of=number % 30) for number in range(250)],
        "payments": [
            payment(number, of=number, references=[{"invoice": f"SO-{number}"}])
            for number in range(30)
        ],
    }
    for outcome in ("created", "unchanged"):
        for path, data in books.items():
            shown = await send(f"/v1/{path}/bulk", {"data": data})
            assert outcomes(shown) == [outcome] * len(data)
            assert shown[outcome] == len(data)
            assert [item["index"] for item in shown["data"]] == list(range(len(data)))
    loaded = (await erp.get(f"/v1/invoices/{await id_of(send, 7)}")).json()
    assert (loaded["chase"], loaded["paid"]) == ("on_release", eur_json("40.00"))


async def id_of(send: Send, number: int) -> str:
    (item,) = (await send("/v1/invoices/bulk", {"data": [invoice(number, of=number % 30)]}))["data"]
    return str(item["id"])


async def test_what_is_wrong_is_refused_alone_and_by_its_place(send: Send) -> None:
    await send("/v1/customers/bulk", {"data": [customer(1)]})
    shown = await send(
        "/v1/invoices/bulk",
        {
            "data": [
                invoice(1),
                invoice(2, of=404),
                invoice(3, due_date="2026-01-01"),
                invoice(4, total={"amount": "x", "currency": "EUR"}, discount=1),
                "no invoice",
                invoice(5),
            ]
        },
    )
    assert outcomes(shown) == ["created", *["refused"] * 4, "created"]
    assert (shown["created"], shown["refused"]) == (2, 4)
    codes = [item["code"] for item in shown["data"][1:5]]
    assert codes == ["unknown_customer", "dates_unacceptable", *["invalid_request"] * 2]
    pointers = [[e["pointer"] for e in item["errors"]] for item in shown["data"][1:4]]
    assert pointers == [["/customer_external_id"], ["/due_date"], ["/total/amount", "/discount"]]


async def test_what_stands_in_a_request_twice_is_taken_once(send: Send) -> None:
    await send("/v1/customers/bulk", {"data": [customer(1), customer(2)]})
    twice = [invoice(1), invoice(1, of=2), invoice(2)]
    shown = await send("/v1/invoices/bulk", {"data": twice})
    assert outcomes(shown) == ["created", "refused", "created"]
    assert shown["data"][1]["code"] == "repeated"


async def test_another_content_changes_what_can_be_changed(send: Send) -> None:
    await send("/v1/customers/bulk", {"data": [customer(1)]})
    await send("/v1/invoices/bulk", {"data": [invoice(1), invoice(2)]})
    other = [invoice(1, due_date="2026-03-04"), invoice(2, issue_date="2026-01-04")]
    shown = await send("/v1/invoices/bulk", {"data": other})
    assert outcomes(shown) == ["changed", "refused"]
    await send("/v1/payments/bulk", {"data": [payment(1)]})
    shown = await send("/v1/payments/bulk", {"data": [payment(1, amount=eur_json("41.00"))]})
    assert shown["data"][0]["code"] == "duplicate_external_id"


async def test_an_empty_request_and_one_too_long_are_refused(erp: AsyncClient) -> None:
    for data in ([], [customer(number) for number in range(1001)]):
        assert (await erp.post("/v1/customers/bulk", json={"data": data})).status_code == 422
