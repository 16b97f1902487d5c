"""A real ledger as three files, loaded in bulk: all is there, agrees to the cent, and waits."""

import asyncio
import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from recoup_cli.ledger import ibm, ibm_rows
from recoup_cli.ledger.ibm_rows import Row
from recoup_cli.load.files import CUSTOMERS, INVOICES, KINDS, PAYMENTS, Kind, read
from recoup_cli.load.sending import Api, Mistake, load, release
from recoup_events.kernel.ids import DEFAULT
from recoup_events.kernel.money import Money, total
from recoup_testing.e2e_stack import Tenant, private_stack

pytestmark = pytest.mark.servers

SAMPLE = Path(__file__).parents[2] / "../shared/data/ledger/ibm-late-payments.csv"
TODAY = datetime(2012, 6, 29, 8, tzinfo=UTC)
ZONES = {"391": "US", "406": "CA", "770": "GB", "818": "DE", "897": "JP"}


@pytest.fixture
def rows() -> Sequence[Row]:
    """What was issued by today."""
    if not SAMPLE.exists():
        pytest.skip("the sample is not here: ../shared/data/ledger/ibm-late-payments.csv")
    return [row for row in ibm_rows.read(SAMPLE) if row.issued <= TODAY.date()]


def written(folder: Path, kind: Kind, lines: Iterable[Mapping[str, str]]) -> None:
    with (folder / kind.file_name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [*kind.needed, *kind.optional])
        writer.writeheader()
        writer.writerows(lines)


def write(folder: Path, rows: Sequence[Row]) -> None:
    countries = {row.customer: ZONES[row.country_code] for row in rows}
    written(
        folder,
        CUSTOMERS,
        (
            {
                "external_id": id,
                "name": f"Customer {id}",
                "kind": "entity",
                "country": country,
                "time_zone": "UTC",
                "language": "en",
                "email": f"ap@{id.lower()}.example",
            }
            for id, country in countries.items()
        ),
    )
    written(
        folder,
        INVOICES,
        (
            {
                "customer_external_id": row.customer,
                "external_id": row.invoice,
                "number": row.invoice,
                "amount": row.amount.decimal,
                "currency": "USD",
                "issue_date": row.issued.isoformat(),
                "due_date": row.due.isoformat(),
            }
            for row in rows
        ),
    )
    written(
        folder,
        PAYMENTS,
        (
            {
                "customer_external_id": row.customer,
                "external_id": f"{row.invoice}-P",
                "amount": row.amount.decimal,
                "currency": "USD",
                "invoices": row.invoice,
                "value_date": row.settled.isoformat(),
            }
            for row in rows
            if row.settled <= TODAY.date()
        ),
    )


async def loaded(tenant: Tenant, folder: Path) -> list[Mistake]:
    def send() -> list[Mistake]:
        with httpx.Client(trust_env=False, timeout=120) as http:
            api = Api(http, tenant.bases["invoice"], tenant.key)
            return [
                mistake
                for kind in KINDS
                for mistake in load(api, kind, read(kind, folder, DEFAULT), lambda _: None)
            ]

    return await asyncio.to_thread(send)


async def released(tenant: Tenant) -> int:
    def follow() -> int:
        with httpx.Client(trust_env=False, timeout=120) as http:
            api = Api(http, tenant.bases["invoice"], tenant.key)
            return release(api, DEFAULT, "go-live", lambda _: None)

    return await asyncio.to_thread(follow)


async def owed(tenant: Tenant) -> Money:
    answer = await tenant.get("invoice", "/v1/aging", as_of=TODAY.date().isoformat())
    totals = (Money.parse(c["total"]["amount"], c["currency"]) for c in answer.json()["data"])
    return total(totals, "USD")


async def test_it_is_loaded_twice_and_is_there_once(tmp_path: Path, rows: Sequence[Row]) -> None:
    write(tmp_path, rows)
    async with private_stack(TODAY, services=["invoice"]) as scene:
        tenant = await scene.tenant("acme")
        for _ in range(2):
            assert await loaded(tenant, tmp_path) == []
            await scene.clock_driver.settle()
            assert await owed(tenant) == ibm.balance_as_of(rows, TODAY.date())
        assert await released(tenant) == len(rows)
