"""Documents that came in are listed as each of them is shown."""

from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Any

import pytest
from httpx import AsyncClient

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]


async def test_documents_are_listed_as_they_are_shown(
    erp: AsyncClient, issue: Do, send: Do, customer: Shown, follow: Follow
) -> None:
    invoice = await issue("SO-1")

    async def received(text: str, **more: Any) -> str:
        content = text.encode()
        file = {"sha256": sha256(content).hexdigest(), "size": len(content)}
        about = {"customer_external_id": "C-1", **more}
        id: str = (await send("/v1/documents", {**about, **file}))["id"]
        answer = await erp.put(f"/v1/documents/{id}/chunks/0", content=content)
        assert answer.is_success, answer.text
        return id

    note = await received("delivered", kind="delivery_note", invoice_external_id="SO-1")
    proof = await received("broken", kind="proof", dispute_id="dsp_1", reference="TICKET-1")
    gone = await received("mistaken", kind="contract", agreement_id="agr_1")
    await send(f"/v1/documents/{gone}/forgetting", {"reason": "sent by mistake"})
    await follow()
    for query, expected in (
        ({}, [note, proof, gone]),
        ({"customer_id": customer["id"]}, [note, proof, gone]),
        ({"customer_id": "cus_1"}, []),
        ({"invoice_id": invoice["id"]}, [note]),
        ({"dispute_id": "dsp_1"}, [proof]),
        ({"kind": "proof"}, [proof]),
        ({"state": "forgotten"}, [gone]),
        ({"state": "awaited"}, []),
    ):
        rows = (await erp.get("/v1/documents", params=query)).json()["data"]
        assert sorted(row["id"] for row in rows) == sorted(expected)
        for row in rows:
            assert row == (await erp.get(f"/v1/documents/{row['id']}")).json()
