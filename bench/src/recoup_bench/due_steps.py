"""Steps of real workflows that fall due, with all that follows: messages by rounds and calls, few and a million pending."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date, datetime, time, timedelta
from itertools import count
from time import perf_counter
from typing import Any
from uuid import uuid4

import asyncpg

from recoup_bench.figure import Figure, Goal, Side
from recoup_bench.timers import AT_ONCE, NEXT_YEAR, NOON, TIMERS
from recoup_cli.stack.addresses import Servers
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.envelope import Account, Cause
from recoup_events.kernel.ids import (
    CreditorId,
    CustomerId,
    InvoiceId,
    ReceivableId,
    TenantId,
    WorkflowId,
)
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import Call, Remind, Step
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.postgres.connector import connected
from recoup_eventstore.postgres.pools import open_pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_eventstore.timers import Ticker
from recoup_eventstore.work import UnitOfWork
from recoup_testing.clients import NOWHERE
from recoup_testing.clock import TurnedClock
from recoup_testing.databases import Databases
from workflow_scheduler.enrolments.domain.commands import StartEnrolment
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolment_of
from workflow_scheduler.main import build

DUE = 2_000
BATCH = 250
FEW, MANY = 10_000, 1_000_000
TENANT = TenantId("bench")
CREDITOR = CreditorId("crd_bench")
NUMBERS = count()
HOUR = time(10)
MAIL = Remind(channel=Channel.EMAIL, template="friendly_reminder")
MESSAGES = (
    Step(name="friendly", level=1, days=3, action=MAIL),
    Step(name="again", level=1, days=10, action=MAIL),
)
CALLS = (
    Step(name="ask", level=1, days=3, action=Call(at=HOUR, script="Ask.")),
    Step(name="again", level=1, days=10, action=Call(at=HOUR, script="Ask again.")),
)
DAY_DUE = NOON.date() + timedelta(days=27)
FALLS_DUE = datetime.combine(DAY_DUE + timedelta(days=3), time(11), NOON.tzinfo)


class Chased:
    """A scheduler's database in which this many other timers are pending."""

    def __init__(self, owner: "asyncpg.Connection[Any]", command_runner: CommandRunner) -> None:
        self._owner, self._runner = owner, command_runner
        self._clock = TurnedClock(NOON)
        service = build(NOWHERE)
        self._ticker = Ticker(command_runner, self._clock, "bench", service.timer_handlers)

    async def fill(self, pending: int) -> None:
        for _ in range(pending // AT_ONCE):
            await self._owner.execute(TIMERS, f"p{next(NUMBERS)}.", AT_ONCE, NEXT_YEAR)
        await self._owner.execute("vacuum analyze store.timer")

    async def messages(self) -> float:
        return await self._taken(MESSAGES)

    async def calls(self) -> float:
        return await self._taken(CALLS)

    async def _taken(self, steps: tuple[Step, ...]) -> float:
        """Steps taken in a second: each is its own customer's, the worst case for a round."""
        self._clock.instant = NOON
        for _ in range(DUE // BATCH):
            await self._start(steps)
        self._clock.instant = FALLS_DUE
        began = perf_counter()
        while await self._ticker.step():
            pass
        taken = perf_counter() - began
        await self._owner.execute("delete from store.timer where due_at < $1", NEXT_YEAR)
        return DUE / taken

    async def _start(self, steps: tuple[Step, ...]) -> None:
        numbers = [next(NUMBERS) for _ in range(BATCH)]
        cause = Cause(at=NOON, actor="bench", correlation_id=uuid4())

        async def decision(work: UnitOfWork) -> None:
            accounts = [Account(TENANT, f"cus_{number}") for number in numbers]
            await work.lock(accounts)
            for number, account in zip(numbers, accounts, strict=True):
                command = _enrolled(number, account, steps)
                stream = enrolment_of(account, command.receivable_id)
                await work.execute(ENROLMENT, stream, command, cause)

        await self._runner.decide(decision)


def _enrolled(number: int, account: Account, steps: tuple[Step, ...]) -> StartEnrolment:
    receivable = ReceivableId(f"rcv_{number}")
    return StartEnrolment(
        now=NOON,
        enrolment_id=enrolment_of(account, receivable).id,
        invoice_id=InvoiceId(f"inv_{number}"),
        receivable_id=receivable,
        customer_id=CustomerId(account.key),
        creditor_id=CREDITOR,
        workflow_id=WorkflowId("wfl_bench"),
        workflow_version=1,
        steps=steps,
        contact_hour=HOUR,
        alone_until=NOON,
        issue_date=date(2026, 1, 2),
        due_date=DAY_DUE,
        time_zone="UTC",
        country="DE",
        balance=Money(minor_units=100_00, currency="EUR"),
    )


@asynccontextmanager
async def chased(databases: Databases, pending: int) -> AsyncIterator[Chased]:
    service = build(NOWHERE)
    async with (
        databases.fresh() as address,
        open_pools(address, name="bench") as pools,
        connected(address) as owner,
    ):
        found = Chased(owner, service.command_runner(PostgresStore(pools), uuid4))
        await found.fill(pending)
        yield found


@asynccontextmanager
async def figures(servers: Servers) -> AsyncIterator[Sequence[Figure]]:
    databases = Databases(servers.postgres)
    async with AsyncExitStack() as stack:
        few = await stack.enter_async_context(chased(databases, FEW))
        many = await stack.enter_async_context(chased(databases, MANY))
        flat = [Goal(least=10_000), Goal(least=0.8, beside=f"recoup, {FEW:,} pending")]
        yield [
            Figure(
                f"message steps due, one customer each, {MANY:,} pending",
                "steps/s",
                Side("recoup", many.messages),
                [Side(f"recoup, {FEW:,} pending", few.messages)],
                flat,
            ),
            Figure(
                f"call steps due, each with its task, {MANY:,} pending",
                "steps/s",
                Side("recoup", many.calls),
                [Side(f"recoup, {FEW:,} pending", few.calls)],
                flat,
            ),
        ]
