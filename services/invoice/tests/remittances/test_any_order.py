"""In whatever order remittance, bank's entry, repeats and reversals arrive: the money counts once."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import permutations
from random import Random
from typing import Any

from httpx import AsyncClient

from recoup_testing.receipts import receipt
from recoup_testing.remittances import NAME, remitted, reported

Shown = dict[str, Any]
Issue = Callable[..., Awaitable[Shown]]
Receive = Callable[..., Awaitable[None]]
STEPS = ("remitted", "reported", "entry", "entry again", "another entry", "taken back")
ORDERS = Random(7).sample([*permutations(STEPS)], 60)


@dataclass
class OneRemittance:
    """One invoice, its remittance, and what the bank says of it."""

    erp: AsyncClient
    receive: Receive
    agency_says: Receive
    again: Receive
    invoice: Shown
    nth: int
    entries: dict[str, str] = field(default_factory=dict)

    async def take(self, step: str) -> None:
        match step:
            case "remitted":
                await self.receive(remitted(self.invoice, 100, 20, nth=self.nth))
            case "reported":
                await self.agency_says(reported(self.invoice, 100, 20, self.nth))
                for id in self.entries.values():  # as the look through what came before does
                    await self.again(id)
            case "taken back":
                path = f"/v1/payments/pay_{self.nth}/reversal"
                await self.erp.post(path, json={"reason": "Insufficient funds"})
            case _:
                await self._arrive(f"{step.removesuffix(' again')}-{self.nth}")

    async def _arrive(self, name: str) -> None:
        text = f"RM-2026-03-{self.nth}, for {self.invoice['number']}"
        body = receipt(name, "80.00", payer={"name": NAME}, text=text)
        answer = await self.erp.post("/v1/receipts", json=body)
        if answer.is_success:
            self.entries[name] = answer.json()["id"]

    async def read(self, path: str) -> Shown:
        shown: Shown = (await self.erp.get(f"/v1/{path}")).json()
        return shown

    async def check(self) -> None:
        back = (await self.read(f"payments/pay_{self.nth}"))["state"] == "reversed"
        clearing = await self.read(f"remittances/rmt_{self.nth}")
        balance = (await self.read(f"invoices/{self.invoice['id']}"))["balance"]["amount"]
        states = [(await self.read(f"receipts/{id}"))["state"] for id in self.entries.values()]
        assert balance == ("100.00" if back else "0.00")
        assert "applied" not in states
        assert states.count("cleared") * 80_00 == _cents(clearing, "arrived")
        parts = sum(_cents(clearing, name) for name in ("arrived", "commission", "in_transit"))
        assert parts == (0 if back else 100_00)


async def test_debts_fall_once_by_the_gross_and_cash_commission_and_transit_add_up(
    erp: AsyncClient,
    issue: Issue,
    receive: Receive,
    agency_says: Receive,
    bank: None,
    again: Receive,
) -> None:
    for nth, order in enumerate(ORDERS, start=2):
        invoice = await issue(f"SO-{nth}")
        one = OneRemittance(erp, receive, agency_says, again, invoice, nth)
        for step in order:
            await one.take(step)
        await one.check()


def _cents(shown: Shown, name: str) -> int:
    return int(shown[name]["amount"].replace(".", ""))
