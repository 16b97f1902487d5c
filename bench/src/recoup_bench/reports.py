"""Reports over a million open receivables: aging by today and by a past day, and a long statement."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from time import perf_counter

from httpx import AsyncClient

from recoup_bench.figure import Figure, Goal, Side
from recoup_bench.invoice_service import TENANT, invoicing
from recoup_bench.million import Books, fill
from recoup_cli.demo_creditor import BOLTS
from recoup_cli.stack.addresses import Servers
from recoup_events.kernel.ids import DEFAULT, CustomerId, creditor_id_of

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
SCOPES = ["creditors:write", "customers:write", "customers:read", "aging:read"]
PAST = "2026-02-28"
Asked = tuple[str, Mapping[str, str]]


class Reader:
    def __init__(self, erp: AsyncClient) -> None:
        self._erp = erp

    def side(self, name: str, path: str, **query: str) -> Side:
        async def milliseconds() -> float:
            began = perf_counter()
            answer = await self._erp.get(path, params=query)
            took = (perf_counter() - began) * 1000
            assert answer.status_code == 200, answer.text
            assert answer.json()["data"], f"{path} is empty"
            return took

        return Side(name, milliseconds)


async def registered(erp: AsyncClient) -> CustomerId:
    await erp.put(f"/v1/creditors/by/code/{DEFAULT}", json=BOLTS)
    await erp.put("/v1/creditors/by/code/nuts", json={**BOLTS, "legal_name": "Nuts B.V."})
    customer = {"external_id": "C-1", "name": "Bolts GmbH", "kind": "entity", "country": "DE"}
    answer = await erp.post(
        "/v1/customers", json={**customer, "time_zone": "Europe/Berlin", "language": "de"}
    )
    assert answer.status_code == 201, answer.text
    return CustomerId(answer.json()["id"])


@asynccontextmanager
async def figures(servers: Servers) -> AsyncIterator[Sequence[Figure]]:
    async with invoicing(servers, SCOPES, NOW) as (_, owner, _, erp):
        erp.headers["If-Match"] = "*"
        customer = await registered(erp)
        creditors = [creditor_id_of(TENANT, code) for code in (DEFAULT, "nuts")]
        await fill(owner, Books(TENANT, creditors, NOW.date()), customer)
        yield list(_figures(Reader(erp), f"/v1/customers/{customer}/statement"))


def _figures(reader: Reader, statement: str) -> Sequence[Figure]:
    now = reader.side("recoup", "/v1/aging")
    past = reader.side("recoup", "/v1/aging", as_of=PAST)
    known = reader.side("recoup", "/v1/aging", as_of=PAST, known_on=PAST)
    customers = reader.side("recoup", "/v1/aging/customers", as_of=PAST, limit="100")
    whole = reader.side("recoup", statement, limit="100")
    figures = reader.side("recoup", "/v1/reports/collection", until_month="2026-10")
    health = reader.side("recoup", "/v1/data-health")
    late = reader.side("recoup", "/v1/data-health/customer_without_agreement")
    month = reader.side("recoup", statement, from_date="2026-02-01", as_of=PAST)
    return [
        Figure("aging of 1,000,000 receivables, today", "ms", now, (), [Goal(most=300)]),
        Figure("… of a past day", "ms", past, (), [Goal(most=5_000)]),
        Figure("… as known on that day", "ms", known, (), [Goal(most=5_000)]),
        Figure("… a page of 100 customers", "ms", customers),
        Figure("DSO and CEI of 12 months", "ms", figures),
        Figure("data health, counted", "ms", health),
        Figure("… a page of one check", "ms", late),
        Figure("statement, 5,000 invoices", "ms", whole, (), [Goal(most=150)]),
        Figure("… of one month", "ms", month, (), [Goal(most=150)]),
    ]
