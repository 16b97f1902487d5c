"""Plays a ledger on the real stack as the demo does, with a storm that receives every beat."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import httpx

from recoup_chaos.storm import Storm
from recoup_cli.demo.actors import OutsideWorld
from recoup_cli.demo.client import Client
from recoup_cli.demo.clock_driver import Conductor
from recoup_cli.demo.counts import count
from recoup_cli.demo.replay import play
from recoup_cli.demo.scenarios import Piece
from recoup_cli.demo_key import demo_key
from recoup_cli.ledger.entries import Entry
from recoup_cli.ledger.numbers import as_json
from recoup_cli.stack import Stack

TIMEOUT_SECONDS = 30
"""After which a player gives up on an answer and asks again; a suspended service gives none."""


class HeardConductor(Conductor):
    """Tells the storm when the clock moves, and when all have come to rest."""

    def __init__(
        self, clock_file: Path, admins: Sequence[str], http: httpx.AsyncClient, storm: Storm
    ) -> None:
        super().__init__(clock_file, admins, http)
        self._storm = storm

    def set(self, instant: datetime) -> None:
        super().set(instant)
        self._storm.beat(instant)

    async def settle(self) -> datetime | None:
        since = asyncio.get_running_loop().time()
        moment = await super().settle()
        self._storm.rested(since)
        return moment


class HeardWorld(OutsideWorld):
    """Tells the storm when somebody is about to act."""

    def __init__(self, client: Client, storm: Storm) -> None:
        super().__init__(client)
        self._storm = storm

    async def act(self, entries: Sequence[Entry]) -> None:
        self._storm.beat()
        await super().act(entries)


async def perform(stack: Stack, clock_file: Path, piece: Piece, storm: Storm) -> str:
    """Play to the end, let the storm pass, and give the final numbers as the public APIs say them."""
    services = stack.addresses.services
    async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS, trust_env=False) as http:
        admins = [service.admin for service in services.values()]
        conductor = HeardConductor(clock_file, admins, http, storm)
        client = Client({name: s.http for name, s in services.items()}, await demo_key(stack), http)
        world = HeardWorld(client, storm)
        async with storm.raging():
            await play(
                piece.entries,
                piece.end,
                conductor,
                world,
                stride=piece.stride,
                progress=lambda _instant, _happened: None,
            )
            while not storm.over:
                await conductor.settle()
        return as_json(await count(client, piece.begin.date(), piece.end.date()))
