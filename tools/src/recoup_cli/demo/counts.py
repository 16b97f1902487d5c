"""Counts what a played ledger came to, by asking the services' public APIs."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date

from recoup_cli.demo.client import Client
from recoup_cli.ledger.numbers import Aging, Flow, Numbers
from recoup_events.kernel.money import Money

_COLUMNS = ("total", "paid", "credited", "written_off")
"""Of an invoice, in the order of a flow."""
_PLAN_STATES = {"completed": "kept"}


async def count(client: Client, before: date, after: date) -> Numbers:
    """The numbers at the end of ``after``, with the aging of both days."""
    customers = [c async for c in client.every("invoice", "/v1/customers")]
    codes = {c["id"]: c["code"] async for c in client.every("invoice", "/v1/creditors")}
    invoices = [i async for i in client.every("invoice", "/v1/invoices")]
    return Numbers(
        customers=len(customers),
        invoices=Counter(codes[invoice["creditor_id"]] for invoice in invoices),
        money=_money(invoices),
        paid_by_parents={
            child["name"]: await _paid_by_parent(client, child["id"], after)
            for child in customers
            if child["parent_id"] is not None
        },
        messages=await _messages(client),
        refusals=await _refusals(client),
        calls=await _states(client, "notification", "/v1/calls"),
        disputes=await _states(client, "dispute", "/v1/disputes"),
        plans=await _states(client, "payment_plan", "/v1/plans"),
        postings=Counter([p["kind"] async for p in client.every("invoice", "/v1/postings")]),
        aging_before=await _aging(client, before),
        aging_after=await _aging(client, after),
    )


def _money(invoices: list[Mapping[str, Mapping[str, str]]]) -> Mapping[str, Flow]:
    sums: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for invoice in invoices:
        for column in _COLUMNS:
            amount = _read(invoice[column])
            sums[amount.currency][column] += amount.minor_units
    return {
        currency: Flow(*(Money(minor_units=of[column], currency=currency) for column in _COLUMNS))
        for currency, of in sums.items()
    }


async def _paid_by_parent(client: Client, id: str, until: date) -> Mapping[str, Money]:
    sums = Counter[str]()
    statement = f"/v1/customers/{id}/statement"
    async for entry in client.every("invoice", statement, as_of=until.isoformat()):
        if entry["kind"] == "paid_by_other":
            amount = _read(entry["amount"])
            sums[amount.currency] -= amount.minor_units
    return {code: Money(minor_units=paid, currency=code) for code, paid in sums.items()}


_LEFT = ("sent", "delivered", "undelivered")


async def _messages(client: Client) -> Mapping[str, Mapping[str, int]]:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in (await client.get("notification", "/v1/messages/summary"))["data"]:
        if row["state"] in _LEFT:
            counts[row["channel"]][row["template"]] += row["messages"]
    return counts


async def _refusals(client: Client) -> Mapping[str, int]:
    rows = await client.get("notification", "/v1/contacts/refusals/summary")
    return {row["rule"]: row["refusals"] for row in rows["data"]}


async def _states(client: Client, service: str, path: str) -> Mapping[str, int]:
    states = [item["state"] async for item in client.every(service, path)]
    return Counter(_PLAN_STATES.get(state, state) for state in states)


async def _aging(client: Client, day: date) -> Aging:
    aging = await client.get("invoice", "/v1/aging", as_of=day.isoformat())
    return {
        row["currency"]: {
            bucket["bucket"]: balance
            for bucket in row["buckets"]
            if (balance := _read(bucket["balance"]))
        }
        for row in aging["data"]
        if _read(row["total"])
    }


def _read(amount: Mapping[str, str]) -> Money:
    return Money.parse(amount["amount"], amount["currency"])
