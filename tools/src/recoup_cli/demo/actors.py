"""Everybody outside: those who act in a ledger, each through the public APIs."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence

from recoup_cli.demo.calls import call_of
from recoup_cli.demo.client import Client
from recoup_cli.ledger.entries import Entry
from recoup_cli.stack.gather import gather

AT_ONCE = 8


class Actors:
    """Sends entries; those of one customer one after the other, different customers' side by side."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def act(self, entries: Sequence[Entry]) -> None:
        by_customer: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            by_customer[entry.customer].append(entry)
        await gather(*map(self._act_in_turn, by_customer.values()))

    async def _act_in_turn(self, entries: Sequence[Entry]) -> None:
        async with self._turns:
            for entry in entries:
                await self._client.send(call_of(entry))
