"""Fifty requests a second, whatever becomes of the last one: a slow service is felt in full."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from random import Random
from typing import Any

import httpx

from recoup_attack.api import Api, Refused, comes_again, euros
from recoup_attack.honest import books
from recoup_attack.honest.books import Bill, Debtor
from recoup_attack.verdict import Answered

PER_SECOND = 50
ROUND = ("bill", "bill", "bill", "bill", "read", "read", "state", "state", "pay", "pay")


class Wrong(Exception):
    """An answer that no honest client deserves."""


class Waiting(Exception):
    """Refused with the advice to come again."""


class Load:
    """The requests of one scene; what was not answered is asked again at its end."""

    def __init__(self, api: Api, scene: str, known: Sequence[Debtor], random: Random) -> None:
        self.answered: list[Answered] = []
        self._api = api
        self._scene = scene
        self._debtors = known
        self._random = random
        self._number = 0
        self._unanswered: list[Callable[[], Awaitable[None]]] = []
        self._under_way: set[asyncio.Task[None]] = set()

    async def run(self, stopping: asyncio.Event) -> None:
        """Send until told to stop, but a whole round at least, and wait for the last answers."""
        loop = asyncio.get_running_loop()
        begin = loop.time()
        while not stopping.is_set() or self._number < len(ROUND):
            scheduled = begin + self._number / PER_SECOND
            await asyncio.sleep(max(0.0, scheduled - loop.time()))
            task = asyncio.create_task(self._send(scheduled, self._number))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
            self._number += 1
        while self._under_way:
            await asyncio.gather(*self._under_way)

    async def ask_again(self) -> None:
        """What an answer is still missing for, with the same keys: done once, not twice."""
        while self._unanswered:
            await self._unanswered[-1]()
            self._unanswered.pop()

    async def _send(self, scheduled: float, number: int) -> None:
        wrong, told_to_wait = "", False
        try:
            await self._one(number)
        except Waiting:
            told_to_wait = True
        except Wrong as error:
            wrong = str(error)
        except httpx.TransportError as error:
            wrong = f"no answer: {type(error).__name__}"
        took = asyncio.get_running_loop().time() - scheduled
        self.answered.append(Answered(took, wrong, told_to_wait))

    async def _one(self, number: int) -> None:
        debtor = self._debtors[number // len(ROUND) % len(self._debtors)]
        open_bills = [bill for bill in debtor.bills if not bill.paid and not bill.busy]
        match ROUND[number % len(ROUND)]:
            case "read" if open_bills:
                await self._read(self._random.choice(open_bills))
            case "pay" if open_bills:
                await self._pay(debtor, open_bills[0])
            case "state":
                await self._asked("GET", f"customers/{debtor.id}/statement")
            case _:
                await self._bill(debtor, number)

    async def _bill(self, debtor: Debtor, number: int) -> None:
        external_id = f"{self._scene}-{number}"
        cents = 10_000 + number
        body = books.invoice(debtor.external_id, external_id, euros(cents))

        async def ask(send: "Send") -> None:
            made = await send("POST", "invoices", body, key=f"invoice:{external_id}")
            debtor.bills.append(Bill(made["id"], external_id, cents))

        await self._change(ask)

    async def _pay(self, debtor: Debtor, bill: Bill) -> None:
        bill.busy = True
        name = f"pay:{bill.external_id}"
        body = books.payment(debtor.external_id, name, euros(bill.cents), bill.external_id)

        async def ask(send: "Send") -> None:
            await send("POST", "payments", body, key=name)
            bill.paid, bill.busy = True, False

        await self._change(ask)

    async def _read(self, bill: Bill) -> None:
        recorded = await self._asked("GET", f"invoices/{bill.id}")
        if not bill.busy and not bill.paid and books.minor_units(recorded["balance"]) != bill.cents:
            raise Wrong(f"invoice {bill.external_id} was read as {recorded['balance']}")

    async def _change(self, ask: "Ask") -> None:
        try:
            await ask(self._asked)
        except (Waiting, Wrong, httpx.TransportError):
            self._unanswered.append(lambda: ask(self._insisted))
            raise

    async def _asked(
        self, method: str, path: str, body: object = None, *, key: str | None = None
    ) -> "Json":
        answer = await self._api.once(method, "invoice", path, body, key=key)
        if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE and comes_again(answer):
            raise Waiting
        if not answer.is_success:
            raise Wrong(f"{answer.status_code} to {method} {path.split('/')[0]}")
        recorded: Json = answer.json()
        return recorded

    async def _insisted(
        self, method: str, path: str, body: object = None, *, key: str | None = None
    ) -> "Json":
        try:
            recorded: Json = await self._api.insist(method, "invoice", path, body, key=key)
        except Refused as error:
            raise Wrong(str(error)) from error
        return recorded


Json = dict[str, Any]
Send = Callable[..., Awaitable[Json]]
Ask = Callable[[Send], Awaitable[None]]
