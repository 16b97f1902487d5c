from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.invoice import InvoiceIssued
from recoup_events.kernel.ids import creditor_id_of
from recoup_testing.reminders_example import ACME, berlin
from recoup_testing.service_harness import ServiceHarness
from recoup_testing.terms import issued_as
from workflow_scheduler.enrolments.domain.ids import enrolment_id

PATH = "/v1/contact-policy"
ANY_VERSION = {"If-Match": "*"}
AT_TEN = {"hour": "10:00", "wait_minutes": 15, "bundling": "per_customer"}
EVENING = {"hour": "18:30", "wait_minutes": 60, "bundling": "per_invoice"}


async def test_debtors_are_written_to_at_ten_until_the_tenant_wants_it_otherwise(
    console: AsyncClient,
) -> None:
    assert (await console.get(PATH)).json() == AT_TEN
    answer = await console.put(PATH, json=EVENING, headers=ANY_VERSION)
    assert (answer.status_code, answer.json(), answer.headers["ETag"]) == (200, EVENING, '"1"')
    assert (await console.get(PATH)).json() == EVENING


async def test_the_policy_is_set_on_the_version_that_was_seen(console: AsyncClient) -> None:
    first = await console.put(PATH, json=EVENING, headers={"If-Match": '"0"'})
    stale = await console.put(PATH, json=EVENING, headers={"If-Match": '"0"'})
    blind = await console.put(PATH, json=EVENING)
    assert [answer.status_code for answer in (first, stale, blind)] == [200, 412, 428]


async def test_invoices_are_enrolled_under_the_policy_of_their_day(
    harness: ServiceHarness, console: AsyncClient, issued: InvoiceIssued, second: InvoiceIssued
) -> None:
    await harness.receive(issued)
    await console.put(PATH, json=EVENING, headers=ANY_VERSION)
    await harness.receive(second)
    enrolments = [
        (await console.get(f"/v1/enrolments/{enrolment_id(ACME, term.receivable_id)}")).json()
        for term in (*issued.terms, *second.terms)
    ]
    assert [shown["next"][0]["planned_for"] for shown in enrolments] == [
        "2026-02-23T09:00:00Z",
        "2026-02-23T17:30:00Z",
    ]
    assert await harness.command_runner.store.next_due() == berlin("2026-02-23 10:00")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"hour": "25:00"}, "/hour"),
        ({"wait_minutes": -1}, "/wait_minutes"),
        ({"bundling": "per_week"}, "/bundling"),
        ({"minute": 3}, "/minute"),
    ],
)
async def test_a_policy_that_cannot_be_meant_is_refused_where_it_lies(
    console: AsyncClient, change: dict[str, Any], pointer: str
) -> None:
    answer = await console.put(PATH, json={**EVENING, **change}, headers=ANY_VERSION)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_a_creditor_has_a_policy_of_its_own_until_it_follows_the_tenant_again(
    console: AsyncClient,
) -> None:
    own, tenants = f"{PATH}?creditor=nuts", {**EVENING, "hour": "08:00"}
    await console.put(own, json=EVENING, headers=ANY_VERSION)
    await console.put(PATH, json=tenants, headers=ANY_VERSION)
    shown = [(await console.get(path)).json() for path in (PATH, own, f"{PATH}?creditor=bolts")]
    assert shown == [tenants, EVENING, tenants]
    answers = [await console.delete(own, headers=ANY_VERSION) for _ in range(2)]
    assert [answer.json() for answer in answers] == [tenants, tenants]
    assert answers[0].headers["ETag"] == answers[1].headers["ETag"], "nothing to change"


async def test_invoices_follow_the_policy_of_their_creditor(
    harness: ServiceHarness, console: AsyncClient, issued: InvoiceIssued
) -> None:
    nuts = creditor_id_of(ACME, "nuts")
    theirs = issued_as(issued, "inv_9", creditor_id=nuts)
    await console.put(f"{PATH}?creditor=nuts", json=EVENING, headers=ANY_VERSION)
    for each in (issued, theirs):
        await harness.receive(each)
    planned = [
        (
            await console.get(f"/v1/enrolments/{enrolment_id(ACME, each.terms[0].receivable_id)}")
        ).json()
        for each in (issued, theirs)
    ]
    assert [shown["next"][0]["planned_for"] for shown in planned] == [
        "2026-02-23T09:00:00Z",
        "2026-02-23T17:30:00Z",
    ]
