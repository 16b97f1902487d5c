"""A real ledger in as CSV and as NDJSON is the same ledger."""

import csv
import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from recoup_cli.ledger import ibm_rows
from recoup_cli.ledger.ibm_rows import Row
from recoup_testing.bringing import bring, put
from recoup_testing.e2e_stack import Tenant, private_stack

pytestmark = pytest.mark.servers

SAMPLE = Path(__file__).parents[2] / "../shared/data/ledger/ibm-late-payments.csv"
ROWS = int(os.environ.get("RECOUP_LEDGER_ROWS", "400"))
TODAY = datetime(2014, 1, 31, 8, tzinfo=UTC)
MONEY = {"external_id": "id", "total.amount": "amount", "customer_external_id": "customer"}
MAPPINGS: Mapping[str, Mapping[str, Any]] = {
    "customer": {
        "columns": {"external_id": "customer", "name": "customer"},
        "constants": {
            "kind": "entity",
            "country": "US",
            "time_zone": "America/New_York",
            "language": "en",
        },
    },
    "invoice": {
        "columns": {**MONEY, "number": "id", "issue_date": "issued", "due_date": "due"},
        "constants": {"total.currency": "USD"},
    },
    "payment": {
        "columns": {
            "external_id": "paid",
            "customer_external_id": "customer",
            "amount.amount": "amount",
            "references.0.invoice": "id",
            "value_date": "settled",
        },
        "constants": {"amount.currency": "USD", "method": "transfer"},
    },
}


@pytest.fixture
def rows() -> Sequence[Row]:
    if not SAMPLE.exists():
        pytest.skip("the sample is not here: ../shared/data/ledger/ibm-late-payments.csv")
    return ibm_rows.read(SAMPLE)[:ROWS]


async def test_both_are_the_same_ledger(rows: Sequence[Row]) -> None:
    async with private_stack(TODAY, services=["invoice"]) as scene:
        by_csv, by_ndjson = [await scene.tenant(name) for name in ("csv", "ndjson")]
        for kind, mapping in MAPPINGS.items():
            wishes = {"format": "csv", "kind": kind, "mapping": kind, "dates": "YYYY-MM-DD"}
            await put(by_csv, f"/v1/import-mappings/{kind}", json={"kind": kind, **mapping})
            job, _ = await bring(
                scene, by_csv, table(rows), **wishes, decimal=".", chase=chased(kind)
            )
            assert job["counts"]["refused"] == 0, job
        job, _ = await bring(scene, by_ndjson, ndjson(rows), format="ndjson", chase="never")
        assert job["counts"]["refused"] == 0, job
        first, second = [await ledger(tenant) for tenant in (by_csv, by_ndjson)]
        assert first == second
        print(f"{len(rows)} invoices and payments: the same ledger as CSV and as NDJSON")


def chased(kind: str) -> str | None:
    return "never" if kind == "invoice" else None


def table(rows: Sequence[Row]) -> bytes:
    out = io.StringIO()
    names = ("customer", "id", "amount", "issued", "due", "paid", "settled")
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    for row in rows:
        writer.writerow(
            {
                "customer": row.customer,
                "id": row.invoice,
                "amount": row.amount.decimal,
                "issued": row.issued.isoformat(),
                "due": row.due.isoformat(),
                "paid": f"{row.invoice}-P",
                "settled": row.settled.isoformat(),
            }
        )
    return out.getvalue().encode()


def ndjson(rows: Sequence[Row]) -> bytes:
    return "".join(f"{json.dumps(body)}\n" for row in rows for body in bodies(row)).encode()


def bodies(row: Row) -> Iterator[Mapping[str, Any]]:
    amount = {"amount": row.amount.decimal, "currency": "USD"}
    customer = MAPPINGS["customer"]["constants"]
    yield {"type": "customer", "external_id": row.customer, "name": row.customer, **customer}
    yield {
        "type": "invoice",
        "customer_external_id": row.customer,
        "external_id": row.invoice,
        "number": row.invoice,
        "total": amount,
        "issue_date": row.issued.isoformat(),
        "due_date": row.due.isoformat(),
    }
    yield {
        "type": "payment",
        "customer_external_id": row.customer,
        "external_id": f"{row.invoice}-P",
        "amount": amount,
        "method": "transfer",
        "value_date": row.settled.isoformat(),
        "references": [{"invoice": row.invoice}],
    }


async def ledger(tenant: Tenant) -> list[Any]:
    """What is owed, and every invoice with what became of it, without ids of the tenant and times."""
    aging = (await tenant.get("invoice", "/v1/aging", as_of="2013-06-30")).json()
    found = [json.dumps(aging["data"], sort_keys=True)]
    more: dict[str, str] = {}
    while True:
        page = (await tenant.get("invoice", "/v1/invoices", limit="1000", **more)).json()
        found += [
            f"{each['external_id']} {each['total']} {each['balance']} {each['state']}"
            for each in page["data"]
        ]
        if not page["has_more"]:
            return sorted(found)
        more = {"cursor": page["next_cursor"]}
