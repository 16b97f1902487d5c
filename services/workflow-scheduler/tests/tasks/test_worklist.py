"""The worklist: whom to call now, and why."""

from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.channels import ContactRole
from recoup_testing.persons import person
from recoup_testing.reminders_example import CUSTOMER, berlin, paid
from recoup_testing.service_harness import ServiceHarness

pytestmark = pytest.mark.servers
ANN = person("Ann", ContactRole.DECISION_MAKER, phone="+4930901820")
BEN = person("Ben", ContactRole.BILLING, phone="+4930901821")
CEM = person("Cem", ContactRole.BILLING)


async def worklist(client: AsyncClient, **wanted: Any) -> list[dict[str, Any]]:
    answer = await client.get("/v1/worklist", params=wanted)
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["data"]
    return rows


@pytest.fixture
async def called(
    office: ServiceHarness,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    second: InvoiceIssued,
) -> ServiceHarness:
    """Two calls of one customer; of one invoice most is paid."""
    await office.receive(registered.model_copy(update={"persons": (ANN, BEN, CEM)}), issued, second)
    await office.until(berlin("2026-03-23 12:00"))
    await office.receive(paid("80.00", left="20.00"))
    await office.catch_up()
    return office


async def test_what_promises_most_comes_first_and_says_why(
    called: ServiceHarness, acme: AsyncClient
) -> None:
    rows = await worklist(acme)
    assert [row["open"]["amount"] for row in rows] == ["100.00", "20.00"]
    first = rows[0]
    assert first["rank"]["expected"] == {"amount": "90.00", "currency": "EUR"}
    assert first["rank"]["likelihood_percent"] == "90"
    assert first["reason"] == (
        "100.00 EUR open, 21 days late: 90 % at this age. Expected: 90.00 EUR, 90 %."
    )
    assert first["customer_name"] == "Bolts GmbH"
    assert first["person"] == {
        "id": BEN.person_id,
        "name": "Ben",
        "roles": ["billing"],
        "phones": ["+4930901821"],
    }
    assert first["window"]["now"] is True
    assert first["history"]["last_step"] == "call"


async def test_every_row_stands_by_what_its_terms_come_to(
    called: ServiceHarness, acme: AsyncClient
) -> None:
    """The statement and the words are reckoned apart; here they meet."""
    rows = await worklist(acme)
    stood = [float(row["rank"]["expected"]["amount"]) for row in rows]
    assert stood == sorted(stood, reverse=True)
    pages = [
        (await acme.get("/v1/worklist", params={"limit": 1})).json(),
    ]
    pages.append(
        (
            await acme.get("/v1/worklist", params={"limit": 1, "cursor": pages[0]["next_cursor"]})
        ).json()
    )
    assert [page["data"][0]["task_id"] for page in pages] == [row["task_id"] for row in rows]


async def test_at_night_it_says_when_a_call_is_lawful_again(
    called: ServiceHarness, acme: AsyncClient
) -> None:
    await called.until(berlin("2026-03-23 22:30"))
    row = (await worklist(acme))[0]
    assert row["window"]["now"] is False
    assert row["window"]["next_at"] == "2026-03-24T07:00:00Z"
    assert row["window"]["rule"] == "policy-quiet-hours"


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        ({"owner": "nobody"}, 0),
        ({"unowned": True}, 2),
        ({"kind": "reply"}, 0),
        ({"currency": "USD"}, 0),
        ({"currency": "EUR"}, 2),
        ({"min_amount": "20.01"}, 1),
        ({"customer_id": CUSTOMER}, 2),
        ({"creditor": "south"}, 0),
        ({"due_before": "2026-12-31"}, 0),
        ({"sort": "amount"}, 2),
        ({"sort": "-days_late"}, 2),
        ({"sort": "due_on"}, 2),
    ],
)
async def test_it_is_narrowed_and_sorted(
    called: ServiceHarness, acme: AsyncClient, wanted: dict[str, Any], rows: int
) -> None:
    assert len(await worklist(acme, **wanted)) == rows


async def test_what_is_snoozed_waits_and_what_is_assigned_has_an_owner(
    called: ServiceHarness, acme: AsyncClient, other: AsyncClient
) -> None:
    first, second = await worklist(acme)
    path = f"/v1/tasks/{first['task_id']}"
    until = {"until": "2026-03-25T08:00:00Z"}
    await acme.put(f"{path}/snooze", json=until, headers={"If-Match": "*"})
    owner = {"owner": "m.weber"}
    await acme.put(
        f"/v1/tasks/{second['task_id']}/assignment", json=owner, headers={"If-Match": "*"}
    )
    await called.catch_up()
    assert [row["owner"] for row in await worklist(acme)] == ["m.weber"]
    assert len(await worklist(acme, include_later=True)) == 2
    assert len(await worklist(acme, owner="m.weber")) == 1
    assert await worklist(other) == []
    await called.until(berlin("2026-03-25 12:00"))
    assert len(await worklist(acme)) == 2
