"""What is asked of a console, and how long and how large the answers are."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from httpx import ASGITransport, AsyncClient, MockTransport, Request, Response

from console.main import Console, build
from console.settings import ConsoleSettings
from recoup_bench.console_load.fill import TENANT, Size
from recoup_cli.services import NOWHERE
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.store import PostgresStore
from recoup_service.api.keys import MemoryKeyRing, mint
from recoup_service.api.reading import reading_from
from recoup_service.ids import new_id
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_testing.clock import TurnedClock

SCOPES = (
    *("customers:read", "invoices:read", "events:read", "actions:read", "payments:read"),
    *("disputes:read", "plans:read", "promises:read", "tasks:read"),
)
MOST_MS, MOST_BYTES = 150, 100_000
ASKED, WARMED = 200, 5
Path = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Page:
    name: str
    path: Path
    is_part: bool = False
    """Asked for by a script, as a piece of a page."""


@dataclass(frozen=True, slots=True)
class Timed:
    page: Page
    milliseconds: Sequence[float]
    sizes: Sequence[int]

    @property
    def p50(self) -> float:
        return median(self.milliseconds)

    @property
    def p95(self) -> float:
        return quantiles(self.milliseconds, n=20)[-1]

    @property
    def largest(self) -> int:
        return max(self.sizes)

    @property
    def reached(self) -> bool:
        return self.p95 < MOST_MS and self.largest < MOST_BYTES


def pages(size: Size) -> Sequence[Page]:
    """Of customers and invoices each time another, so that nothing is at hand from the time before."""
    random, day = Random(7), (size.today - timedelta(days=90)).isoformat()

    def customer(_: int) -> str:
        return f"/customers/cus_{random.randrange(1, size.customers):08x}"

    def invoice(_: int) -> str:
        return f"/invoices/inv_{random.randrange(size.invoices):08x}"

    def always(path: str) -> Path:
        return lambda _: path

    most = "/customers/cus_00000000"
    of_most = f"/invoices/inv_{size.apart * (size.invoices // size.apart // 2):08x}"
    return [
        Page("Overview", always("/")),
        Page("… of one creditor", always("/?creditor=crd_1")),
        Page("Customers who owe", always("/customers")),
        Page("… a page far down", lambda n: f"/customers?page={100 + n}"),
        Page("… overdue the longest", always("/customers?show=overdue&sort=due")),
        Page("… of one creditor", always("/customers?creditor=crd_1")),
        Page("… all, by name", always("/customers?show=all&sort=name")),
        Page("… called so", lambda n: f"/customers?show=all&search=ahornsand+gmbh+{n}"),
        Page("… called so, of many", always("/customers?search=papier")),
        Page("A customer", customer),
        Page("… money alone", lambda n: f"{customer(n)}?kind=money"),
        Page("… as of a day", lambda n: f"{customer(n)}?as_of={day}"),
        Page("A customer with 5,000 invoices", always(most)),
        Page("… one kind", always(f"{most}?kind=dispute")),
        Page("… as of a day", always(f"{most}?as_of={day}")),
        Page("An invoice", invoice),
        Page("… as of a day", lambda n: f"{invoice(n)}?as_of={day}"),
        Page("… of that customer", always(of_most)),
        Page("… as of a day", always(f"{of_most}?as_of={day}")),
        Page("Time machine", lambda n: f"/time-machine?day={size.today - timedelta(days=n % 300)}"),
        Page("Search by a name", lambda n: f"/search?q=lindenmetall+ag+{n}", is_part=True),
        Page(
            "… by a number",
            lambda n: f"/search?q=R-{random.randrange(size.invoices)}",
            is_part=True,
        ),
        Page("… by a part of many names", always("/search?q=werk"), is_part=True),
        Page("Disputes", always("/disputes")),
        Page("Plans", always("/plans")),
        Page("Plan offers", always("/plan-offers")),
        Page("Promises", always("/promises")),
        Page("Statement", lambda n: f"{customer(n)}/statement"),
        Page("Actions", always("/actions")),
    ]


def answered(size: Size) -> Callable[[Request], Response]:
    """Fifty rows of each board at once: what the services take is measured where they are."""
    eur, at = {"amount": "100.00", "currency": "EUR"}, f"{size.today}T07:00:00Z"
    about = {
        "customer_id": "cus_00000001",
        "invoice_id": "inv_00000001",
        "creditor_id": "crd_1",
        "created_at": at,
        "amount": eur,
        "state": "open",
        "slices": [],
        "due_on": "2026-11-20",
    }
    due = {"due_on": f"{size.today}", "amount": eur, "open": eur, "state": "due"}
    rows: Mapping[str, Mapping[str, Any]] = {
        "/v1/disputes": {
            **about,
            "reason": "quality",
            "statement": "Two of five boxes were empty.",
            "overdue": False,
            "review_at": at,
        },
        "/v1/plans": {
            **about,
            "schedule": [due] * 6,
            "next_instalment": due,
            "total": eur,
            "remaining": eur,
            "state": "running",
            "suspended_since": None,
        },
        "/v1/plan-offers": {
            **about,
            "asked_by": "debtor",
            "options": [due] * 3,
            "expires_on": f"{size.today}",
            "total": eur,
        },
        "/v1/promises": {**about, "given_by": "call", "promised": eur, "paid": eur},
    }
    moved = {
        "reference": "R-1",
        "date": f"{size.today}",
        "kind": "invoice",
        "amount": eur,
        "recorded_on": f"{size.today}",
        "creditor_id": "crd_1",
        "balance": eur,
        "invoice_id": "inv_00000001",
        "payment_id": None,
    }

    def answer(request: Request) -> Response:
        path = request.url.path
        row = moved if path.endswith("/statement") else rows.get(path)
        data = [] if row is None else [{**row, "id": f"row_{n}"} for n in range(50)]
        more = {"has_more": bool(row), "next_cursor": "1" if row else None}
        return Response(200, json={"data": data, "balances": [], "as_of": f"{size.today}", **more})

    return answer


@asynccontextmanager
async def visitor(pools: Pools, size: Size) -> AsyncIterator[AsyncClient]:
    """Somebody signed in, at the console's own application."""
    clock = TurnedClock(datetime.combine(size.today, time(12), UTC))
    console = build(ConsoleSettings.model_validate({**NOWHERE, "console_secure": False}))
    assert isinstance(console, Console)
    console.transport = MockTransport(answered(size))
    keys = MemoryKeyRing()
    key, text = mint(TENANT, "bench", SCOPES, env="test", now=clock.now())
    keys.keys[key.id] = key
    runner = console.command_runner(PostgresStore(pools), new_id)
    app = console.app(runner, clock, keys, reading_from(pools), http=HttpMetrics())
    async with AsyncClient(transport=ASGITransport(app), base_url="http://console") as client:
        entered = await client.post("/sign-in", data={"key": text})
        assert entered.status_code == 303, entered.text
        yield client


async def timed(client: AsyncClient, page: Page) -> Timed:
    milliseconds, sizes = list[float](), list[int]()
    headers = {"HX-Request": "true"} if page.is_part else {}
    for nth in range(WARMED + ASKED):
        began = perf_counter()
        answer = await client.get(page.path(nth), headers=headers)
        took = (perf_counter() - began) * 1_000
        assert answer.status_code == 200, f"{page.path(nth)}: {answer.text}"
        if nth >= WARMED:
            milliseconds.append(took)
            sizes.append(answer.num_bytes_downloaded)
        await asyncio.sleep(0)
    return Timed(page, milliseconds, sizes)
