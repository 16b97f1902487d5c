"""A partner agency of the demo: what rules propose is approved, and collected, remitted and cleared."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Any, NamedTuple

from recoup_cli.demo.actors import Actors
from recoup_cli.demo.calls import Call
from recoup_cli.demo.client import Client
from recoup_cli.ledger.entries import Entry
from recoup_cli.stack import StackFailed
from recoup_events.kernel.currencies import EXPONENTS

SCHEDULER = "workflow_scheduler"
AGENCY: dict[str, Any] = {
    "external_id": "northwind",
    "name": "Northwind Recovery",
    "licences": [{"country": "JP"}, {"country": "DE", "number": "RDG-1"}],
    "commission": {"percent": "20"},
    "standards": {
        "title": "Standards of treatment",
        "version": "2026-01",
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    },
}
POLICY = (
    "What nobody answered a week after its final notice goes to an agency, from 300,000 JPY on."
)
RULE: dict[str, Any] = {
    "name": "a week after the final notice",
    "conditions": {
        "amounts": [{"currency": "JPY", "at_least": {"amount": "300000", "currency": "JPY"}}]
    },
    "level": 3,
    "days_overdue": 37,
}
LETTER_AFTER, PAID_AFTER, CLEARED_AFTER = timedelta(1), timedelta(4), timedelta(1)
COMMISSION = Decimal("0.20")


class Parties(NamedTuple):
    """Each with a key of its own."""

    creditor: Client
    approver: Client
    agency: Client


class WithAgency:
    """Everybody in the ledger, and beside them the agency: each morning, when all rests, it looks at what is new."""

    def __init__(self, actors: Actors, parties: Parties) -> None:
        self._actors, self._parties = actors, parties
        self._day: date | None = None
        self._accepted = dict[str, date]()
        self._done = set[tuple[str, str]]()

    async def act(self, entries: Sequence[Entry]) -> None:
        moment = entries[-1].at
        if self._day is None or moment.date() > self._day:
            self._day = moment.date()
            await self._work(moment)
        await self._actors.act(entries)

    async def _work(self, now: datetime) -> None:
        today = now.date()
        await self._clear(today)
        await self._collect(now)
        await self._answer(today)
        await self._approve()

    async def _approve(self) -> None:
        """Whoever has the policy before them; the rule proposed it, so any person may."""
        creditor, approver, _ = self._parties
        async for each in creditor.every(SCHEDULER, "/v1/placements", state="proposed"):
            path = f"/v1/placements/{each['id']}/approval"
            try:
                call = Call(SCHEDULER, path, f"approve:{each['id']}", {"answer_days": 7})
                await approver.send(call)
            except StackFailed:  # it was paid since it was proposed
                path = f"/v1/placements/{each['id']}/rejection"
                why = {"reason": "It was paid meanwhile."}
                await approver.send(Call(SCHEDULER, path, f"reject:{each['id']}", why))

    async def _answer(self, today: date) -> None:
        agency = self._parties.agency
        async for each in agency.every(SCHEDULER, "/v1/agency/placements", state="offered"):
            id = each["id"]
            path = f"/v1/agency/placements/{id}/acceptance"
            await agency.send(Call(SCHEDULER, path, f"accept:{id}", {"reference": f"NW-{id[-6:]}"}))
            self._accepted[id] = today

    async def _collect(self, now: datetime) -> None:
        """A letter before action, then the debtor pays, and the placement is returned."""
        for id, since in self._accepted.items():
            age = now.date() - since
            if age >= LETTER_AFTER:
                await self._report(id, now)
            if age >= PAID_AFTER:
                await self._remit(id, now.date())

    async def _report(self, id: str, now: datetime) -> None:
        """Leased from the budget that it shares with the creditor, so that both keep to the caps."""
        if not self._first(id, "letter"):
            return
        creditor, _, agency = self._parties
        placement = await agency.get(SCHEDULER, f"/v1/agency/placements/{id}")
        customer = await creditor.get("invoice", f"/v1/customers/{placement['customer_id']}")
        contact = {"person_id": customer["persons"][0]["id"], "channel": "letter"}
        wanted = {"placement_id": id, "contacts": 1, **contact}
        lease = await agency.made(
            Call("notification", "/v1/agency/contact-leases", f"lease:{id}", wanted)
        )
        if lease["state"] != "granted":
            return
        body = {
            "kind": "contact",
            "external_id": lease["id"],
            "lease_id": lease["id"],
            "contacted_at": now.isoformat(),
            "reached": False,
            "note": "Letter before action.",
            **contact,
        }
        path = f"/v1/agency/placements/{id}/reports"
        await agency.send(Call(SCHEDULER, path, f"report:{id}", body))

    async def _remit(self, id: str, today: date) -> None:
        agency = self._parties.agency
        placement = await agency.get(SCHEDULER, f"/v1/agency/placements/{id}")
        owed = [each for each in placement["items"] if Decimal(each["askable"]["amount"]) > 0]
        if not Decimal(placement["balance"]["amount"]) and self._first(id, "returned"):
            path = f"/v1/agency/placements/{id}/return"
            await agency.send(Call(SCHEDULER, path, f"return:{id}", {"reason": "paid"}))
        if not owed or not self._first(id, "remitted"):
            return
        currency = owed[0]["askable"]["currency"]
        gross = sum((Decimal(each["askable"]["amount"]) for each in owed), Decimal(0))
        kept = (gross * COMMISSION).quantize(Decimal(1).scaleb(-EXPONENTS[currency]), ROUND_DOWN)
        body = {
            "external_id": f"RM-{id[-6:]}",
            "payments": [
                {
                    "placement_id": id,
                    "receivable_id": each["receivable_id"],
                    "amount": each["askable"],
                    "received_on": today.isoformat(),
                }
                for each in owed
            ],
            "commission": {"amount": str(kept), "currency": currency},
        }
        await agency.send(Call(SCHEDULER, "/v1/agency/remittances", f"remit:{id}", body))

    async def _clear(self, today: date) -> None:
        """The bank's entry is in the ERP's books some days later."""
        creditor = self._parties.creditor
        async for each in creditor.every("invoice", "/v1/remittances", state="in_transit"):
            if date.fromisoformat(each["opened_on"]) + CLEARED_AFTER > today:
                continue
            body = {
                "source": "erp",
                "external_id": f"BANK-{each['reference']}",
                "amount": each["net"],
                "value_date": today.isoformat(),
            }
            path = f"/v1/remittances/{each['id']}/transfers"
            await creditor.send(Call("invoice", path, f"transfer:{each['id']}", body))

    def _first(self, id: str, what: str) -> bool:
        """Whether it was not done before."""
        known = (id, what) in self._done
        self._done.add((id, what))
        return not known


async def engage(creditor: Client, settle: Callable[[], Awaitable[object]]) -> tuple[str, str]:
    """Register the agency, write down which debts it gets, and make a key for it and for who approves."""
    await creditor.send(Call(SCHEDULER, "/v1/agencies", "agency", AGENCY))
    await settle()
    [agency] = [each async for each in creditor.every(SCHEDULER, "/v1/agencies")]
    rules = {"policy": POLICY, "rules": [RULE | {"agency_id": agency["id"]}]}
    await creditor.send(Call(SCHEDULER, "/v1/placement-rules", "placement-rules", rules, "PUT"))
    return await _keys(creditor, agency["id"], settle)


async def _keys(
    creditor: Client, agency_id: str, settle: Callable[[], Awaitable[object]]
) -> tuple[str, str]:
    approver = {"name": "Who approves placements", "scopes": ["placements:write"]}
    own = {
        "name": "Northwind Recovery",
        "scopes": ["agency:read", "agency:write"],
        "agency_id": agency_id,
    }
    made = await asyncio.gather(
        creditor.made(Call("invoice", "/v1/api-keys", "key:approver", approver)),
        creditor.made(Call("invoice", "/v1/api-keys", "key:agency", own)),
    )
    await settle()
    return made[0]["secret"], made[1]["secret"]
