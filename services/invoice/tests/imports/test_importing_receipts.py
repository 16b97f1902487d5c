"""A bank's entries in a file: they pay the invoices that came in the same file."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import pytest
from httpx import AsyncClient

from invoice.ledger.projection import RECEIVABLES
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_eventstore.ports import Store
from recoup_eventstore.postgres.pools import Pools
from recoup_service.api.request_context import Ports, Reading
from recoup_service.service import Service
from recoup_testing.clock import TurnedClock
from recoup_testing.loops import drained
from recoup_testing.money import eur_json
from recoup_testing.read_models import catch_up
from recoup_testing.receipts import receipt

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Bring = Callable[..., Awaitable[tuple[Shown, list[Shown]]]]
CUSTOMER = {
    "external_id": "C-1",
    "name": "Bolts GmbH",
    "kind": "entity",
    "country": "DE",
    "time_zone": "Europe/Berlin",
    "language": "de",
}


def invoice(nth: int) -> Shown:
    return {
        "type": "invoice",
        "customer_external_id": "C-1",
        "external_id": f"SO-{nth}",
        "number": f"2026-7777{nth}",
        "total": eur_json("100.00"),
        "issue_date": "2026-01-02",
        "due_date": "2026-02-01",
    }


@pytest.fixture
def second_look(
    service: Service, command_runner: CommandRunner, clock: TurnedClock, reading: Reading
) -> Effects[Any, Any]:
    (sending,) = [each for each in service.sendings if each.decider.category == "receipt"]
    effect = sending.effect(Ports(command_runner, clock, reading))
    return Effects(command_runner, clock, "invoice", sending.decider, sending.timer, effect)


@pytest.fixture
def follow(store: Store, pools: Pools) -> Callable[[], Awaitable[None]]:
    return partial(catch_up, store, pools, RECEIVABLES)


@pytest.fixture
async def bank(erp: AsyncClient, follow: Callable[[], Awaitable[None]]) -> None:
    """The creditor's cash comes from there."""
    await follow()
    (creditor,) = (await erp.get("/v1/creditors")).json()["data"]
    path, books = f"/v1/creditors/{creditor['id']}/books", {"source_of_cash": "bank"}
    changed = await erp.put(path, json=books, headers={"If-Match": "*"})
    assert changed.is_success, changed.text


async def paid(erp: AsyncClient) -> list[str]:
    shown = (await erp.get("/v1/invoices?state=paid")).json()["data"]
    return sorted(invoice["external_id"] for invoice in shown)


async def test_receipts_of_a_file_pay_what_they_name_in_it(
    erp: AsyncClient,
    bank: None,
    bring: Bring,
    follow: Callable[[], Awaitable[None]],
    second_look: Effects[Any, Any],
) -> None:
    receipts = [
        {"type": "receipt", **receipt(f"B-{nth}", text=f"Invoice 2026-7777{nth}")} for nth in (1, 2)
    ]
    _, rows = await bring([*receipts, invoice(1), invoice(2), {"type": "customer", **CUSTOMER}])
    assert [row["outcome"] for row in rows] == ["created"] * 5
    await follow()
    await drained(second_look)
    await follow()
    assert await paid(erp) == ["SO-1", "SO-2"]
    assert (await erp.get("/v1/receipts?state=review")).json()["data"] == []


async def test_what_a_receipt_of_a_file_names_in_it_wins_over_an_older_amount(
    erp: AsyncClient,
    bank: None,
    bring: Bring,
    follow: Callable[[], Awaitable[None]],
    second_look: Effects[Any, Any],
) -> None:
    payer = {"account": "DE89370400440532013000"}
    first = receipt("B-1", "1.00", payer=payer)
    await bring([{"type": "customer", **CUSTOMER}, invoice(1), {"type": "receipt", **first}])
    (row,) = (await bring([{"type": "receipt", **first}]))[1]
    parts = [{"customer_external_id": "C-1", "auto_allocate": False}]
    body = {"parts": parts, "reason": "Known by telephone"}
    path = f"/v1/receipts/{row['id']}/acceptance"
    known = await erp.post(path, json=body, headers={"If-Match": "*"})
    assert known.is_success, known.text

    second = receipt("B-2", payer=payer, text="Invoice 2026-77772")
    await bring([{"type": "receipt", **second}, invoice(2)])
    await follow()
    await drained(second_look)
    await follow()
    assert await paid(erp) == ["SO-2"]
