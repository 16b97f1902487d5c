from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_compliance.contact_ledger.checkpoint import SigningKey
from recoup_compliance.contact_ledger.verify import verify
from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.event import Event
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.effects import Effects
from recoup_testing.clock import TurnedClock

pytestmark = pytest.mark.servers
LEDGER = "/v1/contact-ledger"
PUBLIC = SigningKey("of-a-service-that-is-never-run-at-all").public
Receive = Callable[[Event], Awaitable[None]]
Follow = Callable[[], Awaitable[None]]


@pytest.fixture(autouse=True)
async def contacts(
    receive: Receive,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
    effects: Effects[Any, Any],
    clock: TurnedClock,
    follow: Follow,
) -> None:
    """One mail that is refused at night and sent in the morning."""
    for event in (registered, issued):
        await receive(event)
    clock.turn(timedelta(hours=11))
    await receive(requested)
    await effects.step()
    clock.turn(timedelta(hours=9))
    await effects.step()
    await follow()


async def rows(client: AsyncClient, **params: str) -> list[str]:
    answer = await client.get(LEDGER, params=params)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"].startswith("application/x-ndjson")
    return answer.text.splitlines()


async def test_an_export_is_verified_as_it_is(ops: AsyncClient) -> None:
    report = verify(await rows(ops), PUBLIC)
    assert report.findings == []
    assert (report.summary, report.lines) == ("contacts verified, 2 of 2", 3)
    assert await rows(ops) == await rows(ops, customer_id="cus_1")


async def test_an_export_that_broke_off_goes_on_behind_its_last_row(ops: AsyncClient) -> None:
    whole = await rows(ops)
    last = whole[1].split('"digest":"')[1][:64]
    assert await rows(ops, after=last) == whole[2:]


async def test_an_export_goes_on_only_behind_a_line_that_there_is(ops: AsyncClient) -> None:
    answer = await ops.get(LEDGER, params={"after": "0" * 64})
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_line")


async def test_a_checkpoint_that_was_kept_holds_for_later_exports(ops: AsyncClient) -> None:
    kept = (await ops.get(f"{LEDGER}/checkpoint")).text
    exported = await rows(ops)
    assert verify([kept, *exported], PUBLIC).findings == []
    shorter = await rows(ops, customer_id="nobody")
    named = [str(each) for each in verify([kept, *shorter, *exported[1:-1]], PUBLIC).findings]
    assert named == [
        "row 1, customer cus_1, line 3: it was there at the checkpoint, and is missing"
    ]


async def test_a_tenant_exports_its_own_ledgers(
    asking: Callable[[str], AbstractAsyncContextManager[AsyncClient]],
) -> None:
    async with asking("globex") as globex:
        (checkpoint,) = await rows(globex)
    assert '"heads":[],"tenant":"globex"' in checkpoint
