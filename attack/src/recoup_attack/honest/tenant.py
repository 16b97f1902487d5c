"""The honest tenant before a scene and after it: its debtors, and whether its data are right."""

from collections.abc import Sequence
from typing import Any

import httpx

from recoup_attack.api import Api, Refused
from recoup_attack.honest import books
from recoup_attack.honest.books import Bill, Debtor

DEBTORS = 10
"""Enough to lie in every partition."""


async def register_creditor(api: Api) -> None:
    """In whose name invoices are issued where they name nobody."""
    await api.insist("PUT", "invoice", "creditors/by/code/default", books.CREDITOR)


async def remind_at_once(api: Api) -> None:
    """From now on invoices that come overdue are reminded of as they come."""
    made = await api.insist("POST", "workflow_scheduler", "workflows", books.REMIND_AT_ONCE)
    await api.insist("PUT", "workflow_scheduler", "contact-policy", books.WRITE_AT_ONCE)
    choice = {"workflow_id": made["id"]}
    await api.insist("PUT", "workflow_scheduler", "workflows/default", choice)


async def register(api: Api, external_id: str, email: str | None = None) -> Debtor:
    body = books.customer(external_id, email)
    made = await api.insist("POST", "invoice", "customers", body, key=f"customer:{external_id}")
    return Debtor(made["id"], external_id)


async def debtors(api: Api, scene: str, count: int = DEBTORS) -> list[Debtor]:
    """Fresh ones: what earlier scenes left does not weigh on this one."""
    return [await register(api, f"{scene}-{number}") for number in range(count)]


async def differences(api: Api, known: Sequence[Debtor]) -> list[str]:
    """Where the services say something else than the tenant knows."""
    wrong: list[str] = []
    for debtor in known:
        try:
            wrong += await _statement(api, debtor)
            wrong += await _enrolments(api, debtor)
        except (Refused, httpx.TransportError) as error:
            wrong.append(f"{debtor.external_id} cannot be asked about: {error!r}")
    return wrong


async def _statement(api: Api, debtor: Debtor) -> list[str]:
    answer = await api.once(
        "GET", "invoice", f"customers/{debtor.id}/statement", query={"limit": 1}
    )
    if not answer.is_success:
        raise Refused(f"{answer.status_code} {answer.text[:300]}")
    recorded = sum(books.minor_units(balance["balance"]) for balance in answer.json()["balances"])
    if recorded == debtor.owed:
        return []
    return [
        f"the statement of {debtor.external_id} says {recorded} cents, and it owes {debtor.owed}"
    ]


async def _enrolments(api: Api, debtor: Debtor) -> list[str]:
    """Each invoice is chased once, and no longer than until it is paid."""
    found: dict[str, list[Any]] = {}
    async for each in api.every("workflow_scheduler", "enrolments", customer_id=debtor.id):
        found.setdefault(each["invoice_id"], []).append(each)
    return [
        f"invoice {bill.external_id} {wrong}"
        for bill in debtor.bills
        if (wrong := _chase(bill, found.get(bill.id, [])))
    ]


def _chase(bill: Bill, enrolments: Sequence[Any]) -> str:
    if len(enrolments) != 1:
        return f"has {len(enrolments)} enrolments"
    [only] = enrolments
    if bill.paid != (only["outcome"] == "paid"):
        return f"is {'paid' if bill.paid else 'open'}, and its enrolment says {only['outcome']}"
    return ""
