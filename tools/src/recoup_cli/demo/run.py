"""Plays a piece on a stack whose clock it moves, and counts what came of it."""

from pathlib import Path

import httpx

from recoup_cli.demo.actors import OutsideWorld
from recoup_cli.demo.client import Client
from recoup_cli.demo.clock_driver import Conductor
from recoup_cli.demo.counts import count
from recoup_cli.demo.replay import Progress, play
from recoup_cli.demo.scenarios import Piece
from recoup_cli.demo_key import demo_key
from recoup_cli.ledger.numbers import Numbers
from recoup_cli.stack import Stack


async def perform(stack: Stack, clock_file: Path, piece: Piece, progress: Progress) -> Numbers:
    """Play to the end on a started stack; the numbers are those of the last evening."""
    services = stack.addresses.services
    async with httpx.AsyncClient(timeout=30, trust_env=False) as http:
        conductor = Conductor(clock_file, [s.admin for s in services.values()], http)
        client = Client({name: s.http for name, s in services.items()}, await demo_key(stack), http)
        world = OutsideWorld(client)
        await play(
            piece.entries, piece.end, conductor, world, stride=piece.stride, progress=progress
        )
        return await count(client, piece.begin.date(), piece.end.date())
