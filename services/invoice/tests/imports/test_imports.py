"""Imports: every row goes where the API would put it, once, whatever happens."""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from invoice.imports.domain.job import IMPORT
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.effects import Effects
from recoup_eventstore.timer_cause import continued

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
INVOICE = {
    "customer_external_id": "C-1",
    "external_id": "SO-1",
    "number": "2026-0001",
    "total": {"amount": "100.00", "currency": "EUR"},
    "issue_date": "2026-01-02",
    "due_date": "2026-02-01",
}
PAYMENT = {
    "customer_external_id": "C-1",
    "external_id": "BANK-1",
    "amount": {"amount": "40.00", "currency": "EUR"},
    "method": "transfer",
    "value_date": "2026-01-04",
    "references": [{"invoice": "2026-0001"}],
}
NOTE = {
    "customer_external_id": "C-1",
    "external_id": "CN-1",
    "number": "G-1",
    "amount": {"amount": "10.00", "currency": "EUR"},
    "issue_date": "2026-01-03",
    "reason": "damaged",
    "references": [{"invoice": "2026-0001"}],
}
LEDGER: list[Shown] = [
    {"type": "payment", **PAYMENT},
    {"type": "credit_note", **NOTE},
    {"type": "invoice", **INVOICE},
    {"type": "customer", **CUSTOMER},
]


def lines(*things: Shown) -> bytes:
    return "".join(json.dumps(thing) + "\n" for thing in things).encode()


def outcomes(rows: list[Shown]) -> list[str]:
    return [row["outcome"] for row in rows]


async def balance(erp: AsyncClient) -> str:
    shown = (await erp.get("/v1/invoices/" + await invoice_id(erp))).json()
    return str(shown["balance"]["amount"])


async def invoice_id(erp: AsyncClient) -> str:
    answer = await erp.put("/v1/invoices/by/external-id/SO-1", json=_content(INVOICE))
    return str(answer.json()["id"])


def _content(invoice: Shown) -> Shown:
    return {name: value for name, value in invoice.items() if name != "external_id"}


async def test_rows_are_put_in_the_order_in_which_they_need_each_other(
    erp: AsyncClient, bring: Bring
) -> None:
    job, rows = await bring(LEDGER)

    assert job["state"] == "completed"
    assert outcomes(rows) == ["created"] * 4
    assert await balance(erp) == "50.00"


async def test_the_same_file_again_is_the_first_import(erp: AsyncClient, bring: Bring) -> None:
    first, _ = await bring(LEDGER)
    again, rows = await bring(LEDGER)

    assert again["id"] == first["id"]
    assert outcomes(rows) == ["created"] * 4


async def test_what_was_there_is_unchanged_and_what_differs_is_amended_or_says_why(
    bring: Bring,
) -> None:
    await bring(LEDGER)
    later = {"type": "invoice", **INVOICE, "due_date": "2026-02-15"}
    other = {"type": "payment", **PAYMENT, "amount": {"amount": "41.00", "currency": "EUR"}}
    _, rows = await bring([LEDGER[3], later, other])

    assert outcomes(rows) == ["unchanged", "changed", "refused"]
    assert rows[2]["code"] == "duplicate_external_id"
    assert rows[2]["external_id"] == "BANK-1"


async def test_a_wrong_row_names_its_line_and_field_and_stops_no_other(bring: Bring) -> None:
    wrong = {**INVOICE, "external_id": "SO-2", "issue_date": "2026-02-30"}
    _, rows = await bring([LEDGER[3], LEDGER[2], {"type": "invoice", **wrong}])

    assert outcomes(rows) == ["created", "created", "refused"]
    assert rows[2]["line"] == 3
    assert rows[2]["external_id"] == "SO-2"
    assert rows[2]["errors"][0]["field"] == "/issue_date"


async def test_a_thing_that_stands_in_the_file_twice_counts_once(bring: Bring) -> None:
    other = {**INVOICE, "total": {"amount": "99.00", "currency": "EUR"}}
    _, rows = await bring([LEDGER[3], LEDGER[2], LEDGER[2], {"type": "invoice", **other}])

    assert outcomes(rows) == ["created", "created", "unchanged", "refused"]
    assert "line 2" in rows[3]["detail"]
    assert rows[3]["code"] == "repeated"


