from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from notification.creditors.domain.creditor import account_of
from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TenantId, creditor_id_of
from recoup_testing.clock import TurnedClock
from recoup_testing.creditors import CREDITOR_REGISTERED

pytestmark = pytest.mark.servers
Ask = Callable[[str], Awaitable[str]]
Asking = Callable[[str], AbstractAsyncContextManager[AsyncClient]]
ACME = TenantId("acme")
DEFAULT = creditor_id_of(ACME, "default")
CALLS, REFUSALS = "/v1/calls", "/v1/contacts/refusals"


@pytest.fixture
async def ask(
    receive: Callable[[Event], Awaitable[None]],
    receive_for: Callable[..., Awaitable[None]],
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    ops: AsyncClient,
    clock: TurnedClock,
    follow: Callable[[], Awaitable[None]],
) -> Ask:
    """Ask to call Ada, not in rapid succession, and let the lists catch up."""
    creditor = CREDITOR_REGISTERED.model_copy(update={"creditor_id": DEFAULT})
    await receive_for(account_of(ACME, DEFAULT), creditor)
    await receive(registered)
    await receive(issued.model_copy(update={"creditor_id": DEFAULT}))

    async def ask(reference: str) -> str:
        about = {"customer_id": "cus_1", "person_id": "per_ada", "task_id": f"task of {reference}"}
        invoices = [{"invoice_id": "inv_1"}]
        body = {"reference": reference, **about, "invoices": invoices}
        call = (await ops.post(CALLS, json=body)).json()
        clock.turn(timedelta(minutes=5))
        await follow()
        return str(call["id"])

    return ask


async def data(client: AsyncClient, path: str, **params: Any) -> list[dict[str, Any]]:
    answer = await client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["data"])


async def test_calls_are_listed_with_what_became_of_them(
    ops: AsyncClient, ask: Ask, clock: TurnedClock, follow: Callable[[], Awaitable[None]]
) -> None:
    made, given_back = await ask("first"), await ask("second")
    await ops.post(f"{CALLS}/{made}/outcome", json={"outcome": "voicemail"})
    await ops.post(f"{CALLS}/{given_back}/withdrawal", json={"reason": "No agent."})
    clock.turn(timedelta(hours=11))
    refused = await ask("third")
    rows = {row["id"]: row for row in await data(ops, CALLS)}
    assert next(iter(rows)) == refused
    assert (rows[made]["state"], rows[made]["outcome"]) == ("made", "voicemail")
    assert (rows[given_back]["state"], rows[given_back]["outcome"]) == ("not_made", None)
    assert (rows[refused]["state"], rows[refused]["rule"]) == ("refused", "policy-quiet-hours")


async def test_a_call_of_the_persons_is_listed_as_a_conversation(
    ops: AsyncClient, ask: Ask, follow: Callable[[], Awaitable[None]]
) -> None:
    await ask("first")
    about = {"customer_id": "cus_1", "person_id": "per_ada", "invoices": [{"invoice_id": "inv_1"}]}
    await ops.post(f"{CALLS}/received", json={"reference": "inbound-1", **about})
    await follow()
    [received] = await data(ops, CALLS, state="received", invoice_id="inv_1")
    assert (received["outcome"], received["conversation"]) == ("reached", True)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"customer_id": "cus_1"}, 2),
        ({"invoice_id": "inv_1"}, 2),
        ({"invoice_id": "inv_2"}, 0),
        ({"person_id": "per_eve"}, 0),
        ({"state": "permitted"}, 2),
        ({"state": "made"}, 0),
        ({"task_id": "task of first"}, 1),
        ({"creditor": "default"}, 2),
        ({"creditor": "other"}, 0),
    ],
)
async def test_calls_can_be_narrowed_down(
    ops: AsyncClient, ask: Ask, wanted: dict[str, str], found: int
) -> None:
    for reference in ("first", "second"):
        await ask(reference)
    assert len(await data(ops, CALLS, **wanted)) == found


async def test_calls_come_page_by_page(ops: AsyncClient, ask: Ask) -> None:
    ids = {await ask(reference) for reference in ("first", "second", "third")}
    first = (await ops.get(CALLS, params={"limit": 2})).json()
    rest = await data(ops, CALLS, cursor=first["next_cursor"])
    assert {row["id"] for row in first["data"] + rest} == ids


async def test_a_refused_call_stands_among_all_refused_contacts(
    ops: AsyncClient, ask: Ask, clock: TurnedClock
) -> None:
    clock.turn(timedelta(hours=11))
    refused = await ask("first")
    [refusal] = await data(ops, REFUSALS, invoice_id="inv_1")
    assert (refusal["call_id"], refusal["message_id"]) == (refused, None)
    assert (refusal["channel"], refusal["rule"]) == ("call", "policy-quiet-hours")
    assert await data(ops, REFUSALS, invoice_id="inv_2") == []


async def test_another_tenant_sees_none_of_it(asking: Asking, ask: Ask) -> None:
    id = await ask("first")
    async with asking("globex") as globex:
        assert await data(globex, CALLS) == []
        assert (await globex.get(f"{CALLS}/{id}")).status_code == 404
