"""An invoice and its payment of a customer with few and with many invoices open: time and WAL."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from time import perf_counter
from typing import Any

import asyncpg
from httpx import AsyncClient

from invoice.invoices.domain.commands import IssueInvoice
from invoice.invoices.domain.decider import INVOICE
from recoup_bench.figure import Figure, Goal, Side
from recoup_bench.invoice_service import TENANT, invoicing
from recoup_cli.demo_creditor import BOLTS
from recoup_cli.stack.addresses import Servers
from recoup_events.invoice import schedule_of
from recoup_events.kernel.envelope import Cause
from recoup_events.kernel.ids import DEFAULT, CustomerId, creditor_id_of, invoice_id_of
from recoup_events.kernel.money import Money
from recoup_eventstore.command_runner import CommandRunner
from recoup_service.ids import new_id

FEW, SOME, MANY = 10, 1_000, 10_000
PAIRS = 40
AT_ONCE = 500
CREDITOR = creditor_id_of(TENANT, DEFAULT)
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
CAUSE = Cause(NOW, "bench", new_id())
SCOPES = ["creditors:write", "customers:write", "invoices:write", "payments:write"]
NUMBERS = count(1)
EUR = {"amount": "1.00", "currency": "EUR"}


class HotCustomer:
    """Each pair leaves as many invoices open as it found: the longest due is paid."""

    def __init__(self, erp: AsyncClient, owner: "asyncpg.Connection[Any]", id: CustomerId) -> None:
        self._erp = erp
        self._owner = owner
        self._id = id

    async def _post(self, path: str, body: dict[str, Any]) -> None:
        answer = await self._erp.post(path, json={"customer_id": self._id, **body})
        assert answer.status_code == 201, answer.text

    async def _pairs(self) -> None:
        for _ in range(PAIRS):
            id = f"{next(NUMBERS):09}"
            days = {"issue_date": "2026-01-05", "due_date": "2026-02-05"}
            await self._post(
                "/v1/invoices", {"external_id": id, "number": id, "total": EUR, **days}
            )
            money = {"amount": EUR, "method": "transfer", "value_date": "2026-01-05"}
            await self._post("/v1/payments", {"external_id": id, **money})

    async def milliseconds(self) -> float:
        began = perf_counter()
        await self._pairs()
        return (perf_counter() - began) * 1000 / PAIRS

    async def kilobytes(self) -> float:
        before = await self._owner.fetchval("select pg_current_wal_insert_lsn()")
        await self._pairs()
        written = await self._owner.fetchval(
            "select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), $1)", before
        )
        return float(written) / 1000 / PAIRS


async def customer_of(
    command_runner: CommandRunner,
    erp: AsyncClient,
    owner: "asyncpg.Connection[Any]",
    open_invoices: int,
) -> HotCustomer:
    """A customer with so many invoices open."""
    await erp.put(f"/v1/creditors/by/code/{DEFAULT}", json=BOLTS)
    registered = await erp.post(
        "/v1/customers",
        json={
            "external_id": f"C-{open_invoices}",
            "name": "Bolts GmbH",
            "kind": "entity",
            "country": "DE",
            "time_zone": "Europe/Berlin",
            "language": "de",
        },
    )
    customer = CustomerId(registered.json()["id"])
    for start in range(0, open_invoices, AT_ONCE):
        await _issue(command_runner, customer, min(AT_ONCE, open_invoices - start))
    await owner.execute("vacuum analyze store.document")
    return HotCustomer(erp, owner, customer)


async def _issue(command_runner: CommandRunner, customer: CustomerId, many: int) -> None:
    async with command_runner.work() as work:
        names = [f"{next(NUMBERS):09}" for _ in range(many)]
        ids = [invoice_id_of(TENANT, name) for name in names]
        streams = [INVOICE.stream(TENANT, customer, id) for id in ids]
        await work.lock([streams[0].account], streams)
        for name, id, stream in zip(names, ids, streams, strict=True):
            issue = IssueInvoice(
                invoice_id=id,
                customer_id=customer,
                creditor_id=CREDITOR,
                external_id=name,
                number=name,
                purchase_order=None,
                total=Money.parse(**EUR),
                lines=(),
                issue_date=NOW.date(),
                terms=schedule_of(id, [(NOW.date(), Money.parse(**EUR))]),
                time_zone="Europe/Berlin",
                at=NOW,
            )
            await work.execute(INVOICE, stream, issue, CAUSE)


def compared(unit: str, few: Side, many: Side, named: str) -> Figure:
    name = f"invoice and payment, {named} open"
    return Figure(name, unit, many, [few], [Goal(most=1.25, beside=few.name)])


@asynccontextmanager
async def figures(servers: Servers) -> AsyncIterator[Sequence[Figure]]:
    async with invoicing(servers, SCOPES, NOW) as (_, owner, command_runner, erp):
        customers = {
            many: await customer_of(command_runner, erp, owner, many) for many in (FEW, SOME, MANY)
        }

        def time(many: int) -> Side:
            return Side(f"recoup, {many:,} open", customers[many].milliseconds)

        def wal(many: int) -> Side:
            return Side(f"recoup, {many:,} open", customers[many].kilobytes)

        yield [
            compared(unit, side(FEW), side(many), f"{many:,}")
            for unit, side in (("ms", time), ("kB of WAL", wal))
            for many in (SOME, MANY)
        ]
