from typing import Any

import pytest
from httpx import AsyncClient

BOLTS = {
    "external_id": "C-1",
    "name": "Bolts GmbH",
    "kind": "entity",
    "country": "DE",
    "time_zone": "Europe/Berlin",
    "language": "de",
    "contacts": [{"role": "billing", "name": "Accounts payable", "email": "ap@bolts.example"}],
}
NOTICE = {"source": "letter of 5 January", "effective_from": "2026-01-05"}


async def test_a_registered_customer_can_be_read(erp: AsyncClient) -> None:
    registered = await erp.post("/v1/customers", json=BOLTS)
    assert registered.status_code == 201
    read = await erp.get(registered.headers["Location"])
    assert read.json() == registered.json()
    assert read.headers["ETag"] == registered.headers["ETag"] == '"1"'
    assert (
        BOLTS.items()
        <= {
            **read.json(),
            "contacts": [{k: v for k, v in c.items() if v} for c in read.json()["contacts"]],
        }.items()
    )


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
        ({"contacts": [{"role": "billing", "name": "AP"}]}, "/contacts/0"),
        ({"contacts": [{"role": "billing", "name": "AP", "phone": "030"}]}, "/contacts/0/phone"),
        ({"contacts": [{"role": "billing", "name": "AP", "email": "ap"}]}, "/contacts/0/email"),
    ],
)
async def test_a_mistake_is_pointed_at(
    erp: AsyncClient, wrong: dict[str, Any], pointer: str
) -> None:
    answer = await erp.post("/v1/customers", json=BOLTS | wrong)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_a_change_leaves_alone_what_it_does_not_mention(
    erp: AsyncClient, customer: dict[str, Any]
) -> None:
    changes = {"time_zone": "Europe/Vienna", "country": "AT"}
    changed = await erp.patch(f"/v1/customers/{customer['id']}", json=changes)
    assert changed.json() == customer | changes


async def test_contacts_are_replaced_as_a_whole(erp: AsyncClient, customer: dict[str, Any]) -> None:
    contacts = [{"role": "decision_maker", "name": "Board", "email": None, "phone": "+4930901820"}]
    path = f"/v1/customers/{customer['id']}"
    changed = await erp.patch(path, json={"contacts": contacts})
    assert changed.json()["contacts"] == contacts
    assert (await erp.get(path)).json() == changed.json()


async def test_a_change_names_the_version_it_was_decided_on(
    erp: AsyncClient, customer: dict[str, Any]
) -> None:
    path = f"/v1/customers/{customer['id']}"
    stale = await erp.patch(path, json={"name": "Nuts GmbH"}, headers={"If-Match": '"7"'})
    assert stale.status_code == 412
    fresh = await erp.patch(path, json={"name": "Nuts GmbH"}, headers={"If-Match": '"1"'})
    assert fresh.headers["ETag"] == '"2"'


@pytest.mark.parametrize(
    ("what", "shown"),
    [("insolvency", "insolvent_from"), ("cease-contact", "contact_ceased_from")],
)
async def test_what_forbids_contact_is_recorded_whatever_the_version(
    erp: AsyncClient, customer: dict[str, Any], what: str, shown: str
) -> None:
    path = f"/v1/customers/{customer['id']}/{what}"
    recorded = await erp.post(path, json=NOTICE, headers={"If-Match": '"7"'})
    assert recorded.json() == customer | {shown: "2026-01-05"}
    again = await erp.post(path, json=NOTICE)
    assert (again.status_code, again.json()["code"]) == (409, "customer_refused")


async def test_a_customer_nobody_registered_is_not_found(erp: AsyncClient) -> None:
    assert (await erp.get("/v1/customers/cus_0")).status_code == 404
    assert (await erp.post("/v1/customers/cus_0/insolvency", json=NOTICE)).status_code == 404
