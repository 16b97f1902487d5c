"""What comes as a file: announced, in chunks, whole or not at all; and compared with what is open."""

import hashlib
import json
from base64 import b64encode
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import pytest
from httpx import AsyncClient

from invoice.imports.domain.job import CHUNK_BYTES
from invoice.ledger.projection import RECEIVABLES
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.ports import Store
from recoup_eventstore.postgres.pools import Pools
from recoup_testing.clients import client_of
from recoup_testing.read_models import catch_up

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Bring = Callable[..., Awaitable[tuple[Shown, list[Shown]]]]
Announce = Callable[..., Awaitable[Shown]]
Finish = Callable[[str], Awaitable[Shown]]
CUSTOMERS = "Customer,Country\nC-1,DE\n=cmd|' /C calc'!A0,DE\n"
INVOICES = (
    "Number;Customer;Gross;Issued;Due\n"
    "R-1;C-1;1.234,50;05.01.2026;04.02.2026\n"
    "R-2;C-1;much;05.01.2026;04.02.2026\n"
)
OF_CUSTOMERS: Shown = {
    "kind": "customer",
    "columns": {"external_id": "Customer", "name": "Customer", "country": "Country"},
    "constants": {"kind": "entity", "time_zone": "Europe/Berlin", "language": "de"},
}
OF_INVOICES: Shown = {
    "kind": "invoice",
    "columns": {
        "external_id": "Number",
        "number": "Number",
        "customer_external_id": "Customer",
        "total.amount": "Gross",
        "issue_date": "Issued",
        "due_date": "Due",
    },
    "constants": {"total.currency": "EUR"},
    "delimiter": ";",
    "decimal": ",",
    "dates": "DD.MM.YYYY",
}


def about(data: bytes, **more: Any) -> Shown:
    digest = hashlib.sha256(data).hexdigest()
    return {
        "file_name": "file",
        "format": "ndjson",
        "kind": "customer",
        "size": len(data),
        "sha256": digest,
        **more,
    }


@pytest.fixture
async def mappings(erp: AsyncClient) -> None:
    for name, body in (("our-customers", OF_CUSTOMERS), ("our-invoices", OF_INVOICES)):
        assert (await erp.put(f"/v1/import-mappings/{name}", json=body)).status_code == 201


@pytest.fixture
async def ledger(bring: Bring, mappings: None) -> list[Shown]:
    csv: Shown = {"format": "csv"}
    await bring(CUSTOMERS.encode(), **csv, kind="customer", mapping="our-customers")
    _, rows = await bring(
        INVOICES.encode(), **csv, kind="invoice", mapping="our-invoices", chase="never"
    )
    return rows


async def test_a_table_is_read_by_a_mapping_of_ones_own(
    erp: AsyncClient, ledger: list[Shown]
) -> None:
    created, refused = ledger
    assert created["outcome"] == "created"
    assert refused["errors"] == [
        {"detail": "expected a number such as 1250.00; found 'much'", "field": "Gross"}
    ]
    shown = (await erp.get(f"/v1/invoices/{created['id']}")).json()
    assert shown["total"] == {"amount": "1234.50", "currency": "EUR"}
    assert shown["chase"] == "never"


async def test_a_mapping_is_kept_changed_listed_and_dropped(
    erp: AsyncClient, mappings: None
) -> None:
    again = await erp.put("/v1/import-mappings/our-invoices", json=OF_INVOICES)
    assert again.status_code == 200
    names = [each["name"] for each in (await erp.get("/v1/import-mappings")).json()["data"]]
    assert names == ["our-customers", "our-invoices"]
    shown = (await erp.get("/v1/import-mappings/our-invoices")).json()
    assert shown["mapping"]["columns"] == OF_INVOICES["columns"]
    assert (await erp.delete("/v1/import-mappings/our-invoices")).status_code == 204
    assert (await erp.get("/v1/import-mappings/our-invoices")).status_code == 404
    assert (await erp.put("/v1/import-mappings/xero", json=OF_INVOICES)).status_code == 409


async def test_open_items_are_compared_and_what_the_file_lacks_is_found(
    erp: AsyncClient, ledger: list[Shown], bring: Bring, store: Store, pools: Pools
) -> None:
    follow = partial(catch_up, store, pools, RECEIVABLES)
    more = INVOICES.replace("R-1", "R-3").replace("R-2", "R-4").replace("much", "10,00")
    await bring(more.encode(), format="csv", kind="invoice", mapping="our-invoices")
    await follow()
    items = [("R-1", "1234.50"), ("R-3", "1000.00"), ("R-9", "5.00")]
    job, rows = await bring(
        [
            {"external_id": id, "balance": {"amount": amount, "currency": "EUR"}}
            for id, amount in items
        ],
        kind="open_item",
    )

    assert [row["outcome"] for row in rows] == ["unchanged", "differs", "differs"]
    assert [row["code"] for row in rows] == [None, "balance", "unknown"]
    assert "Recoup has 1234.50 EUR open, the ERP 1000.00 EUR" in rows[1]["detail"]
    assert job["counts"]["differs"] == 3  # R-4 is open here, and not in the file
    await follow()
    found = (await erp.get("/v1/reconciliations")).json()["data"]
    assert sorted(each["differences"] for each in found) == [1, 2]


