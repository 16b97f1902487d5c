"""What is accepted can be published: an invoice whose event nobody could read is refused whole."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient, Response

from recoup_events.kernel.sizes import EVENT_BYTES
from recoup_eventstore.ports import START, Store
from recoup_testing.money import eur_json

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
LINES = 1000
WIDE = "é"


def body_of(size: int, customer: Shown) -> bytes:
    """An invoice of many lines, in exactly so many bytes."""

    def written(per_line: int) -> bytes:
        line = {"description": "x" + WIDE * per_line, "net": eur_json("1"), "tax": eur_json("0")}
        body = {
            "customer_id": customer["id"],
            "external_id": "SO-1",
            "number": "1",
            "total": eur_json(str(LINES)),
            "lines": [line] * LINES,
            "issue_date": "2026-01-05",
            "due_date": "2026-02-04",
        }
        return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()

    each = LINES * len(WIDE.encode())
    per_line = (size - len(written(0))) // each
    return written(per_line).ljust(size)  # JSON may end in spaces


async def issued(erp: AsyncClient, body: bytes) -> Response:
    headers = {"Content-Type": "application/json"}
    return await erp.post("/v1/invoices", content=body, headers=headers)


@pytest.mark.parametrize("size", [300_000, 900_000, 1_030_000])
async def test_what_fits_is_recorded(erp: AsyncClient, customer: Shown, size: int) -> None:
    assert (await issued(erp, body_of(size, customer))).status_code == 201


@pytest.mark.parametrize("size", [1_046_202, EVENT_BYTES - 1000])
async def test_a_body_may_fit_where_its_event_does_not(
    erp: AsyncClient, customer: Shown, issue: Do, store: Store, size: int
) -> None:
    refused = await issued(erp, body_of(size, customer))
    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (413, "event_too_large")
    assert f"{EVENT_BYTES:,} are the most" in problem["detail"]
    assert "invoice.issued.v1 would have 1,05" in problem["detail"]
    assert len(await store.feed(START, 10)) == 2, "nothing but creditor and customer was recorded"
    assert (await issue("SO-1"))["external_id"] == "SO-1"


async def test_a_larger_body_is_not_read(erp: AsyncClient, customer: Shown) -> None:
    refused = await issued(erp, body_of(EVENT_BYTES - 1000, customer) + b" " * 2000)
    assert (refused.status_code, refused.json()["code"]) == (413, "body_too_large")
