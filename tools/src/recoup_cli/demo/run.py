"""Plays a piece on a stack whose clock it moves, and counts what came of it."""

from pathlib import Path

import httpx

from recoup_cli.demo.actors import Actors
from recoup_cli.demo.agency import Parties, WithAgency, engage
from recoup_cli.demo.client import Client
from recoup_cli.demo.clock_driver import ClockDriver
from recoup_cli.demo.counts import count
from recoup_cli.demo.replay import Progress, play
from recoup_cli.demo.scenarios import Scenario
from recoup_cli.demo_creditor import NUTS, keep_money_on_account, register_creditor
from recoup_cli.demo_key import DEMO_TENANT, demo_key
from recoup_cli.ledger.generated import OTHER_CREDITOR
from recoup_cli.ledger.numbers import Numbers
from recoup_cli.stack import Stack
from recoup_compliance.contact_ledger.report import Report
from recoup_compliance.contact_ledger.verify import verify
from recoup_events.kernel.ids import DEFAULT


async def perform(
    stack: Stack, clock_file: Path, scenario: Scenario, progress: Progress
) -> tuple[Numbers, Report]:
    """Play to the end on a started stack; the numbers are those of the last evening.

    Every contact is then verified from an export, as somebody would who does not trust the stack.
    """
    services = stack.addresses.services
    async with httpx.AsyncClient(timeout=30, trust_env=False) as http:
        clock_driver = ClockDriver(clock_file, [s.admin for s in services.values()], http)
        key = await demo_key(stack)
        invoice = services["invoice"].http
        await register_creditor(http, invoice, key, NUTS, OTHER_CREDITOR)
        await keep_money_on_account(http, invoice, key, DEMO_TENANT, (DEFAULT, OTHER_CREDITOR))
        bases = {name: s.http for name, s in services.items()}
        client = Client(bases, key, http)
        keys = await engage(client, clock_driver.settle)
        parties = Parties(client, *(Client(bases, each, http) for each in keys))
        actors = WithAgency(Actors(client), parties)
        await play(
            scenario.entries,
            scenario.end,
            clock_driver,
            actors,
            step=scenario.step,
            progress=progress,
        )
        numbers = await count(client, scenario.begin.date(), scenario.end.date())
        exported = await client.text("notification", "/v1/contact-ledger")
        return numbers, verify(exported.removesuffix("\n").split("\n"))
