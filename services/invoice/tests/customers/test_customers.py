from json import dumps
from typing import Any

import pytest
from httpx import AsyncClient
from structlog.testing import capture_logs

from recoup_testing import hostile

BOLTS: dict[str, Any] = {
    "external_id": "C-1",
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
AP = {"external_id": "P-2", "name": "AP", "roles": ["billing"]}


async def test_a_registered_customer_can_be_read(erp: AsyncClient) -> None:
    registered = await erp.post("/v1/customers", json=BOLTS)
    assert registered.status_code == 201
    read = await erp.get(registered.headers["Location"])
    assert read.json() == registered.json()
    assert read.headers["ETag"] == registered.headers["ETag"] == '"1"'
    (sent,), (shown,) = BOLTS["persons"], read.json()["persons"]
    assert sent.items() <= shown.items()
    assert {**BOLTS, "persons": [shown]}.items() <= read.json().items()


async def test_an_external_id_registers_one_customer(
    erp: AsyncClient, customer: dict[str, Any]
) -> None:
    again = await erp.post("/v1/customers", json=BOLTS)
    assert again.status_code == 409
    assert again.json()["code"] == "duplicate_external_id"
    assert customer["id"] in again.json()["detail"]


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"country": "XX"}, "/country"),
        ({"time_zone": "Berlin"}, "/time_zone"),
        ({"language": "Deutsch"}, "/language"),
        ({"kind": "company"}, "/kind"),
        ({"name": " "}, "/name"),
        ({"name": "Bolts\x00"}, "/name"),
        ({"external_id": ""}, "/external_id"),
        ({"nickname": "Bo"}, "/nickname"),
        ({"subdivision": "DE-XX"}, "/subdivision"),
        ({"persons": [AP]}, "/persons/0"),
        ({"persons": [AP | {"phones": ["030"]}]}, "/persons/0/phones/0"),
        ({"persons": [AP | {"emails": ["ap"]}]}, "/persons/0/emails/0"),
        ({"persons": [AP | {"emails": ["ap@b.example"], "roles": []}]}, "/persons/0/roles"),
        (
            {
                "addresses": [
                    {"use": "legal", "address": {"lines": [], "city": "B", "country": "DE"}}
                ]
            },
            "/addresses/0/address/lines",
        ),
    ],
)
async def test_a_mistake_is_pointed_at(
    erp: AsyncClient, wrong: dict[str, Any], pointer: str
) -> None:
    answer = await erp.post("/v1/customers", json=BOLTS | wrong)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize("email", hostile.BAD_EMAILS, ids=lambda text: text[:40])
async def test_an_address_that_cannot_be_written_to_is_refused_and_not_logged(
    erp: AsyncClient, customer: dict[str, Any], email: str
) -> None:
    persons = [AP | {"emails": [email]}]
    path, json_body = f"/v1/customers/{customer['id']}", {"Content-Type": "application/json"}
    new = dumps({**BOLTS, "external_id": "C-2", "persons": persons})  # httpx takes no surrogates
    change = dumps({"persons": persons})
    with capture_logs() as logged:
        answers = [
            await erp.post("/v1/customers", content=new, headers=json_body),
            await erp.patch(path, content=change, headers=json_body),
        ]
    for answer in answers:
        assert answer.status_code == 422
        (error,) = answer.json()["errors"]
        assert error["pointer"] == "/persons/0/emails/0"
        assert "Send one like ap@customer.example" in error["detail"]
    assert len(email) < 4 or email not in repr(logged)


async def test_an_international_domain_is_shown_in_its_own_letters(erp: AsyncClient) -> None:
    persons = [AP | {"emails": ["Ap@xn--BCHER-kva.Example"]}]
    registered = await erp.post("/v1/customers", json=BOLTS | {"persons": persons})
    (person,) = registered.json()["persons"]
    assert person["emails"][0] == "Ap@b\N{LATIN SMALL LETTER U WITH DIAERESIS}cher.example"


async def test_a_number_that_cannot_be_called_is_refused_with_what_to_send(
    erp: AsyncClient,
) -> None:
    persons = [AP | {"phones": ["+49 30 901820"]}]
    refused = await erp.post("/v1/customers", json=BOLTS | {"persons": persons})
    (error,) = refused.json()["errors"]
    assert "+4930901820" in error["detail"]


async def test_a_change_leaves_alone_what_it_does_not_mention(
    erp: AsyncClient, customer: dict[str, Any]
) -> None:
    changes = {"time_zone": "Europe/Vienna", "country": "AT"}
    changed = await erp.patch(f"/v1/customers/{customer['id']}", json=changes)
    assert changed.json() == customer | changes


async def test_a_change_names_the_version_it_was_decided_on(
    erp: AsyncClient, customer: dict[str, Any]
) -> None:
    path = f"/v1/customers/{customer['id']}"
    stale = await erp.patch(path, json={"name": "Nuts GmbH"}, headers={"If-Match": '"7"'})
    assert stale.status_code == 412
    fresh = await erp.patch(path, json={"name": "Nuts GmbH"}, headers={"If-Match": '"1"'})
    assert fresh.headers["ETag"] == '"2"'


async def test_a_customer_nobody_registered_is_not_found(erp: AsyncClient) -> None:
    assert (await erp.get("/v1/customers/cus_0")).status_code == 404
