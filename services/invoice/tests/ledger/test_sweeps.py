"""Small balances that are long overdue are written off together, once, and by two people where it is much."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from invoice.sweeps.domain.sweep import SWEEP
from invoice.sweeps.senders import SweepEffect
from recoup_events.kernel.ids import TenantId, creditor_id_of
from recoup_eventstore.batch_run import BATCH
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_service import batch_effect
from recoup_service.api.request_context import Ports, Reading
from recoup_testing.clock import TurnedClock
from recoup_testing.loops import drained
from recoup_testing.money import eur_json

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]
Loop = Effects[Any, Any]
WANTED = {
    "external_id": "2026-Q1",
    "up_to": eur_json("2.00"),
    "overdue_days": 60,
    "reason": "less than it costs to ask for it",
}


@pytest.fixture
def loop(command_runner: CommandRunner, clock: TurnedClock, reading: Reading) -> Loop:
    effect = SweepEffect(Ports(command_runner, clock, reading))
    return Effects(command_runner, clock, "invoice", SWEEP, BATCH, effect)


@pytest.fixture
async def owed(issue: Do, follow: Follow, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three small balances of long ago, one that is not small, and one that is not old."""
    monkeypatch.setattr(batch_effect, "BATCH", 2)
    monkeypatch.setattr(batch_effect, "LOOKS", 1)
    due = {"issue_date": "2025-10-01", "due_date": "2025-10-31"}
    await issue("A", "0.50", **due)
    await issue("B", "2.00", **due)
    await issue("C", "1.99", **due)
    await issue("BIG", "2.01", **due)
    await issue("NEW", "1.00", issue_date="2025-10-01", due_date="2025-11-07")
    await follow()


@pytest.fixture
def states(erp: AsyncClient, follow: Follow) -> Callable[[], Awaitable[dict[str, str]]]:
    async def by_name() -> dict[str, str]:
        await follow()
        found = (await erp.get("/v1/invoices")).json()["data"]
        return {each["external_id"]: each["state"] for each in found}

    return by_name


@pytest.fixture
def limit(erp: AsyncClient, follow: Follow) -> Do:
    """What one person may write off."""

    async def set_to(euros: str) -> Shown:
        path = f"/v1/creditors/{creditor_id_of(TenantId('acme'), 'default')}/books"
        answer = await erp.put(path, json={"write_off_limit": eur_json(euros)})
        assert answer.is_success, answer.text
        await follow()
        shown: Shown = answer.json()
        return shown

    return set_to


async def test_what_is_small_and_old_enough_is_written_off_once(
    send: Do, owed: None, loop: Loop, states: Any, erp: AsyncClient
) -> None:
    found = await send("/v1/sweeps", WANTED | {"dry_run": True})
    assert found == {"invoices": 3, "total": eur_json("4.49")}
    started = await send("/v1/sweeps", WANTED)
    assert (started["state"], started["found"]) == ("running", found)
    before = await states()
    assert "written_off" not in before.values()
    await drained(loop)
    gone = dict.fromkeys("ABC", "written_off")
    assert await states() == before | gone
    shown = (await erp.get(f"/v1/sweeps/{started['id']}")).json()
    assert (shown["state"], shown["written_off"]) == ("completed", 3)
    again = await erp.post("/v1/sweeps", json=WANTED)
    assert (again.status_code, again.json()["code"]) == (409, "duplicate_external_id")


async def test_what_is_paid_meanwhile_is_left_alone(
    send: Do, owed: None, loop: Loop, states: Any, pay: Do, follow: Follow
) -> None:
    await send("/v1/sweeps", WANTED)
    await follow()
    await pay("B-1", "0.50", value_date="2026-01-05", references=[{"invoice": "A"}])
    await drained(loop)
    assert (await states())["A"] == "paid"


async def test_more_than_one_person_may_write_off_waits_for_a_second(
    send: Do, owed: None, loop: Loop, limit: Do, asking: Any, states: Any, erp: AsyncClient
) -> None:
    await limit("3.00")
    asked = await erp.post("/v1/sweeps", json=WANTED)
    assert asked.status_code == 202, asked.text
    request = asked.json()["request"]
    assert (request["kind"], request["found"]) == ("sweep", eur_json("4.49"))
    await drained(loop)
    assert "written_off" not in (await states()).values()
    async with asking("acme") as second:
        answer = await second.post(f"/v1/approvals/{asked.json()['id']}/approval")
        assert answer.is_success, answer.text
    await states()
    await drained(loop)
    assert [name for name, state in (await states()).items() if state == "written_off"] != []


async def test_each_is_at_most_what_one_person_may_write_off(
    send: Do, owed: None, limit: Do, erp: AsyncClient
) -> None:
    await limit("1.00")
    refused = await erp.post("/v1/sweeps", json=WANTED)
    assert (refused.status_code, refused.json()["code"]) == (409, "sweep_refused")
    assert refused.json()["errors"][0]["pointer"] == "/up_to"


async def test_it_becomes_old_enough_in_time(send: Do, owed: None, clock: TurnedClock) -> None:
    clock.turn(timedelta(days=2))
    found = await send("/v1/sweeps", WANTED | {"dry_run": True})
    assert found["invoices"] == 4
