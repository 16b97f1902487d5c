"""A payer's money pays other customers' invoices: its group's, or those of a customer it names."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_cli.demo_creditor import NUTS
from recoup_events.invoice import PaymentAllocated, PaymentApplied
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.ports import START
from recoup_testing.group_example import customer_json, to
from recoup_testing.money import eur_json

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]


@pytest.fixture
async def child(send: Do, customer: Shown) -> Shown:
    """Below the customer, who is its parent."""
    return await send("/v1/customers", customer_json("C-2", "C-1"))


@pytest.fixture
async def sibling(send: Do, customer: Shown) -> Shown:
    return await send("/v1/customers", customer_json("C-3", "C-1"))


@pytest.fixture
async def stranger(send: Do, customer: Shown) -> Shown:
    return await send("/v1/customers", customer_json("C-4"))


def whose(payment: Shown) -> list[tuple[str, str, str]]:
    return [
        (part["invoice_id"], part["customer_id"], part["amount"]["amount"])
        for part in payment["allocations"]
    ]


async def states(erp: AsyncClient, *invoices: Shown) -> list[tuple[str, str]]:
    shown = [(await erp.get(f"/v1/invoices/{invoice['id']}")).json() for invoice in invoices]
    return [(each["state"], each["balance"]["amount"]) for each in shown]


async def test_a_parent_pays_its_childs_invoice_and_its_own_at_once(
    erp: AsyncClient, issue: Do, pay: Do, customer: Shown, child: Shown
) -> None:
    own, childs = await issue("SO-1", "30.00"), await issue("SO-2", customer_id=child["id"])
    payment = await pay("B-1", "120.00", **to("SO-2", "SO-1"))
    assert whose(payment) == [
        (childs["id"], child["id"], "100.00"),
        (own["id"], customer["id"], "20.00"),
    ]
    assert await states(erp, own, childs) == [("open", "10.00"), ("paid", "0.00")]
    (part,) = (await erp.get(f"/v1/invoices/{childs['id']}")).json()["payments"]
    assert part["payer_id"] == customer["id"]


async def test_whoever_is_told_of_one_side_knows_the_other(
    issue: Do, pay: Do, customer: Shown, child: Shown, command_runner: CommandRunner
) -> None:
    await issue("SO-2", customer_id=child["id"])
    await pay("B-1", "100.00", **to("SO-2"))
    recorded = {
        type(p.envelope.event): p.envelope for p in await command_runner.store.feed(START, 99)
    }
    allocated, applied = recorded[PaymentAllocated], recorded[PaymentApplied]
    assert isinstance(allocated.event, PaymentAllocated)
    assert isinstance(applied.event, PaymentApplied)
    assert (allocated.account.key, applied.account.key) == (customer["id"], child["id"])
    assert [part.customer_id for part in allocated.event.allocations] == [child["id"]]
    assert (applied.event.payer_id, applied.event.customer_id) == (customer["id"], child["id"])


async def test_a_child_pays_for_its_sibling_and_its_parent_by_number(
    issue: Do, pay: Do, customer: Shown, child: Shown, sibling: Shown
) -> None:
    parents = await issue("SO-1", number="2026-1")
    siblings = await issue("SO-3", number="2026-3", customer_id=sibling["id"])
    payment = await pay("B-1", "200.00", customer_id=child["id"], **to("2026-3", "2026-1"))
    assert [part[0] for part in whose(payment)] == [siblings["id"], parents["id"]]


async def test_its_own_invoice_is_meant_before_one_of_the_group(
    issue: Do, pay: Do, child: Shown
) -> None:
    await issue("SO-2", number="2026-1", customer_id=child["id"])
    own = await issue("SO-1", number="2026-1")
    assert [part[0] for part in whose(await pay("B-1", "70.00", **to("2026-1")))] == [own["id"]]


async def test_a_number_that_fits_several_of_the_group_is_ambiguous(
    issue: Do, pay: Do, child: Shown, sibling: Shown
) -> None:
    for owner in (child, sibling):
        await issue(f"SO-{owner['external_id']}", number="2026-1", customer_id=owner["id"])
    payment = await pay("B-1", "70.00", **to("2026-1"))
    (found,) = payment["ambiguous_numbers"]
    assert {each["customer_id"] for each in found["candidates"]} == {child["id"], sibling["id"]}
    exact = await pay("B-2", "100.00", **to("2026-1"))
    assert len(exact["allocations"]) == 1


async def test_a_stranger_is_paid_for_where_it_is_named(
    erp: AsyncClient, issue: Do, pay: Do, customer: Shown, stranger: Shown
) -> None:
    invoice = await issue("SO-9", customer_id=stranger["id"])
    body = {
        "customer_id": customer["id"],
        "external_id": "B-1",
        "amount": eur_json("100.00"),
        "method": "transfer",
        "value_date": "2026-01-20",
        **to("SO-9"),
    }
    refused = await erp.post("/v1/payments", json=body)
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_invoice")
    for name in ("C-4", stranger["id"]):
        paid = await pay(
            f"B-{name}",
            "40.00",
            references=[{"invoice": "No SO-9", "customer": name, "amount": eur_json("40.00")}],
        )
        assert whose(paid) == [(invoice["id"], stranger["id"], "40.00")]
    unknown = {**body, "references": [{"invoice": "SO-9", "customer": "C-9"}]}
    refused = await erp.post("/v1/payments", json=unknown)
    assert refused.json()["code"] == "unknown_customer"
    assert refused.json()["errors"][0]["pointer"] == "/references/0/customer"


async def test_another_creditors_invoice_is_not_paid(
    erp: AsyncClient, issue: Do, pay: Do, child: Shown
) -> None:
    assert (await erp.put("/v1/creditors/by/code/nuts", json=NUTS)).is_success
    await issue("SO-2", customer_id=child["id"], creditor="nuts")
    body = {
        "customer_external_id": "C-1",
        "external_id": "B-1",
        "amount": eur_json("1.00"),
        "method": "transfer",
        "value_date": "2026-01-20",
        "references": [{"invoice": "SO-2", "customer": "C-2"}],
    }
    refused = await erp.post("/v1/payments", json=body)
    assert refused.json()["code"] == "unknown_invoice"


async def test_unnamed_money_pays_the_payers_own_unless_it_pays_for_its_group(
    erp: AsyncClient, issue: Do, pay: Do, customer: Shown, child: Shown
) -> None:
    older = await issue("SO-2", customer_id=child["id"], due_date="2026-01-10")
    own = await issue("SO-1", "30.00")
    assert [part[0] for part in whose(await pay("B-1", "10.00"))] == [own["id"]]
    group = {"pays_for": "group"}
    assert (await erp.put(f"/v1/customers/{customer['id']}/group", json=group)).is_success
    payment = await pay("B-2", "110.00")
    assert [part[0] for part in whose(payment)] == [older["id"], own["id"]]
    assert await states(erp, older, own) == [("paid", "0.00"), ("open", "10.00")]


@pytest.fixture
async def paid(issue: Do, pay: Do, child: Shown) -> tuple[Shown, Shown]:
    invoice = await issue("SO-2", customer_id=child["id"])
    return invoice, await pay("B-1", "100.00", **to("SO-2"))


async def test_what_it_paid_is_taken_off_moved_and_returned(
    erp: AsyncClient, issue: Do, send: Do, sibling: Shown, paid: tuple[Shown, Shown]
) -> None:
    invoice, payment = paid
    other = await issue("SO-3", customer_id=sibling["id"])
    path = f"/v1/payments/{payment['id']}"
    (part,) = payment["allocations"]
    moved = await send(
        f"{path}/allocations/{part['id']}/reallocation", {"reason": "wrong", **to("SO-3")}
    )
    assert whose(moved) == [(other["id"], sibling["id"], "100.00")]
    assert await states(erp, invoice, other) == [("open", "100.00"), ("paid", "0.00")]
    (part,) = moved["allocations"]
    off = await send(f"{path}/allocations/{part['id']}/unallocation", {"reason": "wrong"})
    assert off["unapplied"] == eur_json("100.00")
    await send(f"{path}/allocations", to("SO-2"))
    assert await states(erp, invoice, other) == [("paid", "0.00"), ("open", "100.00")]
    await send(f"{path}/reversal", {"reason": "returned"})
    assert await states(erp, invoice, other) == [("open", "100.00"), ("open", "100.00")]


@pytest.mark.parametrize(
    ("action", "body", "back"),
    [
        ("cancellation", {"reason": "mistake"}, "100.00"),
        ("adjustments", {"amount": eur_json("-30.00"), "reason": "price"}, "30.00"),
    ],
)
async def test_what_the_childs_invoice_gives_back_is_on_the_payers_account(
    erp: AsyncClient,
    send: Do,
    paid: tuple[Shown, Shown],
    action: str,
    body: Shown,
    back: str,
) -> None:
    invoice, payment = paid
    await send(f"/v1/invoices/{invoice['id']}/{action}", body)
    shown = (await erp.get(f"/v1/payments/{payment['id']}")).json()
    assert shown["unapplied"] == eur_json(back)
    named = {"external_id": "R-1", "refunded_on": "2026-02-01", "reason": "too much"}
    refund = {**named, "amount": eur_json(back)}
    refunded = await send(f"/v1/payments/{payment['id']}/refunds", refund)
    assert refunded["unapplied"] == eur_json("0.00")


async def test_a_credit_note_is_for_its_own_customer_alone(
    erp: AsyncClient, issue: Do, customer: Shown, child: Shown
) -> None:
    await issue("SO-2", customer_id=child["id"])
    note = {
        "customer_id": customer["id"],
        "external_id": "CN-1",
        "number": "CN-1",
        "amount": eur_json("10.00"),
        "issue_date": "2026-01-05",
        "reason": "price",
    }
    refused = await erp.post("/v1/credit-notes", json=note | to("SO-2"))
    assert refused.json()["code"] == "unknown_invoice"
    named = {"references": [{"invoice": "SO-2", "customer": "C-2"}]}
    refused = await erp.post("/v1/credit-notes", json=note | named)
    assert refused.json()["code"] == "invalid_request"
