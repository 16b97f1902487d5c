"""Assignment rules as somebody who sets them sees them."""

from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.workflow_scheduler import EnrolmentStarted
from recoup_testing.reminders_example import INVOICE
from recoup_testing.service_harness import ServiceHarness

PATH = "/v1/assignment-rules"
ANY_VERSION = {"If-Match": "*"}
STEP = {
    "name": "letter",
    "days": 3,
    "action": {"kind": "remind", "channel": "email", "template": "firm_reminder"},
}


async def published(client: AsyncClient, name: str) -> str:
    answer = await client.post("/v1/workflows", json={"name": name, "steps": [STEP]})
    id: str = answer.json()["id"]
    return id


def key_accounts(workflow_id: str) -> dict[str, Any]:
    return {
        "name": "key accounts",
        "workflow_id": workflow_id,
        "conditions": {"customer_metadata": {"segment": "key"}},
    }


def large(workflow_id: str) -> dict[str, Any]:
    amounts = [{"currency": "EUR", "at_least": {"currency": "EUR", "amount": "1000.00"}}]
    return {"name": "large", "workflow_id": workflow_id, "conditions": {"amounts": amounts}}


async def test_a_tenant_without_rules_has_an_empty_document(console: AsyncClient) -> None:
    answer = await console.get(PATH)
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"0"')
    assert (answer.json()["rules"], answer.json()["set_by"]) == ([], None)


async def test_what_was_set_is_read_back_as_it_was_sent(console: AsyncClient) -> None:
    rules = [large(await published(console, "a")), key_accounts(await published(console, "b"))]
    body = {"policy": "Key accounts are called before they are written to.", "rules": rules}
    answer = await console.put(PATH, json=body, headers={"If-Match": '"0"'})
    shown = answer.json()
    assert (answer.status_code, shown["version"], shown["policy"]) == (200, 1, body["policy"])
    again = {name: shown[name] for name in ("policy", "rules", "entry", "exception_days")}
    same = await console.put(PATH, json=again, headers={"If-Match": '"1"'})
    assert (same.status_code, same.json()["version"]) == (200, 1)


async def test_rules_are_set_on_the_version_that_was_seen(console: AsyncClient) -> None:
    blind = await console.put(PATH, json={"rules": []})
    stale = await console.put(PATH, json={"rules": []}, headers={"If-Match": '"3"'})
    assert (blind.status_code, stale.status_code) == (428, 412)


async def test_an_unknown_workflow_is_refused_where_it_stands(console: AsyncClient) -> None:
    rules = [large(await published(console, "a")), key_accounts("wfl_nowhere")]
    answer = await console.put(PATH, json={"rules": rules}, headers=ANY_VERSION)
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["pointer"] == "/rules/1/workflow_id"


async def test_a_workflow_that_a_rule_names_cannot_be_retired(console: AsyncClient) -> None:
    id = await published(console, "a")
    await console.put(PATH, json={"rules": [large(id)]}, headers=ANY_VERSION)
    refused = await console.post(f"/v1/workflows/{id}/retirement", headers=ANY_VERSION)
    assert (refused.status_code, refused.json()["code"]) == (409, "workflow_in_use")
    assert "large" in refused.json()["detail"]
    await console.put(PATH, json={"rules": []}, headers=ANY_VERSION)
    assert (await console.post(f"/v1/workflows/{id}/retirement", headers=ANY_VERSION)).is_success


async def test_a_range_of_another_currency_is_refused(console: AsyncClient) -> None:
    rule = large(await published(console, "a"))
    rule["conditions"]["amounts"][0]["currency"] = "USD"
    answer = await console.put(PATH, json={"rules": [rule]}, headers=ANY_VERSION)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].startswith("/rules/0/conditions/amounts/0")


async def test_an_invoice_is_put_on_the_workflow_of_the_rule_that_fits_and_it_is_explained(
    harness: ServiceHarness,
    console: AsyncClient,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
) -> None:
    small, key = await published(console, "large"), await published(console, "key")
    await console.put(PATH, json={"rules": [large(small), key_accounts(key)]}, headers=ANY_VERSION)
    await harness.receive(registered.model_copy(update={"metadata": {"segment": "key"}}), issued)
    (started,) = (each for each in await harness.recorded() if isinstance(each, EnrolmentStarted))
    assert started.workflow_id == key
    await console.put(PATH, json={"rules": []}, headers=ANY_VERSION)

    why = (await console.get(f"{PATH}/explanation?invoice={INVOICE}")).json()
    assert (why["workflow_id"], why["chosen_by"], why["rule"]) == (key, "rule", "key accounts")
    assert why["rules_version"] == 1
    assert [each["fits"] for each in why["rules"]] == [False, True]
    assert why["rules"][0]["mismatches"] == [
        {"condition": "amounts", "wanted": "EUR from 1000.00", "found": "100.00 EUR"}
    ]


async def test_without_rules_an_invoice_is_on_the_default_workflow_and_that_is_explained(
    harness: ServiceHarness, console: AsyncClient, issued: InvoiceIssued
) -> None:
    await harness.receive(issued)
    why = (await console.get(f"{PATH}/explanation?invoice={INVOICE}")).json()
    assert (why["chosen_by"], why["rules"]) == ("default", [])


async def test_an_invoice_that_has_not_arrived_is_explained_by_nobody(console: AsyncClient) -> None:
    answer = await console.get(f"{PATH}/explanation?invoice=inv_nowhere")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_an_earlier_version_is_read_as_it_was_set(console: AsyncClient) -> None:
    id = await published(console, "a")
    await console.put(PATH, json={"rules": [large(id)]}, headers=ANY_VERSION)
    await console.put(PATH, json={"rules": []}, headers=ANY_VERSION)
    first = await console.get(f"{PATH}/versions/1")
    assert ([each["name"] for each in first.json()["rules"]], first.headers["ETag"]) == (
        ["large"],
        '"1"',
    )
    assert first.json()["set_by"]
    assert (await console.get(f"{PATH}/versions/3")).status_code == 404


@pytest.mark.servers
async def test_the_versions_are_listed_with_who_set_them(
    office: ServiceHarness, acme: AsyncClient, other: AsyncClient
) -> None:
    for days in (1, 2):
        await acme.put(PATH, json={"exception_days": days}, headers=ANY_VERSION)
    await office.catch_up()
    listed = (await acme.get(f"{PATH}/versions?limit=1")).json()
    assert ([each["version"] for each in listed["data"]], listed["has_more"]) == ([2], True)
    assert (await other.get(f"{PATH}/versions")).json()["data"] == []
