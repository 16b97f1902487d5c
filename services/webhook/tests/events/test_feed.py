"""The feed: whoever follows it misses nothing, in each customer's order, and nothing of others."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from recoup_events import invoice
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import CustomerId, InvoiceId, TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.queries import named_queries
from recoup_service.ids import new_id
from recoup_service.service import Background, Service
from recoup_testing.clock import TurnedClock
from recoup_testing.loops import eventually, running
from recoup_testing.money import eur
from webhook.events.consumers import keep_event
from webhook.events.handlers.forgetting import Forgetting
from webhook.events.handlers.waiting import Waiting

pytestmark = pytest.mark.servers

OTHERS = TenantId("others")
PAID = "invoice.paid.v1"
Receive = Callable[..., Awaitable[None]]
ClientOf = Callable[..., AbstractAsyncContextManager[AsyncClient]]


def paid(number: int, customer: str = "cus_1") -> invoice.InvoicePaid:
    return invoice.InvoicePaid(
        invoice_id=InvoiceId(str(number)),
        customer_id=CustomerId(customer),
        paid_on=date(2026, 3, 1),
    )


def reopened(number: int) -> invoice.InvoiceReopened:
    return invoice.InvoiceReopened(
        invoice_id=InvoiceId(str(number)),
        customer_id=CustomerId("cus_1"),
        balance=eur(100),
        reason="a payment was reversed",
    )


async def page(erp: AsyncClient, **query: object) -> dict[str, Any]:
    answer = await erp.get("/v1/events", params={k: str(v) for k, v in query.items()})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def numbers(page: dict[str, Any]) -> list[str]:
    return [event["data"]["invoice_id"] for event in page["data"]]


async def followed(erp: AsyncClient, **query: object) -> Sequence[str]:
    """All there is, page after page."""
    found, after = list[str](), ""
    while True:
        here = await page(erp, **query, **({"after": after} if after else {}))
        found += numbers(here)
        after = here["next_cursor"]
        if not here["has_more"]:
            return found


async def test_an_event_is_read_as_a_cloud_event(erp: AsyncClient, receive: Receive) -> None:
    await receive(paid(1))
    [event] = (await page(erp))["data"]
    assert (event["specversion"], event["source"]) == ("1.0", "/recoup/invoice")
    assert (event["type"], event["customerid"], event["tenantid"]) == (PAID, "cus_1", "acme")
    assert event["data"]["paid_on"] == "2026-03-01"
    assert (await erp.get(f"/v1/events/{event['id']}")).json() == event


async def test_the_last_page_says_where_to_go_on(erp: AsyncClient, receive: Receive) -> None:
    await receive(paid(1), paid(2), paid(3))
    first = await page(erp, limit=2)
    assert (numbers(first), first["has_more"]) == (["1", "2"], True)
    second = await page(erp, limit=2, after=first["next_cursor"])
    assert (numbers(second), second["has_more"]) == (["3"], False)
    assert numbers(await page(erp, after=second["next_cursor"])) == []
    await receive(paid(4))
    assert numbers(await page(erp, after=second["next_cursor"])) == ["4"]


async def test_an_event_that_commits_late_is_not_missed(
    erp: AsyncClient, receive: Receive, command_runner: CommandRunner, clock: TurnedClock
) -> None:
    account = Account(TenantId("acme"), "cus_late")
    late = Envelope(
        new_id(),
        Stream(account, "invoice", "late"),
        1,
        Cause(clock.now(), "key:erp", UUID(int=7)),
        paid(1, "cus_late"),
    )
    async with command_runner.work() as work:
        await work.lock([account])
        await keep_event(work, late, late.cause)
        await work.flush()  # written, and not committed
        await receive(paid(2))
        before = await page(erp)
        assert numbers(before) == []
    assert numbers(await page(erp, after=before["next_cursor"])) == ["1", "2"]


async def test_types_are_chosen_by_name_version_or_kind(erp: AsyncClient, receive: Receive) -> None:
    await receive(paid(1), reopened(1), paid(2))
    assert await followed(erp, types="invoice.paid") == ["1", "2"]
    assert await followed(erp, types=f"{PAID},dispute.*") == ["1", "2"]
    assert await followed(erp, types="invoice.*", limit=1) == ["1", "1", "2"]
    refused = await erp.get("/v1/events", params={"types": "invoice.payed"})
    assert refused.status_code == 422
    assert "Did you mean invoice.paid?" in refused.json()["detail"]


async def test_a_reader_of_a_rare_type_does_not_look_at_the_same_events_again(
    erp: AsyncClient, receive: Receive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webhook.events.api.pages.LOOKED_THROUGH", 2)
    await receive(paid(1), paid(2), paid(3), reopened(3), paid(4))
    first = await page(erp, types="invoice.reopened")
    assert (first["data"], first["has_more"]) == ([], True)
    second = await page(erp, types="invoice.reopened", after=first["next_cursor"])
    assert (numbers(second), second["has_more"]) == (["3"], True)
    third = await page(erp, types="invoice.reopened", after=second["next_cursor"])
    assert (third["data"], third["has_more"]) == ([], False)
    assert third["next_cursor"] != second["next_cursor"]


async def test_one_customers_events_are_read_alone(erp: AsyncClient, receive: Receive) -> None:
    await receive(paid(1), paid(2, "cus_2"), paid(3), reopened(3))
    assert await followed(erp, customer_id="cus_1", limit=1) == ["1", "3", "3"]
    assert await followed(erp, customer_id="cus_1", types="invoice.paid") == ["1", "3"]


async def test_who_begins_with_the_latest_reads_what_happens_from_now_on(
    erp: AsyncClient, receive: Receive
) -> None:
    nothing = await page(erp, after="latest")
    await receive(paid(1))
    assert numbers(await page(erp, after=nothing["next_cursor"])) == ["1"]
    latest = await page(erp, after="latest")
    assert numbers(latest) == []
    await receive(paid(2))
    assert numbers(await page(erp, after=latest["next_cursor"])) == ["2"]


async def test_another_tenants_events_are_not_there(
    erp: AsyncClient, client: ClientOf, receive: Receive
) -> None:
    await receive(paid(1))
    await receive(paid(2), tenant=OTHERS)
    [event] = (await page(erp))["data"]
    async with client(OTHERS) as other:
        assert numbers(await page(other)) == ["2"]
        assert (await other.get(f"/v1/events/{event['id']}")).status_code == 404


async def test_the_feed_needs_its_scope(client: ClientOf) -> None:
    async with client(scopes=["invoices:read"]) as nosy:
        assert (await nosy.get("/v1/events")).status_code == 403


@pytest.mark.parametrize("after", ["x", "MS4x", "LTEuMS4x", "OTk5OTk5OTk5OS4xLjE", "", "1.1.1"])
async def test_a_place_nobody_gave_out_is_refused(erp: AsyncClient, after: str) -> None:
    refused = await erp.get("/v1/events", params={"after": after})
    assert (refused.status_code, refused.json()["code"]) == (400, "malformed_cursor")


async def test_who_waits_is_answered_when_something_happens(
    service: Service,
    erp: AsyncClient,
    receive: Receive,
    pools: Pools,
    clock: TurnedClock,
    command_runner: CommandRunner,
) -> None:
    waiting = service.own_loops[0](Background(pools, clock, command_runner))
    assert isinstance(waiting, Waiting)

    async def somebody_waits() -> bool:
        return waiting.those > 0

    async with running(waiting):
        asked = asyncio.create_task(page(erp, wait=30))
        await eventually(somebody_waits)
        await receive(paid(1))
        assert numbers(await asked) == ["1"]


async def test_who_waits_in_vain_is_answered_in_the_end(erp: AsyncClient) -> None:
    assert numbers(await page(erp, wait=1)) == []


async def test_what_is_kept_long_enough_is_forgotten_and_a_late_reader_is_told(
    erp: AsyncClient, receive: Receive, pools: Pools, clock: TurnedClock
) -> None:
    await receive(paid(1))
    first = await page(erp)
    await receive(paid(2))
    clock.turn(timedelta(days=20))
    await receive(paid(3))
    clock.turn(timedelta(days=20))
    forget = named_queries("webhook.events")["forget"]
    assert await Forgetting(pools, clock, "events", timedelta(days=30), forget).step() == 2

    assert numbers(await page(erp)) == ["3"]
    late = await erp.get("/v1/events", params={"after": first["next_cursor"]})
    assert (late.status_code, late.json()["code"]) == (410, "events_forgotten")


async def test_what_lets_somebody_in_is_in_no_feed(service: Service, erp: AsyncClient) -> None:
    kept = {each.event.type for each in service.subscriptions}
    assert PAID in kept
    assert not [type for type in kept if type.startswith("api_key.")]
    refused = await erp.get("/v1/events", params={"types": "api_key.issued"})
    assert refused.status_code == 422