async def test_open_items_come_by_themselves(bring: Bring) -> None:
    item = {
        "type": "open_item",
        "external_id": "R-1",
        "balance": {"amount": "1", "currency": "EUR"},
    }
    job, rows = await bring([item], dry_run=True)

    assert job["state"] == "completed"
    assert rows[0]["errors"][0]["field"] == "/type"


async def test_a_dry_run_tells_what_would_be_and_books_nothing(
    erp: AsyncClient, bring: Bring
) -> None:
    unknown = {"type": "invoice", **INVOICE, "external_id": "SO-9", "customer_external_id": "C-9"}
    job, rows = await bring([*LEDGER, unknown], dry_run=True)

    assert job["state"] == "completed"
    assert outcomes(rows) == [*["created"] * 4, "refused"]
    assert rows[4]["code"] == "unknown_customer"
    assert (await erp.get("/v1/customers")).json()["data"] == []
    real, rows = await bring([*LEDGER, unknown])
    assert real["id"] != job["id"]
    assert outcomes(rows) == [*["created"] * 4, "refused"]


async def test_all_or_nothing_books_nothing_where_a_row_is_wrong(
    erp: AsyncClient, bring: Bring
) -> None:
    unknown = {"type": "invoice", **INVOICE, "external_id": "SO-9", "customer_external_id": "C-9"}
    job, rows = await bring([*LEDGER, unknown], all_or_nothing=True)

    assert job["state"] == "refused"
    assert "1 rows are wrong" in job["reason"]
    assert outcomes(rows) == [*["waiting"] * 4, "refused"]
    assert (await erp.get("/v1/customers")).json()["data"] == []


async def test_all_or_nothing_books_all_where_every_row_is_right(bring: Bring) -> None:
    job, rows = await bring(LEDGER, all_or_nothing=True)

    assert job["state"] == "completed"
    assert outcomes(rows) == ["created"] * 4


async def test_an_import_that_was_killed_between_two_steps_is_found_done(
    erp: AsyncClient,
    announce: Callable[..., Awaitable[Shown]],
    finish: Callable[..., Awaitable[Shown]],
    effect: Effects[Any, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    invoices = [{**INVOICE, "external_id": f"SO-{n}", "number": f"N-{n}"} for n in range(30)]
    data = lines(LEDGER[3], *({"type": "invoice", **each} for each in invoices))
    shown = await announce(data)
    await erp.post(f"/v1/imports/{shown['id']}/start")
    await effect.step()

    async def dies(*_: Any) -> None:
        raise asyncio.CancelledError

    with monkeypatch.context() as patched:
        patched.setattr("invoice.imports.handlers.files.Files.record", dies)
        with pytest.raises(asyncio.CancelledError):
            await effect._effect.perform(await _prepared(effect, shown["id"]))

    job = await finish(shown["id"])
    assert job["counts"]["created"] == 31
    assert job["counts"]["unchanged"] == 0


async def test_cancelled_it_goes_on_no_more_and_may_begin_anew(
    erp: AsyncClient,
    announce: Callable[..., Awaitable[Shown]],
    finish: Callable[..., Awaitable[Shown]],
    bring: Bring,
) -> None:
    shown = await announce(lines(*LEDGER))
    await erp.post(f"/v1/imports/{shown['id']}/start")
    await erp.post(f"/v1/imports/{shown['id']}/cancel")

    assert (await finish(shown["id"]))["state"] == "cancelled"
    assert Counter(outcomes((await bring(LEDGER))[1])) == {"created": 4}


async def _prepared(effect: Effects[Any, Any], id: str) -> Any:
    stream = IMPORT.stream(TenantId("acme"), id, id)
    runner, now = effect._command_runner, effect._clock.now()
    async with runner.work() as work:
        cause = await continued(work, stream, now, "invoice")
        return await effect._effect.prepare(work, stream, now, cause)
