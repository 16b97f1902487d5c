"""Documents that come in: bytes that are checked, kept once, shown as they came, and forgotten."""

from base64 import b64encode
from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Any

import pytest
from httpx import AsyncClient, Response

from invoice.received_documents.domain.document import CHUNK_BYTES
from recoup_cli.services import NOWHERE, built
from recoup_events.kernel.ids import TenantId
from recoup_testing.clients import client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.ids import counted_ids

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
SHORT = b"%PDF-1.7\n1 0 obj\n%%EOF\n"
LONG = SHORT[:-6] + b"x" * (2 * CHUNK_BYTES) + b"%%EOF\n"


def announced(content: bytes, **more: Any) -> Shown:
    body = {"kind": "delivery_note", "customer_external_id": "C-1", "reference": "LS-1"}
    return body | {"sha256": sha256(content).hexdigest(), "size": len(content)} | more


async def chunk(erp: AsyncClient, id: str, content: bytes, n: int) -> Response:
    part = content[n * CHUNK_BYTES : (n + 1) * CHUNK_BYTES]
    return await erp.put(f"/v1/documents/{id}/chunks/{n}", content=part)


@pytest.fixture
def announce(send: Do, customer: Shown) -> Do:
    async def sent(content: bytes, **more: Any) -> Shown:
        return await send("/v1/documents", announced(content, **more))

    return sent


