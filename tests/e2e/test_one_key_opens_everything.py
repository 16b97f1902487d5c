"""A key made over the API opens every service through the one address, until it is revoked."""

import asyncio
from collections.abc import Mapping

import httpx
import pytest

from gateway.routes import known_routes
from recoup_cli.demo_key import demo_key, operator_key
from recoup_cli.services import all_scopes
from recoup_cli.stack import temporary_stack

pytestmark = pytest.mark.servers
PATIENCE_SECONDS = 30
LISTS = {
    "invoice": "/v1/customers",
    "workflow-scheduler": "/v1/enrolments",
    "notification": "/v1/messages",
    "dispute": "/v1/disputes",
    "payment-plan": "/v1/plans",
    "console": "/v1/actions",
    "webhook": "/v1/webhook-endpoints",
}


async def answers(client: httpx.AsyncClient, key: str) -> Mapping[str, int]:
    """What each service says to whoever carries this key."""
    own = {"Authorization": f"Bearer {key}"}
    return {name: (await client.get(LISTS[name], headers=own)).status_code for name in LISTS}


async def until(client: httpx.AsyncClient, key: str, status: int) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while set((await answers(client, key)).values()) != {status}:  # noqa: ASYNC110 - others decide when
            await asyncio.sleep(0.05)


async def test_a_key_made_over_the_api_opens_every_service_until_it_is_revoked() -> None:
    assert LISTS.keys() == set(known_routes().services)
    async with temporary_stack(with_gateway=True) as stack:
        admin = {"Authorization": f"Bearer {await demo_key(stack)}"}
        async with httpx.AsyncClient(base_url=stack.addresses.gateway, timeout=30) as client:
            mine = (await client.get("/v1/me", headers=admin)).json()
            wanted = {"name": "ERP", "scopes": mine["scopes"]}
            made = (await client.post("/v1/api-keys", json=wanted, headers=admin)).json()
            await until(client, made["secret"], 200)

            rotation = f"/v1/api-keys/{made['id']}/rotation"
            rotated = (await client.post(rotation, json={}, headers=admin)).json()
            await until(client, rotated["secret"], 200)
            assert set((await answers(client, made["secret"])).values()) == {200}, "both work"

            listed = (await client.get("/v1/api-keys", headers=admin)).json()["data"]
            assert [key["id"] for key in listed] == [rotated["id"], made["id"]]
            assert all(key["last_used_at"] for key in listed)

            revocation = f"/v1/api-keys/{made['id']}/revocation"
            why = {"reason": "It was sent by mail."}
            assert (await client.post(revocation, json=why, headers=admin)).status_code == 200
            await until(client, made["secret"], 401)
            assert set((await answers(client, rotated["secret"])).values()) == {200}

            await _a_tenant_comes_and_goes(client, await operator_key(stack))

            described = (await client.get("/openapi.json")).json()
            assert described["servers"] == [{"url": stack.addresses.gateway}]
            assert {path.split("/")[2] for path in described["paths"]} == {
                prefix.split("/")[2]
                for prefix in known_routes().table
                if not prefix.startswith("/open/")  # opens itself, and no integrator calls it
            }


async def _a_tenant_comes_and_goes(client: httpx.AsyncClient, operator: str) -> None:
    """Every service goes by what the operator says of a tenant."""
    own = {"Authorization": f"Bearer {operator}"}
    mine = {"name": "ERP", "scopes": [*all_scopes()]}
    new = {"id": "beta", "name": "Beta Ltd", "key": mine}
    opened = await client.post("/v1/tenants", json=new, headers=own)
    key = opened.json()["key"]["secret"]
    await until(client, key, 200)
    why = {"reason": "The invoice of November is unpaid."}
    await client.post("/v1/tenants/beta/suspension", json=why, headers=own)
    await until(client, key, 403)
    await client.post("/v1/tenants/beta/resumption", headers=own)
    await until(client, key, 200)
    listed = (await client.get("/v1/tenants", params={"state": "open"}, headers=own)).json()
    assert [tenant["id"] for tenant in listed["data"]] == ["beta"]
