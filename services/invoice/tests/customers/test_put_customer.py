"""An ERP sends all its customers every night: the first time makes them, later ones keep them right."""

from asyncio import gather
from collections.abc import Callable
from typing import Any

import pytest
from httpx import AsyncClient

PATH = "/v1/customers/by/external-id/C-1"
DETAILS = {
    "name": "Bolts GmbH",
    "kind": "entity",
    "country": "DE",
    "time_zone": "Europe/Berlin",
    "language": "de",
    "persons": [
        {
            "external_id": "P-1",
            "name": "Accounts payable",
            "roles": ["billing"],
            "emails": ["ap@bolts.example"],
        }
    ],
}


async def test_an_unknown_external_id_registers_a_customer(erp: AsyncClient) -> None:
    put = await erp.put(PATH, json=DETAILS)
    assert (put.status_code, put.headers["ETag"]) == (201, '"1"')
    assert put.json()["external_id"] == "C-1"
    assert (await erp.get(put.headers["Location"])).json() == put.json()


async def test_the_same_again_changes_nothing(erp: AsyncClient, customer: dict[str, Any]) -> None:
    for _ in range(2):
        put = await erp.put(PATH, json=DETAILS)
        assert (put.status_code, put.headers["ETag"]) == (200, '"1"')
        assert put.json() == customer


async def test_what_is_sent_replaces_all_details_whatever_the_version(
    erp: AsyncClient, customer: dict[str, Any]
) -> None:
    changes = {"name": "Nuts GmbH", "persons": []}
    put = await erp.put(PATH, json=DETAILS | changes, headers={"If-Match": '"7"'})
    assert (put.status_code, put.headers["ETag"]) == (200, '"2"')
    assert put.json() == customer | changes


async def test_what_forbids_contact_stays(erp: AsyncClient, customer: dict[str, Any]) -> None:
    condition = {"condition": "death", "source": "letter", "effective_from": "2026-01-05"}
    await erp.post(f"/v1/customers/{customer['id']}/conditions", json=condition)
    put = await erp.put(PATH, json=DETAILS)
    assert [each["condition"] for each in put.json()["conditions"]] == ["death"]


async def test_of_many_at_once_one_registers(erp: AsyncClient) -> None:
    answers = await gather(*(erp.put(PATH, json=DETAILS) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 201]
    assert {answer.headers["ETag"] for answer in answers} == {'"1"'}


async def test_a_retry_gets_the_first_answer_again(erp: AsyncClient) -> None:
    key = {"Idempotency-Key": "night-1"}
    first = await erp.put(PATH, json=DETAILS, headers=key)
    again = await erp.put(PATH, json=DETAILS, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.headers["Idempotent-Replayed"] == "true"


async def test_another_tenants_external_id_is_another_customer(
    customer: dict[str, Any], asking: Callable[[str], Any]
) -> None:
    async with asking("other") as stranger:
        put = await stranger.put(PATH, json=DETAILS)
    assert put.status_code == 201
    assert put.json()["id"] != customer["id"]


async def test_an_external_id_may_hold_what_paths_hold(erp: AsyncClient) -> None:
    put = await erp.put("/v1/customers/by/external-id/DE%2F1%20a", json=DETAILS)
    assert put.json()["external_id"] == "DE/1 a"


@pytest.mark.parametrize("wrong", [{"country": "XX"}, {"external_id": "C-2"}, {"name": None}])
async def test_what_cannot_be_right_is_refused(erp: AsyncClient, wrong: dict[str, Any]) -> None:
    assert (await erp.put(PATH, json=DETAILS | wrong)).status_code == 422


async def test_a_customer_has_at_most_fifty_persons(
    erp: AsyncClient, customer: dict[str, Any]
) -> None:
    many = [
        {"external_id": f"n{i}", "name": "AP", "roles": ["billing"], "phones": ["+4930901820"]}
        for i in range(50)
    ]
    patched = await erp.patch(f"/v1/customers/{customer['id']}", json={"persons": many})
    assert (patched.status_code, patched.json()["code"]) == (422, "too_many_persons")
