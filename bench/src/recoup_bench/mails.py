"""Mails that leave: each with its balance, its rules, its signature, its words and its line in the ledger."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any
from uuid import uuid4

from aiosmtplib import SMTP
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from notification.main import build
from notification.messages.domain.message import MESSAGE
from notification.settings import NotificationSettings
from recoup_bench.figure import Figure, Goal, Side
from recoup_cli.services import NOWHERE
from recoup_cli.stack.addresses import Servers
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    TenantId,
)
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_eventstore.postgres.pools import open_pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_messaging.subscriptions import Reaction
from recoup_service.api.reading import reading_from, writing_from
from recoup_service.api.request_context import Ports
from recoup_testing.clock import TurnedClock
from recoup_testing.creditors import CREDITOR, CREDITOR_REGISTERED
from recoup_testing.databases import Databases
from recoup_testing.loops import eventually
from recoup_testing.reminded import receive, reminded
from recoup_testing.rude_smtp import RudeRelay, serving_rudely

MAILS, DOMAINS = 500, 40
HUNG = 100
TENANT = TenantId("bench")
NOON = datetime(2026, 1, 5, 11, tzinfo=UTC)
KEY = "r1._domainkey.recoup.example"
TARPIT = "tarpit.example"
BARE_CONNECTIONS = 8
BARE = b"From: a@recoup.example\r\nTo: b@customer.example\r\nSubject: Reminder\r\n\r\n" + (
    b"Please pay the invoice that is due.   \r\n" * 400
)
"""Of the size of a mail of ours."""


def sink(tell: Connection) -> None:
    """A relay in a process of its own, as anywhere; one destination never answers."""

    async def serve() -> None:
        async with serving_rudely(RudeRelay(deaf_to=TARPIT)) as port:
            tell.send(port)
            await asyncio.Event().wait()

    asyncio.run(serve())


class MailLoad:
    """Customers who are owed of, each with a reminder that waits to be sent."""

    def __init__(
        self, runner: CommandRunner, effects: Effects[Any, Any], ask: Reaction[Any], port: int
    ) -> None:
        self._runner = runner
        self._ask = ask
        self._effects = effects
        self._port = port
        self._numbers = count()
        self.core_ms = 0.0
        """Of a core in our process, for each mail of the last round."""

    async def receive(self, account: Account, *events: Event) -> None:
        await receive(self._runner, account, NOON, self._ask, *events)

    async def send(self) -> float:
        await self._await_sending(MAILS)
        return await self._sent()

    async def send_beside_a_tarpit(self) -> float:
        """Those that hang were asked for first, so they stand at the head of all that is due."""
        await self._await_sending(HUNG, TARPIT)
        await self._await_sending(MAILS)
        return await self._sent()

    async def core(self) -> float:
        await self.send()
        return self.core_ms

    async def send_bare(self) -> float:
        """What anybody would write: mails that are ready, over as many connections, one after the other."""
        numbers = iter(range(MAILS))
        began = perf_counter()
        await asyncio.gather(*(self._bare(numbers) for _ in range(BARE_CONNECTIONS)))
        return MAILS / (perf_counter() - began)

    async def _bare(self, numbers: Any) -> None:
        async with SMTP(hostname="127.0.0.1", port=self._port, start_tls=False) as relay:
            for number in numbers:
                await relay.sendmail("a@recoup.example", [f"b{number}@customer.example"], BARE)

    async def _await_sending(self, mails: int, domain: str | None = None) -> None:
        for _ in range(mails):
            number = next(self._numbers)
            address = f"ap{number}@{domain or f'customer{number % DOMAINS}.example'}"
            await self.receive(Account(TENANT, f"cus_{number}"), *reminded(number, address))

    async def _sent(self) -> float:
        """By the loop as a service runs it, until the mails that can leave have left."""
        wanted = self._taken + MAILS

        async def all_left() -> bool:
            return self._taken >= wanted

        began, core = perf_counter(), process_time()
        loop = asyncio.create_task(self._effects.run())
        await eventually(all_left)
        took = perf_counter() - began
        self.core_ms = (process_time() - core) / MAILS * 1_000
        loop.cancel()
        await asyncio.gather(loop, return_exceptions=True)
        return MAILS / took

    @property
    def _taken(self) -> int:
        return sum(self._effects.performed["Taken"].counts)


def _settings(port: int, keys: Path) -> NotificationSettings:
    private = generate_private_key(65537, 2048)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (keys / KEY).write_bytes(pem)
    mail = {"smtp": f"smtp://127.0.0.1:{port}", "dkim_keys": keys, "mail_return_host": "bounces"}
    return NotificationSettings.model_validate(
        {**NOWHERE, **mail, "public_url": "https://api.recoup.example"}
    )


@asynccontextmanager
async def mail_load(databases: Databases, port: int) -> AsyncIterator[MailLoad]:
    with TemporaryDirectory() as keys:
        service = build(_settings(port, Path(keys)))
        async with databases.fresh() as address, open_pools(address, name="bench") as pools:
            runner = service.command_runner(PostgresStore(pools), uuid4)
            [sending] = [s for s in service.sendings if (s.decider, s.timer) == (MESSAGE, "send")]
            clock = TurnedClock(NOON + timedelta(seconds=1))
            ports = Ports(runner, clock, reading_from(pools), writing_from(pools))
            effects = Effects(runner, clock, "bench", MESSAGE, sending.timer, sending.effect(ports))
            [asking] = [s for s in service.subscriptions if s.event is ReminderRequested]
            found = MailLoad(runner, effects, asking.reaction, port)
            await found.receive(Account(TENANT, CREDITOR), CREDITOR_REGISTERED)
            yield found


@asynccontextmanager
async def figures(servers: Servers) -> AsyncIterator[Sequence[Figure]]:
    databases = Databases(servers.postgres)
    ours, theirs = get_context("spawn").Pipe()
    relay = get_context("spawn").Process(target=sink, args=(theirs,), daemon=True)
    relay.start()
    try:
        async with mail_load(databases, await asyncio.to_thread(ours.recv)) as found:
            bare = Side("aiosmtplib, ready mails", found.send_bare)
            least = [Goal(least=400)]
            yield [
                Figure(
                    "mails sent, every rule checked",
                    "mails/s",
                    Side("recoup", found.send),
                    [bare],
                    least,
                    rounds=3,
                ),
                Figure("… of a core each", "ms", Side("recoup", found.core), rounds=3),
                Figure(
                    "… beside 100 to a domain that hangs",
                    "mails/s",
                    Side("recoup", found.send_beside_a_tarpit),
                    [Side("recoup, nobody hangs", found.send)],
                    [Goal(least=0.7, beside="recoup, nobody hangs")],
                    rounds=3,
                ),
            ]
    finally:
        relay.terminate()
        await databases.close()
