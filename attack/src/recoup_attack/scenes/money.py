"""Sums, sizes and numbers of things that honest books reach as well."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx

from recoup_attack.api import Api, euros
from recoup_attack.honest import books
from recoup_attack.scene import Outcome, Scene
from recoup_attack.scenes.words import attacker
from recoup_attack.target import Target

INVOICES = 3_000
MEASURED = 20
SLOWER = 4
"""A command of a customer with so many invoices may take so many times as long, at most."""
LINES = 1_000
LARGEST_BYTES = 1_046_202
"""Of a body: just below what is let in, and more than could be published."""
ENROLMENT_SECONDS = 15.0


async def sums(target: Target) -> Outcome:
    """Invoices that are each accepted, and together pass every number there is room for."""
    got, harms = [], []
    async with attacker(target) as api:
        for currency, largest in (("IDR", "9" * 13), ("VND", "9" * 15), ("KWD", "9" * 12 + ".000")):
            name = f"sums-{currency}"
            made = await _done(api, "customers", books.customer(name))
            count = 0
            for number in range(12):
                total = {"amount": largest, "currency": currency}
                bill = books.invoice(name, f"{name}-{number}", total)
                answer = await api.once("POST", "invoice", "invoices", bill)
                count += answer.is_success
                if answer.status_code >= 500:
                    harms.append(f"an invoice over {largest} {currency} was answered with 500")
            got.append(f"{count} of 12 over {largest} {currency}")
            harms += await _reports(api, made["id"], name)
    return Outcome(", ".join(got), tuple(harms))


async def _reports(api: Api, customer: str, name: str) -> list[str]:
    """What sums up must go on doing it."""
    paths = {
        "statement": f"customers/{customer}/statement",
        "aging": "aging",
        "customer's aging": f"aging?customer_id={customer}",
        "list": f"invoices?customer_id={customer}",
    }
    plan = {
        "customer_external_id": name,
        "reference": name,
        "slices": [
            {
                "invoice_external_id": f"{name}-{number}",
                "amount": {"amount": "1000", "currency": name[-3:]},
            }
            for number in range(2)
        ],
        "schedule": [{"due_on": "2026-01-20", "amount": {"amount": "2000", "currency": name[-3:]}}],
    }
    statuses = {
        what: (await api.once("GET", "invoice", path)).status_code for what, path in paths.items()
    }
    statuses["plan"] = (await api.once("POST", "payment_plan", "plans", plan)).status_code
    return [
        f"the {what} is answered with {status}"
        for what, status in statuses.items()
        if status >= 500
    ]


async def oversize(target: Target) -> Outcome:
    """An invoice as large as a body may be; the next of the same customer must not wait behind it."""
    async with attacker(target) as api:
        made = await _done(api, "customers", books.customer("oversize"))
        statuses = [
            await _large(api, "oversize", size) for size in (LARGEST_BYTES, 900_000, 700_000)
        ]
        bill = books.invoice("oversize", "oversize-next", euros(100))
        await _done(api, "invoices", bill)
        enrolled = await _enrolled(
            api, made["id"], 1 + sum(200 <= status < 300 for status in statuses)
        )
    harm = () if enrolled else ("what came after a large invoice never arrived",)
    return Outcome(f"large invoices answered with {statuses}", harm)


async def _large(api: Api, customer: str, size: int) -> int:
    """As many lines as there may be: what each grows by on its way adds up."""
    lines = [{"description": "", "net": euros(100), "tax": euros(0)}] * LINES
    total = euros(100 * LINES)
    body = {**books.invoice(customer, f"large-{size}", total), "lines": lines}
    room = size - len(httpx.Request("POST", "http://x", json=body).content)
    words = "\N{GRINNING FACE}" * (room // LINES // 4)
    body["lines"] = [{**line, "description": words} for line in lines]
    return (await api.once("POST", "invoice", "invoices", body)).status_code


async def _enrolled(api: Api, customer: str, count: int) -> bool:
    """Whether so many invoices of this customer arrive at the scheduler."""
    found = 0
    try:
        async with asyncio.timeout(ENROLMENT_SECONDS):
            while found < count:
                await asyncio.sleep(0.5)
                answer = await api.once(
                    "GET",
                    "workflow_scheduler",
                    "enrolments",
                    query={"customer_id": customer, "limit": 100},
                )
                found = len(answer.json()["data"])
    except TimeoutError:
        return False
    return True


async def hot(target: Target) -> Outcome:
    """One customer with thousands of open invoices, and then its next commands."""
    async with attacker(target) as api:
        await _done(api, "customers", books.customer("hot"))
        loop = asyncio.get_running_loop()
        first = await _seconds_each(api, 0)
        begin = loop.time()
        turns = asyncio.Semaphore(2)
        await asyncio.gather(*(_one(api, turns, number) for number in range(INVOICES)))
        took = loop.time() - begin
        last = await _seconds_each(api, INVOICES)
    got = (
        f"{INVOICES} open invoices in {took:.0f} s; "
        f"an invoice takes {last * 1000:.0f} ms, and took {first * 1000:.0f} at first"
    )
    return Outcome(got, slowed(first, last))


def slowed(first: float, last: float) -> tuple[str, ...]:
    """Whether a command costs much more with many open invoices than with a few."""
    if last <= SLOWER * first:
        return ()
    return (f"with {INVOICES} open invoices a command is {last / first:.0f} times as slow",)


async def _one(api: Api, turns: asyncio.Semaphore, number: int) -> None:
    async with turns:
        await _done(api, "invoices", books.invoice("hot", f"hot-{number}", euros(100 + number)))


async def _seconds_each(api: Api, start: int) -> float:
    """The median of a few invoices, one after the other."""
    loop = asyncio.get_running_loop()
    took = []
    for number in range(MEASURED):
        begin = loop.time()
        await _done(
            api, "invoices", books.invoice("hot", f"hot-measured-{start}-{number}", euros(100))
        )
        took.append(loop.time() - begin)
    return sorted(took)[MEASURED // 2]


async def _done(api: Api, path: str, body: Mapping[str, Any]) -> Any:
    return await api.insist("POST", "invoice", path, body)


SCENES = (
    Scene("money", "sums", "invoices whose sums pass 10^15 and 2^63", sums),
    Scene("money", "oversize", "invoices as large as a body may be", oversize),
    Scene("money", "hot", "a customer with 3,000 open invoices", hot),
)
