"""Endpoints: created once, checked at the door, changed, disabled, given new secrets, and deleted."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient, Response

from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.postgres.pools import Pools
from recoup_service.ids import new_bytes
from recoup_testing.clock import TurnedClock
from recoup_testing.read_models import catch_up
from webhook.endpoints.domain.vault import Vault
from webhook.endpoints.handlers import Resealing
from webhook.endpoints.projection import ENDPOINTS
from webhook.settings import WebhookSettings

pytestmark = pytest.mark.servers
PATH = "/v1/webhook-endpoints"
ERP = {"external_id": "erp", "url": "https://erp.example.com/recoup"}
OTHERS = TenantId("others")
ClientOf = Callable[..., AbstractAsyncContextManager[AsyncClient]]


async def create(erp: AsyncClient, **wanted: Any) -> Response:
    return await erp.post(PATH, json={**ERP, **wanted})


async def created(erp: AsyncClient, **wanted: Any) -> dict[str, Any]:
    answer = await create(erp, **wanted)
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def secrets(erp: AsyncClient, id: str) -> list[dict[str, Any]]:
    answer = await erp.get(f"{PATH}/{id}/secrets")
    found: list[dict[str, Any]] = answer.json()["data"]
    return found


async def test_an_endpoint_is_created_once(erp: AsyncClient) -> None:
    first = await created(erp, description="Our inbox")
    assert (first["state"], first["payload"], first["order"]) == (
        *("enabled", "without_personal_data"),
        "none",
    )
    assert "secret" not in str(first)
    again = await create(erp)
    assert (again.status_code, again.json()["code"]) == (409, "duplicate_endpoint")
    assert again.json()["see"] == f"{PATH}/{first['id']}"


async def test_the_same_request_sent_twice_creates_one(erp: AsyncClient) -> None:
    key = {"Idempotency-Key": "1"}
    first = await erp.post(PATH, json=ERP, headers=key)
    again = await erp.post(PATH, json=ERP, headers=key)
    assert again.json() == first.json()
    assert again.headers["Idempotent-Replayed"] == "true"


async def test_another_tenant_may_use_the_same_external_id(
    erp: AsyncClient, client: ClientOf
) -> None:
    mine = await created(erp)
    async with client(OTHERS) as other:
        theirs = await created(other)
        assert theirs["id"] != mine["id"]
        for path in ("", "/secrets", "/deliveries", "/attempts"):
            assert (await other.get(f"{PATH}/{mine['id']}{path}")).status_code == 404
        for path in ("disablement", "enablement", "secret-rotation", "tests"):
            answer = await other.post(f"{PATH}/{mine['id']}/{path}", json={})
            assert answer.status_code == 404
        since = {"since": "2026-03-01T09:00:00Z"}
        for path in ("recovery", "replay"):
            assert (await other.post(f"{PATH}/{mine['id']}/{path}", json=since)).status_code == 404
        assert (await other.delete(f"{PATH}/{mine['id']}")).status_code == 404


async def test_scopes_are_needed(client: ClientOf) -> None:
    async with client(scopes=["webhooks:read"]) as reader:
        assert (await create(reader)).status_code == 403
        assert (await reader.get(f"{PATH}/whe_1/secrets")).status_code == 403
        assert (await reader.get(PATH)).status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        *("http://erp.example.com/", "ftp://erp.example.com/", "erp.example.com", "https://", ""),
        *("https://user:pass@erp.example.com/", "https://erp.example.com/#x", "https://a b/"),
        *("https://erp.example.com:8443/", "https://erp.example.com:99999/"),
        *("https://127.0.0.1/", "https://10.1.2.3/", "https://[::1]/", "https://0x7f.1/"),
        *("https://0177.0.0.1/", "https://2130706433/", "https://127.1/", "https://0x7f000001/"),
        *("https://[::ffff:127.0.0.1]/", "https://[64:ff9b::7f00:1]/", "https://169.254.169.254/"),
        *("https://[2002:7f00:1::]/", "https://[2001:0:7f00:1::]/", "https://192.88.99.1/"),
        *("https://erp.example.com/" + "x" * 2000, "https://\u212aelvin.example/"),
    ],
)
async def test_an_address_that_is_none_of_a_tenants_business_is_refused(
    erp: AsyncClient, url: str
) -> None:
    answer = await create(erp, url=url)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == "/url"


@pytest.mark.parametrize(
    "secret", ["whsec_", "whsec_AAAA", "whsec_" + "A" * 92, "AAAA", "whsec_?", "whsk_" + "A" * 44]
)
async def test_a_secret_of_the_wrong_form_is_refused(erp: AsyncClient, secret: str) -> None:
    answer = await create(erp, secret=secret)
    assert (answer.status_code, answer.json()["code"]) == (422, "secret_unacceptable")


async def test_a_type_that_nobody_says_is_refused(erp: AsyncClient) -> None:
    answer = await create(erp, types=["invoice.payed"])
    assert (answer.status_code, answer.json()["code"]) == (422, "type_unknown")
    assert "Did you mean invoice.paid?" in answer.json()["detail"]


async def test_a_secret_of_ones_own_is_kept_sealed(erp: AsyncClient, pools: Pools) -> None:
    own = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    endpoint = await created(erp, secret=own)
    [kept] = await secrets(erp, endpoint["id"])
    assert (kept["secret"], kept["ends_at"]) == (own, None)
    [row] = await pools.worker.fetch("select sealed, key_id from outgoing.secret")
    assert b"MfKQ" not in row["sealed"]
    assert row["key_id"] == "1"


async def test_old_secrets_sign_on_for_a_time(erp: AsyncClient, clock: TurnedClock) -> None:
    id = (await created(erp))["id"]
    [old] = await secrets(erp, id)
    rotated = await erp.post(
        f"{PATH}/{id}/secret-rotation", json={"signature": "v1a", "overlap_hours": 1}
    )
    assert (rotated.status_code, rotated.json()["signature"]) == (200, "v1a")
    both = await secrets(erp, id)
    assert sorted(each["secret"].split("_")[0] for each in both) == ["whpk", "whsec"]
    assert [each["ends_at"] for each in both if each["id"] == old["id"]] == ["2026-03-01T10:00:00Z"]
    clock.turn(timedelta(hours=1))
    assert [each["signature"] for each in await secrets(erp, id)] == ["v1a"]


async def test_so_many_secrets_sign_at_once_and_no_more(erp: AsyncClient) -> None:
    id = (await created(erp))["id"]
    answers = [await erp.post(f"{PATH}/{id}/secret-rotation", json={}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [409]
    assert answers[-1].json()["code"] == "too_many_secrets"


async def test_the_key_of_the_deployment_can_be_changed(
    erp: AsyncClient, pools: Pools, settings: WebhookSettings
) -> None:
    id = (await created(erp))["id"]
    [before] = await secrets(erp, id)
    both = Vault({"2": "another-key-of-this-deployment-0000", **settings.keys})
    assert await Resealing(pools, both, new_bytes).step() == 1
    assert await Resealing(pools, both, new_bytes).step() == 0
    [row] = await pools.worker.fetch("select * from outgoing.secret")
    of = f"acme\x1f{id}\x1f{before['id']}"
    alone = Vault({"2": "another-key-of-this-deployment-0000"})
    assert alone.open(row["sealed"], row["key_id"], of)


async def test_what_is_changed_is_changed_and_the_rest_stays(erp: AsyncClient) -> None:
    endpoint = await created(erp, types=["invoice.*"])
    path = f"{PATH}/{endpoint['id']}"
    assert (await erp.patch(path, json={"per_second": 5})).status_code == 428
    changed = await erp.patch(path, json={"per_second": 5}, headers={"If-Match": '"1"'})
    assert changed.json() == {**endpoint, "per_second": 5, "updated_at": endpoint["updated_at"]}
    refused = await erp.patch(path, json={"url": "https://10.0.0.1/"}, headers={"If-Match": "*"})
    assert refused.status_code == 422


async def test_endpoints_are_listed_without_those_that_were_deleted(
    erp: AsyncClient, pools: Pools, command_runner: CommandRunner
) -> None:
    kept = await created(erp, external_id="kept")
    gone = await created(erp, external_id="gone")
    stopped = await erp.post(f"{PATH}/{kept['id']}/disablement", json={"detail": "Maintenance"})
    assert (stopped.json()["reason"], stopped.json()["detail"]) == ("asked", "Maintenance")
    deleted = await erp.delete(f"{PATH}/{gone['id']}")
    assert (deleted.status_code, deleted.json()["state"]) == (200, "deleted")
    assert await secrets(erp, gone["id"]) == []
    await catch_up(command_runner.store, pools, ENDPOINTS)
    assert [each["id"] for each in (await erp.get(PATH)).json()["data"]] == [kept["id"]]
    listed = (await erp.get(PATH, params={"state": "disabled"})).json()["data"]
    assert listed == [(await erp.get(f"{PATH}/{kept['id']}")).json()]
    by_name = await erp.get(PATH, params={"state": "deleted", "external_id": "gone"})
    assert [each["id"] for each in by_name.json()["data"]] == [gone["id"]]


async def test_what_was_deleted_comes_back_by_no_command(erp: AsyncClient) -> None:
    id = (await created(erp))["id"]
    await erp.delete(f"{PATH}/{id}")
    assert (await erp.delete(f"{PATH}/{id}")).status_code == 200
    for path in ("enablement", "secret-rotation", "tests"):
        assert (await erp.post(f"{PATH}/{id}/{path}", json={})).status_code == 409