async def received(erp: AsyncClient, announce: Do, content: bytes = SHORT) -> str:
    id: str = (await announce(content))["id"]
    for n in range(-(-len(content) // CHUNK_BYTES)):
        answer = await chunk(erp, id, content, n)
        assert answer.is_success, answer.text
    assert (await erp.get(f"/v1/documents/{id}")).json()["state"] == "received"
    return id


async def test_a_document_is_kept_and_shown_as_it_came(
    erp: AsyncClient, announce: Do, issue: Do
) -> None:
    invoice = await issue("SO-1")
    document = await announce(SHORT, invoice_external_id="SO-1", dispute_id="dsp_1")
    assert (document["state"], document["chunks"], document["chunk_bytes"]) == (
        "awaited",
        1,
        CHUNK_BYTES,
    )
    assert (document["invoice_id"], document["dispute_id"]) == (invoice["id"], "dsp_1")
    answer = await chunk(erp, document["id"], SHORT, 0)
    assert (answer.json()["state"], answer.json()["content_type"]) == (
        "received",
        "application/pdf",
    )
    content = await erp.get(f"/v1/documents/{document['id']}/content")
    assert content.content == SHORT
    assert content.headers["Content-Type"] == "application/pdf"
    assert content.headers["Content-Disposition"] == (
        f'attachment; filename="delivery_note-{document["id"]}.pdf"'
    )
    digest = b64encode(sha256(SHORT).digest()).decode()
    assert content.headers["Content-Digest"] == f"sha-256=:{digest}:"


async def test_chunks_come_in_any_order_and_again(erp: AsyncClient, announce: Do) -> None:
    id = (await announce(LONG))["id"]
    for n in (2, 0, 0):
        assert (await chunk(erp, id, LONG, n)).json()["state"] == "awaited"
    assert (await chunk(erp, id, LONG, 1)).json()["state"] == "received"
    assert (await chunk(erp, id, LONG, 1)).json()["state"] == "received"
    assert (await erp.get(f"/v1/documents/{id}/content")).content == LONG


async def test_the_same_bytes_for_a_customer_are_the_same_document(
    erp: AsyncClient, announce: Do
) -> None:
    id = await received(erp, announce)
    again = await erp.post("/v1/documents", json=announced(SHORT, kind="proof"))
    assert (again.status_code, again.json()["id"], again.json()["kind"]) == (
        200,
        id,
        "delivery_note",
    )


@pytest.mark.parametrize(
    ("content", "sent", "detail"),
    [
        (SHORT, SHORT[:-1] + b" ", "do not have the announced sha256"),
        (b"MZ\x90\x00 a program", None, "none of application/pdf"),
        (b"<html><script>1</script></html>", None, "none of application/pdf"),
    ],
)
async def test_other_bytes_are_not_kept(
    erp: AsyncClient, announce: Do, content: bytes, sent: bytes | None, detail: str
) -> None:
    id = (await announce(content))["id"]
    refused = await chunk(erp, id, sent or content, 0)
    assert (refused.status_code, refused.json()["code"]) == (422, "content_unacceptable")
    assert detail in refused.json()["detail"]
    assert (await erp.get(f"/v1/documents/{id}")).json()["state"] == "awaited"
    unread = await erp.get(f"/v1/documents/{id}/content")
    assert (unread.status_code, unread.json()["code"]) == (409, "document_refused")


async def test_a_chunk_has_its_number_and_length(erp: AsyncClient, announce: Do) -> None:
    id = (await announce(LONG))["id"]
    for path, sent in ((f"{id}/chunks/3", b"x"), (f"{id}/chunks/0", b"x")):
        refused = await erp.put(f"/v1/documents/{path}", content=sent)
        assert (refused.status_code, refused.json()["code"]) == (422, "chunk_unacceptable")


async def test_what_was_forgotten_is_gone_and_may_come_again(
    erp: AsyncClient, announce: Do
) -> None:
    id = await received(erp, announce, LONG)
    path = f"/v1/documents/{id}"
    for _ in range(2):
        forgotten = await erp.post(f"{path}/forgetting", json={"reason": "asked for"})
        assert (forgotten.json()["state"], forgotten.json()["reason"]) == (
            "forgotten",
            "asked for",
        )
    assert (await erp.get(f"{path}/content")).status_code == 409
    assert (await chunk(erp, id, LONG, 0)).status_code == 409
    assert await received(erp, announce, LONG) == id
    assert (await erp.get(f"{path}/content")).content == LONG


async def test_forgetting_takes_nothing_from_another_customer(
    erp: AsyncClient, announce: Do, send: Do, customer: Shown
) -> None:
    from_one = await received(erp, announce)
    other = {name: customer[name] for name in ("name", "kind", "country", "time_zone", "language")}
    await send("/v1/customers", {**other, "external_id": "C-2"})
    id = (await announce(SHORT, customer_external_id="C-2"))["id"]
    assert id != from_one
    await chunk(erp, id, SHORT, 0)
    await erp.post(f"/v1/documents/{from_one}/forgetting", json={"reason": "asked for"})
    assert (await erp.get(f"/v1/documents/{id}/content")).content == SHORT


@pytest.mark.parametrize(
    ("more", "code", "pointer"),
    [
        ({"customer_external_id": "C-9"}, "unknown_customer", "/customer_external_id"),
        ({"invoice_external_id": "SO-9"}, "unknown_invoice", "/invoice_external_id"),
        ({"size": 21 * 1024 * 1024}, "invalid_request", "/size"),
        ({"sha256": "A" * 64}, "invalid_request", "/sha256"),
    ],
)
async def test_what_it_belongs_to_is_known(
    erp: AsyncClient, customer: Shown, more: Shown, code: str, pointer: str
) -> None:
    refused = await erp.post("/v1/documents", json=announced(SHORT, **more))
    assert refused.status_code == 422
    assert [each["pointer"] for each in refused.json()["errors"]] == [pointer]


async def test_another_tenants_is_not_found(erp: AsyncClient, announce: Do, asking: Any) -> None:
    id = await received(erp, announce)
    async with asking("rival") as rival:
        for path in (f"/v1/documents/{id}", f"/v1/documents/{id}/content"):
            assert (await rival.get(path)).status_code == 404


async def test_without_a_store_none_are_taken(
    erp: AsyncClient, announce: Do, store: Any, clock: TurnedClock
) -> None:
    id = (await announce(SHORT))["id"]
    service = built("invoice", NOWHERE)
    runner = service.command_runner(store, counted_ids())
    async with client_of(service, runner, clock, TenantId("acme"), ["documents:write"]) as client:
        refused = await chunk(client, id, SHORT, 0)
    assert (refused.status_code, refused.json()["code"]) == (503, "no_file_store")
