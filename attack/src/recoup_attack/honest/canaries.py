"""One thing for every path an event takes: each must come to its end, and once."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from recoup_attack.api import Api, Refused, euros
from recoup_attack.honest import books
from recoup_attack.honest.books import Debtor
from recoup_attack.honest.tenant import register
from recoup_attack.mailbox import mails, tampered

REMINDED = 3
CENTS = 50_000
CREDIT = 12_500
INSTALMENT = 25_000


class Canaries:
    """Sent out in the middle of an attack; they ask again until they are answered."""

    def __init__(self, api: Api, scene: str, mail: Path) -> None:
        self._api = api
        self._scene = scene
        self._mail = mail
        self._reminded: list[str] = []
        self._debtor: Debtor | None = None
        self._ids: dict[str, str] = {}

    async def send(self) -> None:
        """A few debtors are reminded; one invoice is contested, and one is paid by a plan."""
        await asyncio.gather(*(self._remind(number) for number in range(REMINDED)))
        self._debtor = await register(self._api, f"{self._scene}-canary")
        await self._contest(self._debtor)
        await self._plan(self._debtor)

    async def differences(self) -> list[str]:
        try:
            return [*await self._mails(), *await self._ends()]
        except (Refused, httpx.TransportError) as error:
            return [f"the canaries cannot be asked about: {error!r}"]

    async def _mails(self) -> list[str]:
        """Each arrived once, or as often as the log says that it may have."""
        wrong = []
        here = mails(self._mail)
        for debtor in self._reminded:
            theirs = [mail for mail in here if f"{debtor}@honest.example" in mail.recipients]
            wrong += [each for mail in theirs for each in tampered(mail)]
            ids = {mail.parsed["Message-ID"] for mail in theirs}
            repeated = len(theirs) - 1
            if len(ids) != 1 or (repeated and repeated > await self._doubts(debtor)):
                wrong.append(f"{debtor} got {len(theirs)} mails in place of 1")
        return wrong

    async def _doubts(self, debtor: str) -> int:
        """How many attempts are in doubt, and so may have been made in vain or not."""
        query: dict[str, str | int] = {"customer_id": self._ids[debtor]}
        listed = await self._shown("notification", "messages", query)
        ids = [each["id"] for each in listed["data"]]
        told = [await self._shown("notification", f"messages/{each}") for each in ids]
        return sum(each["attempts_in_doubt"] for each in told)

    async def _ends(self) -> list[str]:
        credited = await self._shown("invoice", f"invoices/{self._made('contested')}")
        plan = await self._shown("payment_plan", f"plans/{self._made('plan')}")
        wanted = {
            "the upheld dispute was credited": (credited["credited"], CREDIT),
            "the payment was matched to the plan": (plan["settled"], INSTALMENT),
        }
        return [
            f"it is not so that {what}: {books.minor_units(recorded)} cents in place of {meant}"
            for what, (recorded, meant) in wanted.items()
            if books.minor_units(recorded) != meant
        ]

    def _made(self, name: str) -> str:
        if name not in self._ids:
            raise Refused(f"the {name} was never made")
        return self._ids[name]

    async def _shown(
        self, service: str, path: str, query: Mapping[str, str | int] | None = None
    ) -> dict[str, Any]:
        answer = await self._api.once("GET", service, path, query=query)
        if not answer.is_success:
            raise Refused(f"{answer.status_code} {answer.text[:300]}")
        shown: dict[str, Any] = answer.json()
        return shown

    async def _remind(self, number: int) -> None:
        name = f"{self._scene}-reminded-{number}"
        self._reminded.append(name)
        debtor = await register(self._api, name, f"{name}@honest.example")
        self._ids[name] = debtor.id
        body = books.invoice(debtor.external_id, name, euros(CENTS), overdue=True)
        await self._post("invoice", "invoices", body, name)

    async def _contest(self, debtor: Debtor) -> None:
        name = f"{self._scene}-contested"
        await self._bill(debtor, "contested", name)
        body = {
            **_named(debtor, name),
            "reference": name,
            "amount": euros(CREDIT),
            "reason": "quality",
            "statement": "A quarter of it is bent.",
        }
        dispute = await self._post("dispute", "disputes", body, f"dispute:{name}")
        end = {"outcome": "upheld", "reason": "The photos show it."}
        await self._post("dispute", f"disputes/{dispute}/resolution", end, f"end:{name}")

    async def _plan(self, debtor: Debtor) -> None:
        name = f"{self._scene}-planned"
        await self._bill(debtor, "planned", name)
        days = [books.TODAY + timedelta(days=number) for number in (10, 20)]
        body = {
            "customer_external_id": debtor.external_id,
            "reference": name,
            "slices": [{"invoice_external_id": name, "amount": euros(CENTS)}],
            "schedule": [{"due_on": f"{day}", "amount": euros(INSTALMENT)} for day in days],
        }
        self._ids["plan"] = await self._post("payment_plan", "plans", body, f"plan:{name}")
        part = books.payment(debtor.external_id, f"part:{name}", euros(INSTALMENT), name)
        await self._post("invoice", "payments", part, f"part:{name}")

    async def _bill(self, debtor: Debtor, what: str, name: str) -> None:
        body = books.invoice(debtor.external_id, name, euros(CENTS))
        self._ids[what] = await self._post("invoice", "invoices", body, name)

    async def _post(self, service: str, path: str, body: Mapping[str, object], key: str) -> str:
        """Until it is done; a service that has not received the invoice yet says so with a 422."""
        while True:
            try:
                made = await self._api.insist("POST", service, path, body, key=key)
            except Refused as refused:
                if "arrived here" not in str(refused):
                    raise
                await asyncio.sleep(0.2)
                continue
            return str(made["id"])


def _named(debtor: Debtor, invoice: str) -> dict[str, object]:
    return {"customer_external_id": debtor.external_id, "invoice_external_id": invoice}
