"""One run of a ledger on a private stack, from its first start to the evidence it leaves."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from recoup_chaos.evidence import Evidence, gather
from recoup_chaos.faults import Fault
from recoup_chaos.injection import all_ready, inject
from recoup_chaos.injector import FaultInjector, Report
from recoup_cli.demo.actors import Actors
from recoup_cli.demo.client import Client
from recoup_cli.demo.clock_driver import ClockDriver
from recoup_cli.demo.counts import count
from recoup_cli.demo.replay import play
from recoup_cli.demo.scenarios import Scenario
from recoup_cli.demo_creditor import NUTS, keep_money_on_account, register_creditor
from recoup_cli.demo_key import DEMO_TENANT, demo_key
from recoup_cli.ledger.entries import Entry
from recoup_cli.ledger.generated import OTHER_CREDITOR
from recoup_cli.ledger.numbers import as_json
from recoup_cli.stack import Stack, temporary_stack
from recoup_cli.stack.clocks import stepped, wind
from recoup_cli.stack.ports import pick
from recoup_compliance.contact_ledger.report import Report as Contacts
from recoup_compliance.contact_ledger.verify import verify
from recoup_events.kernel.ids import DEFAULT

TIMEOUT_SECONDS = 30
"""After which a player gives up on an answer and asks again; a suspended service gives none."""


@cache
def linked() -> Mapping[str, int]:
    """Mails lead to the portal; those of two runs are only the same words if it is in the same place."""
    return {"portal": pick(set())}


class TickingClock(ClockDriver):
    """Tells the injector when the clock moves, and when all have come to rest."""

    def __init__(
        self,
        clock_file: Path,
        admins: Sequence[str],
        http: httpx.AsyncClient,
        injector: FaultInjector,
    ) -> None:
        super().__init__(clock_file, admins, http)
        self._injector = injector

    def set(self, instant: datetime) -> None:
        super().set(instant)
        self._injector.tick(instant)

    async def settle(self) -> datetime | None:
        since = asyncio.get_running_loop().time()
        moment = await super().settle()
        self._injector.rested(since)
        return moment


class TickingActors(Actors):
    """Tells the injector when somebody is about to act."""

    def __init__(self, client: Client, injector: FaultInjector) -> None:
        super().__init__(client)
        self._injector = injector

    async def act(self, entries: Sequence[Entry]) -> None:
        self._injector.tick()
        await super().act(entries)


async def play_ledger(
    stack: Stack, clock_file: Path, scenario: Scenario, injector: FaultInjector
) -> tuple[str, Contacts]:
    """Play to the end, and wait until the last fault is over.

    Gives the final numbers as the public APIs say them, and what comes of verifying every contact.
    """
    services = stack.addresses.services
    async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS, trust_env=False) as http:
        admins = [service.admin for service in services.values()]
        conductor = TickingClock(clock_file, admins, http, injector)
        key = await demo_key(stack)
        invoice = services["invoice"].http
        await register_creditor(http, invoice, key, NUTS, OTHER_CREDITOR)
        await keep_money_on_account(http, invoice, key, DEMO_TENANT, (DEFAULT, OTHER_CREDITOR))
        client = Client({name: s.http for name, s in services.items()}, key, http)
        actors = TickingActors(client, injector)
        async with injector.injecting():
            await play(
                scenario.entries,
                scenario.end,
                conductor,
                actors,
                step=scenario.step,
                progress=lambda _instant, _happened: None,
            )
            while not injector.over:
                await conductor.settle()
        numbers = as_json(await count(client, scenario.begin.date(), scenario.end.date()))
        return numbers, verify(
            (await client.text("notification", "/v1/contact-ledger")).splitlines()
        )


async def run_ledger(
    scenario: Scenario, faults: Iterable[Fault], ticks: int, report: Report
) -> tuple[Evidence, FaultInjector]:
    """Play under these faults; ``ticks`` is how many the piece has."""
    with TemporaryDirectory() as folder:
        clock = Path(folder, "clock")
        wind(clock, scenario.begin)
        async with temporary_stack(
            clock=stepped(clock), with_standby=True, ports=linked()
        ) as stack:

            async def strike(fault: Fault) -> None:
                await inject(stack, fault)
                await all_ready(stack)

            injector = FaultInjector(faults, ticks, strike, report)
            numbers, contacts = await play_ledger(stack, clock, scenario, injector)
            return await gather(stack, numbers, contacts), injector
