"""Brings a file into a running stack as an ERP does: announce, send, start, read what became of it."""

import hashlib
import json
from typing import Any

from recoup_testing.e2e_stack import E2eStack, Tenant

CHUNK_BYTES = 1_000_000


async def bring(
    scene: E2eStack, tenant: Tenant, data: bytes, **wishes: Any
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The import at its end, and its rows."""
    digest = hashlib.sha256(data).hexdigest()
    body = {"file_name": "file", "size": len(data), "sha256": digest, **wishes}
    answer = await tenant.post("invoice", "/v1/imports", body)
    assert answer.is_success, answer.text
    id = answer.json()["id"]
    for n in range(answer.json()["chunks"]):
        chunk = data[n * CHUNK_BYTES : (n + 1) * CHUNK_BYTES]
        await put(tenant, f"/v1/imports/{id}/chunks/{n}", content=chunk)
    started = await tenant.post("invoice", f"/v1/imports/{id}/start", {})
    assert started.is_success, started.text
    await scene.clock_driver.settle()
    job = (await tenant.get("invoice", f"/v1/imports/{id}")).json()
    lines = (await tenant.get("invoice", f"/v1/imports/{id}/rows")).text.splitlines()
    return job, [json.loads(line) for line in lines]


async def put(tenant: Tenant, path: str, **what: Any) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {tenant.key}", "If-Match": "*"}
    answer = await tenant.http.put(tenant.bases["invoice"] + path, headers=headers, **what)
    assert answer.is_success, answer.text
    shown: dict[str, Any] = answer.json() if answer.content else {}
    return shown
