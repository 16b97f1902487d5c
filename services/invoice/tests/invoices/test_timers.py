from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.timers import Ticker
from recoup_service.service import Service
from recoup_testing.clock import TurnedClock

Do = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
def ticker(service: Service, command_runner: CommandRunner, clock: TurnedClock) -> Ticker:
    return Ticker(command_runner, clock, "system:invoice", service.timer_handlers)


async def pass_days(ticker: Ticker, clock: TurnedClock, days: int) -> None:
    clock.turn(timedelta(days=days))
    while not await ticker.quiet():
        await ticker.step()


def recorded(store: MemoryStore) -> list[str]:
    return [envelope.event.type for envelope in store.tables.events]


async def test_an_unpaid_invoice_is_overdue_the_day_after_its_due_date(
    erp: AsyncClient, issue: Do, ticker: Ticker, clock: TurnedClock
) -> None:
    path = f"/v1/invoices/{(await issue('SO-1'))['id']}"
    await pass_days(ticker, clock, 30)
    assert (await erp.get(path)).json()["state"] == "open"
    await pass_days(ticker, clock, 1)
    assert (await erp.get(path)).json()["state"] == "overdue"


async def test_an_invoice_grows_old_once_per_bucket(
    issue: Do, ticker: Ticker, clock: TurnedClock, memory_store: MemoryStore
) -> None:
    await issue("SO-1")
    for _ in range(25):
        await pass_days(ticker, clock, 10)
    assert recorded(memory_store)[3:] == ["invoice.became_overdue.v1", *["invoice.aged.v1"] * 4]
    assert await memory_store.next_due() is None


async def test_imported_history_catches_up_at_once(
    issue: Do, ticker: Ticker, clock: TurnedClock, memory_store: MemoryStore
) -> None:
    await issue("SO-1", issue_date="2025-09-01", due_date="2025-10-01")
    await pass_days(ticker, clock, 0)
    assert recorded(memory_store)[3:] == ["invoice.became_overdue.v1", *["invoice.aged.v1"] * 3]


async def test_a_paid_invoice_is_left_alone(
    issue: Do, pay: Do, ticker: Ticker, clock: TurnedClock, memory_store: MemoryStore
) -> None:
    await issue("SO-1")
    await pay("B-1", "100.00")
    before = recorded(memory_store)
    await pass_days(ticker, clock, 100)
    assert recorded(memory_store) == before
