"""The same service over PostgreSQL, with its read models."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient

from invoice.creditors.renderer import LetterRenderer
from invoice.ledger.projection import RECEIVABLES
from invoice.report_schedules.domain.run import MAKE, REPORT_RUN
from invoice.reports.senders import ReportEffect
from payment_plan.main import build as build_plans
from recoup_documents.renderer import Renderer
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.ports import Store
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_eventstore.timers import Ticker
from recoup_files.folder import FolderStore
from recoup_service import batch_effect
from recoup_service.api.reading import reading_from, writing_from
from recoup_service.api.request_context import Ports, Reading
from recoup_service.service import Service
from recoup_testing.books_kept_twice import BooksKeptTwice
from recoup_testing.clients import NOWHERE, client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.databases import Databases
from recoup_testing.exchange import Exchange, Participant
from recoup_testing.ids import counted_ids
from recoup_testing.loops import drained
from recoup_testing.planned_twice import PlansKeptTwice
from recoup_testing.read_models import catch_up, pools_of


@pytest.fixture
async def pools(databases: Databases) -> AsyncIterator[Pools]:
    async with pools_of(databases, "invoice") as pools:
        yield pools


@pytest.fixture
def store(pools: Pools) -> Store:
    return PostgresStore(pools)


@pytest.fixture
def reading(pools: Pools) -> Reading:
    return reading_from(pools)


@pytest.fixture
def follow(store: Store, pools: Pools) -> Callable[[], Awaitable[None]]:
    """Let the read models catch up with everything that was recorded."""
    return partial(catch_up, store, pools, RECEIVABLES)


@pytest.fixture
async def begin(
    asking: Callable[[str], AbstractAsyncContextManager[AsyncClient]],
    clock: TurnedClock,
) -> AsyncIterator[Callable[[str], BooksKeptTwice]]:
    """Books of a tenant of their own, from the same day on."""
    loop, began, tenants = asyncio.get_running_loop(), clock.instant, count(1)
    async with AsyncExitStack() as clients:

        def begun(currency: str) -> BooksKeptTwice:
            clock.instant, tenant = began, f"tenant-{next(tenants)}"
            opening = clients.enter_async_context(asking(tenant))
            erp = asyncio.run_coroutine_threadsafe(opening, loop).result()
            return BooksKeptTwice(loop, erp, clock, tenant, "default", currency)

        yield begun


@pytest.fixture
async def begin_plans(
    service: Service, command_runner: CommandRunner, clock: TurnedClock
) -> AsyncIterator[Callable[[BooksKeptTwice], PlansKeptTwice]]:
    """Plans of a tenant's customers, by a payment-plan service in memory."""
    plans = build_plans(NOWHERE)
    loop = asyncio.get_running_loop()
    async with AsyncExitStack() as clients:

        async def begun(books: BooksKeptTwice) -> PlansKeptTwice:
            runner = plans.command_runner(MemoryStore(), counted_ids())
            tenant, may = TenantId(books.tenant), ["plans:read", "plans:write"]
            http = await clients.enter_async_context(client_of(plans, runner, clock, tenant, may))
            http.headers["If-Match"] = "*"
            ticker = Ticker(runner, clock, "system:payment-plan", plans.timer_handlers)
            both = [Participant(service, command_runner), Participant(plans, runner)]
            exchange = Exchange(clock, both, ticker)
            await exchange.begin()
            return PlansKeptTwice(books, http, exchange, {})

        yield lambda books: asyncio.run_coroutine_threadsafe(begun(books), loop).result()


@pytest.fixture
def keep_books(erp: AsyncClient) -> Callable[..., Awaitable[None]]:
    """Change how the creditor's books are kept; the list of creditors has to know it."""

    async def kept(**more: Any) -> None:
        (creditor,) = (await erp.get("/v1/creditors")).json()["data"]
        answer = await erp.put(
            f"/v1/creditors/{creditor['id']}/books", json={"source_of_cash": "bank"} | more
        )
        assert answer.is_success, answer.text

    return kept


@pytest.fixture
async def bank(
    keep_books: Callable[..., Awaitable[None]], follow: Callable[[], Awaitable[None]]
) -> None:
    """Its payments come from the bank."""
    await follow()
    await keep_books()


@pytest.fixture
def effect(
    command_runner: CommandRunner,
    clock: TurnedClock,
    reading: Reading,
    pools: Pools,
    folder: FolderStore,
) -> ReportEffect:
    ports = Ports(command_runner, clock, reading, writing_from(pools))
    return ReportEffect(ports, LetterRenderer(Renderer(), folder), folder)


@pytest.fixture
def folder(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path)


@pytest.fixture
async def mornings(
    service: Service,
    command_runner: CommandRunner,
    clock: TurnedClock,
    effect: ReportEffect,
    follow: Callable[[], Awaitable[None]],
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Callable[[int], Awaitable[None]]]:
    """So many days pass before the service looks again, and makes what is due."""
    monkeypatch.setattr(batch_effect, "LOOKS", 1)
    ticker = Ticker(command_runner, clock, "system:invoice", service.timer_handlers)
    loop: Effects[Any, Any] = Effects(command_runner, clock, "invoice", REPORT_RUN, MAKE, effect)

    async def passed(days: int) -> None:
        clock.turn(timedelta(days=days))
        while not await ticker.quiet():
            await ticker.step()
        await follow()
        await drained(loop)
        await follow()

    yield passed
    effect._renderer.close()
