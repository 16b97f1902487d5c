"""A real ledger through the invoice service's own API: its aging agrees with the file, to the cent."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

import pytest

from recoup_cli.demo.actors import Actors
from recoup_cli.demo.client import Client
from recoup_cli.ledger import ibm, ibm_rows
from recoup_cli.ledger.entries import (
    Entry,
    IssueInvoice,
    ReceivePayment,
    RegisterCustomer,
    instant_of,
)
from recoup_cli.ledger.ibm_rows import Row
from recoup_events.kernel.money import Money, total
from recoup_testing.e2e_stack import E2eStack, private_stack

pytestmark = pytest.mark.servers

SAMPLE = Path(__file__).parents[2] / "../shared/data/ledger/ibm-late-payments.csv"
OWED_AND_PAID = (RegisterCustomer, IssueInvoice, ReceivePayment)
MONTH_ENDS = [
    date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
    for year in (2012, 2013)
    for month in range(1, 13)
]
INVOICES = 2_466
TOTAL = Money.parse("147703.18", "USD")


@pytest.fixture
def rows() -> Sequence[Row]:
    if not SAMPLE.exists():
        pytest.skip("the sample is not here: ../shared/data/ledger/ibm-late-payments.csv")
    return ibm_rows.read(SAMPLE)


def month_of(entry: Entry) -> tuple[int, int]:
    return entry.at.year, entry.at.month


async def live_through(scene: E2eStack, client: Client, entries: Sequence[Entry]) -> None:
    """Month by month; within a month each customer's entries in their order."""
    world = Actors(client)
    for _, month in groupby(entries, key=month_of):
        happening = list(month)
        scene.clock_driver.set(happening[-1].at)
        await world.act(happening)
    await scene.until(entries[-1].at)


async def owed(client: Client, day: date) -> Money:
    aging = await client.get("invoice", "/v1/aging", as_of=day.isoformat())
    totals = (Money.parse(c["total"]["amount"], c["currency"]) for c in aging["data"])
    return total(totals, TOTAL.currency)


async def test_the_aging_of_every_month_end_is_that_of_the_file(rows: Sequence[Row]) -> None:
    entries = [entry for entry in ibm.entries(rows) if isinstance(entry, OWED_AND_PAID)]
    async with private_stack(instant_of(entries[0].at.date()), services=["invoice"]) as scene:
        erp = await scene.tenant("ibm")
        client = Client(erp.bases, erp.key, scene.http)
        await live_through(scene, client, entries)
        for day in MONTH_ENDS:
            assert await owed(client, day) == ibm.balance_as_of(rows, day), day
        paid = [i["paid"] async for i in client.every("invoice", "/v1/invoices", state="paid")]
    assert len(paid) == INVOICES
    assert total((Money.parse(p["amount"], p["currency"]) for p in paid), "USD") == TOTAL
