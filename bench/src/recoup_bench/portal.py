"""The debtor's pages: how long the portal takes for one, services aside, and how much of it travels."""

import gzip
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from statistics import quantiles
from time import perf_counter

from httpx import ASGITransport, AsyncClient, MockTransport

from portal.app import portal_app
from portal.ports import Ports
from portal.settings import PortalSettings
from recoup_bench.figure import Figure, Goal, Side
from recoup_cli.stack.addresses import Servers
from recoup_events.kernel.ids import CreditorId, CustomerId, PersonId, TenantId, derived
from recoup_receivables.portal_link import LinkSigner, PortalLink
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_testing.clock import TurnedClock
from recoup_testing.portal_example import CREDITOR, CUSTOMER, INVOICE, PERSON, Services

KEY = "a-key-of-the-portal-for-benches-alone"
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
PAGES = ("/", f"/invoices/{INVOICE}", "/pay", "/time", "/instalments", "/dispute", "/reach")
TIMES = 20
"""Each page in a round."""
LOADED = re.compile(r'(?:src|href)="(/(?:static|look|logo)[^"]*)"')


@asynccontextmanager
async def figures(_: Servers) -> AsyncIterator[Sequence[Figure]]:
    """The services answer at once, so that what is measured is the portal's own."""
    settings = PortalSettings.model_validate(
        {
            "portal_keys": KEY,
            "http_port": 0,
            "admin_port": 0,
            "portal_secure": False,
            "portal_requests_per_minute": 10**9,
        }
    )
    async with AsyncClient(
        base_url="http://gateway", transport=MockTransport(Services().answer)
    ) as services:
        app = portal_app(Ports(settings, services, TurnedClock(NOW)), HttpMetrics())
        async with AsyncClient(
            transport=ASGITransport(app), base_url="http://portal", follow_redirects=True
        ) as debtor:
            (await debtor.get(f"/l/{_link()}")).raise_for_status()
            yield [
                Figure(
                    "a page of the portal, p95, without the services",
                    "ms",
                    Side("recoup", lambda: _p95(debtor)),
                    goals=[Goal(most=50)],
                ),
                Figure(
                    "the largest page of the portal with all it loads, compressed",
                    "kB",
                    Side("recoup", lambda: _largest(debtor)),
                    goals=[Goal(most=60)],
                    rounds=1,
                ),
            ]


def _link() -> str | None:
    return LinkSigner([KEY]).sign(
        PortalLink(
            link_id=derived("lnk", "bench"),
            tenant=TenantId("acme"),
            customer_id=CustomerId(CUSTOMER),
            creditor_id=CreditorId(CREDITOR),
            person_id=PersonId(PERSON),
            issued_at=NOW,
            expires_at=NOW + timedelta(days=60),
        )
    )


async def _p95(debtor: AsyncClient) -> float:
    took = []
    for path in PAGES * TIMES:
        began = perf_counter()
        (await debtor.get(path)).raise_for_status()
        took.append((perf_counter() - began) * 1000)
    return quantiles(took, n=20)[-1]


async def _largest(debtor: AsyncClient) -> float:
    sizes = []
    for path in PAGES:
        page = (await debtor.get(path)).text
        parts = [(await debtor.get(each)).content for each in LOADED.findall(page)]
        sizes.append(sum(len(gzip.compress(each, 6)) for each in (page.encode(), *parts)))
    return max(sizes) / 1000