async def test_a_file_that_is_too_large_is_refused_when_it_is_announced(erp: AsyncClient) -> None:
    answer = await erp.post("/v1/imports", json=about(b"x") | {"size": 1_000_000_000})

    assert answer.status_code == 413
    assert answer.json()["code"] == "file_too_large"


async def test_an_import_starts_once_all_chunks_are_here(erp: AsyncClient) -> None:
    data = b"x" * (2 * CHUNK_BYTES + 5)
    shown = (await erp.post("/v1/imports", json=about(data))).json()
    path = f"/v1/imports/{shown['id']}"
    assert shown["chunks"] == 3
    assert (await erp.put(f"{path}/chunks/2", content=data[-5:])).status_code == 204
    early = await erp.post(f"{path}/start")

    assert (early.status_code, early.json()["code"]) == (409, "chunks_missing")
    assert (await erp.get(f"{path}/chunks")).json() == {"missing": 2, "numbers": [0, 1]}
    assert (await erp.put(f"{path}/chunks/2", content=data[-5:])).status_code == 204
    assert (await erp.put(f"{path}/chunks/1", content=b"x")).json()["code"] == "wrong_length"
    assert (await erp.put(f"{path}/chunks/3", content=b"x")).json()["code"] == "no_such_chunk"
    assert (await erp.put(f"{path}/chunks/2", content=b"other")).json()["code"] == "chunk_differs"


async def test_a_chunk_that_was_damaged_on_its_way_is_not_kept(erp: AsyncClient) -> None:
    data = b'{"external_id": "C-1"}\n'
    shown = (await erp.post("/v1/imports", json=about(data))).json()
    path = f"/v1/imports/{shown['id']}/chunks/0"
    digest = b64encode(hashlib.sha256(data).digest()).decode()
    headers = {"Content-Digest": f"sha-256=:{digest}:"}

    damaged = await erp.put(path, content=data.replace(b"C", b"D"), headers=headers)
    assert damaged.json()["code"] == "digest_mismatch"
    assert (await erp.put(path, content=data, headers=headers)).status_code == 204


async def test_chunks_that_do_not_make_the_file_are_thrown_away(
    erp: AsyncClient, announce: Announce, finish: Finish
) -> None:
    good, bad = b'{"external_id": "C-1"}\n', b'{"external_id": "C-2"}\n'
    shown = await announce(bad, sha256=hashlib.sha256(good).hexdigest(), kind="customer")
    await erp.post(f"/v1/imports/{shown['id']}/start")
    job = await finish(shown["id"])

    assert job["state"] == "refused"
    assert "thrown away" in job["reason"]
    again = (await erp.post("/v1/imports", json=about(good))).json()
    assert again["state"] == "receiving"
    assert (await erp.get(f"/v1/imports/{again['id']}/chunks")).json()["missing"] == 1


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ('{"external_id": "C-1"}\n'.encode("utf-16"), "UTF-16"),
        (b'{"external_id": "M\xfcller"}\n', "not UTF-8"),
        (b"PK\x03\x04 an archive", "zip"),
        (b"\n\n", "no rows"),
        (b"x" * 300_000, "longer than"),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused_in_words_and_nothing_is_done(
    bring: Bring, data: bytes, says: str
) -> None:
    job, rows = await bring(data, kind="customer")

    assert job["state"] == "refused"
    assert says in job["reason"]
    assert rows == []


async def test_a_file_that_was_cut_off_says_which_line_is_none(bring: Bring) -> None:
    whole = {**OF_CUSTOMERS["constants"], "country": "DE", "name": "A", "external_id": "C-1"}
    data = json.dumps(whole).encode() + b'\n{"external_id": "C-2", "na'
    _, rows = await bring(data, kind="customer")

    assert [row["outcome"] for row in rows] == ["created", "refused"]
    assert "not JSON" in rows[1]["errors"][0]["detail"]


async def test_the_list_shows_imports_with_their_counts(
    erp: AsyncClient, ledger: list[Shown], store: Store, pools: Pools
) -> None:
    await catch_up(store, pools, RECEIVABLES)
    latest = (await erp.get("/v1/imports", params={"state": "completed"})).json()["data"]

    by_kind = {each["kind"]: each["counts"] for each in latest}
    assert by_kind["invoice"]["refused"] == 1
    assert by_kind["customer"]["created"] == 2


async def test_rows_are_read_by_outcome_and_from_a_row_on(
    erp: AsyncClient, bring: Bring, mappings: None
) -> None:
    job, _ = await bring(CUSTOMERS.encode(), format="csv", kind="customer", mapping="our-customers")
    path = f"/v1/imports/{job['id']}/rows"
    behind = (await erp.get(path, params={"outcome": "created", "after": 1})).text

    assert [json.loads(line)["row"] for line in behind.splitlines()] == [2]


async def test_a_key_that_may_not_write_what_the_rows_are_cannot_import_them(
    erp: AsyncClient, service: Any, command_runner: Any, clock: Any, reading: Any
) -> None:
    tenant, scopes = TenantId("acme"), ["imports:write", "customers:write"]
    async with client_of(service, command_runner, clock, tenant, scopes, reading) as client:
        answer = await client.post("/v1/imports", json=about(b"x", kind="invoice"))

    assert answer.status_code == 403
