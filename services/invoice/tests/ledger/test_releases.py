"""What was loaded to wait is let go by creditor, in batches, and after a crash as if none had been."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from invoice.releases.domain.release import RELEASE
from invoice.releases.senders import ReleaseEffect
from recoup_events.invoice import InvoiceChaseChanged
from recoup_eventstore.batch_run import BATCH
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_eventstore.ports import START
from recoup_service import batch_effect
from recoup_service.api.request_context import Ports, Reading
from recoup_testing.clock import TurnedClock
from recoup_testing.loops import drained
from recoup_testing.money import eur_json

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Send = Callable[[str, Shown], Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]
Loop = Effects[Any, Any]
WAITS = 30


@pytest.fixture
def loop(command_runner: CommandRunner, clock: TurnedClock, reading: Reading) -> Loop:
    effect = ReleaseEffect(Ports(command_runner, clock, reading))
    return Effects(command_runner, clock, "invoice", RELEASE, BATCH, effect)


@pytest.fixture
async def loaded(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    """Invoices of several customers; all but two wait."""
    monkeypatch.setattr(batch_effect, "BATCH", 8)
    monkeypatch.setattr(batch_effect, "OF_A_TRANSACTION", 3)
    monkeypatch.setattr(batch_effect, "LOOKS", 1)
    customers = [
        {
            "external_id": f"C-{number}",
            "name": f"Bolts {number}",
            "kind": "entity",
            "country": "DE",
            "time_zone": "Europe/Berlin",
            "language": "de",
        }
        for number in range(5)
    ]
    await send("/v1/customers/bulk", {"data": customers})
    chases = {0: "now", 1: "never"}
    invoices = [
        {
            "customer_external_id": f"C-{number % 5}",
            "external_id": f"SO-{number}",
            "number": f"2026-{number}",
            "total": eur_json("100.00"),
            "issue_date": "2026-01-05",
            "due_date": "2026-02-04",
            "chase": chases.get(number, "on_release"),
        }
        for number in range(WAITS + 2)
    ]
    await send("/v1/invoices/bulk", {"data": invoices})


async def released(command_runner: CommandRunner) -> list[str]:
    feed = await command_runner.store.feed(START, 1000)
    events = [found.envelope.event for found in feed]
    return [event.invoice_id for event in events if isinstance(event, InvoiceChaseChanged)]


async def test_all_that_waits_is_released_once_and_the_rest_left_alone(
    erp: AsyncClient,
    send: Send,
    loaded: None,
    loop: Loop,
    follow: Follow,
    command_runner: CommandRunner,
) -> None:
    started = await send("/v1/releases", {"external_id": "go-live"})
    assert (started["state"], started["released"]) == ("running", 0)
    await follow()
    await drained(loop)
    shown = (await erp.get(f"/v1/releases/{started['id']}")).json()
    assert (shown["state"], shown["released"]) == ("completed", WAITS)
    assert len(set(await released(command_runner))) == WAITS == len(await released(command_runner))
    await follow()
    never = (await erp.get("/v1/invoices", params={"chase": "never"})).json()["data"]
    assert [row["external_id"] for row in never] == ["SO-1"]
    assert (await erp.get("/v1/invoices", params={"chase": "on_release"})).json()["data"] == []


async def test_it_waits_until_the_lists_know_what_was_loaded_before_it(
    send: Send, loaded: None, loop: Loop, command_runner: CommandRunner
) -> None:
    await send("/v1/releases", {"external_id": "go-live"})
    await loop.step()
    assert await released(command_runner) == []
    assert not await loop.quiet()


async def test_after_a_crash_it_goes_on_where_it_was(
    erp: AsyncClient,
    send: Send,
    loaded: None,
    loop: Loop,
    follow: Follow,
    command_runner: CommandRunner,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started = await send("/v1/releases", {"external_id": "go-live"})
    await follow()

    async def dies(*_: object) -> None:
        raise KeyboardInterrupt

    await loop.step()
    with monkeypatch.context() as patched:
        patched.setattr(ReleaseEffect, "record", dies)
        with pytest.raises(KeyboardInterrupt):
            await loop.step()
    before = len(await released(command_runner))
    await drained(loop)
    shown = (await erp.get(f"/v1/releases/{started['id']}")).json()
    assert before == 16
    assert shown["state"] == "completed"
    assert len(set(await released(command_runner))) == WAITS == len(await released(command_runner))


async def test_a_release_is_started_once_and_names_a_creditor_that_is_known(
    erp: AsyncClient, send: Send
) -> None:
    await send("/v1/releases", {"external_id": "go-live"})
    again = await erp.post("/v1/releases", json={"external_id": "go-live"})
    assert (again.status_code, again.json()["code"]) == (409, "duplicate_external_id")
    unknown = await erp.post("/v1/releases", json={"external_id": "x", "creditor": "none"})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "unknown_creditor")
