"""Every published e-invoice and bank file, into the real stack: imported, or refused for the right reason; twice is once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from recoup_cli.demo_creditor import BOLTS
from recoup_testing.bringing import bring, put
from recoup_testing.e2e_stack import E2eStack, Tenant, private_stack

pytestmark = pytest.mark.servers

DATA = Path(__file__).parents[2] / "../shared/data"
BEGIN = datetime(2017, 6, 1, 8, tzinfo=UTC)
LATER = datetime(2022, 6, 1, 8, tzinfo=UTC)
CREDITORS = ("default", "north", "south")
BUYERS = ("10202", "3456789012098", "5790000435975", "5790000436057", "FR23342", "0000000295")
COLUMNS = {
    "booking_date": "Date",
    "amount": "Amount",
    "text": "Label",
    "payer_name": "Partner Name",
}
CSV: Mapping[str, Any] = {
    "columns": COLUMNS,
    "date_format": "MM/DD/YYYY",
    "decimal": ".",
    "grouping": ",",
    "account_id": "1234",
}
SIGNS: Mapping[str, Any] = {
    "currency": "USD",
    "credit_words": ["C"],
    "debit_words": ["D"],
    "unsigned": True,
    "columns": {**COLUMNS, "direction": "D/C", "balance": "Balance"},
}
SEVERAL = {"columns": {**COLUMNS, "currency": "Currency"}}


class File(NamedTuple):
    """A file, how it is sent, and what is to become of it."""

    name: str
    format: str
    outcome: str
    """What happens to its rows, e.g. ``2 created, 1 skipped``; or a part of why it is refused."""
    wishes: Mapping[str, Any] = {}


EINVOICES = (
    File("einvoice/cii-example1.xml", "cii", "1 created"),
    File("einvoice/cii-example2.xml", "cii", "1 created"),
    File("einvoice/peppol-base-example.xml", "ubl", "1 created"),
    File("einvoice/ubl-tc434-example1.xml", "ubl", "1 changed"),
    File("einvoice/ubl-tc434-example2.xml", "ubl", "1 changed"),
    File("einvoice/ubl-tc434-example3.xml", "ubl", "1 created", {"creditor": "north"}),
    File("einvoice/ubl-tc434-example4.xml", "ubl", "1 created"),
    File("einvoice/ubl-tc434-example5.xml", "ubl", "1 created", {"creditor": "south"}),
    *(
        File(f"einvoice/rules/BR-CO-{rule}.xml", "ubl", "element 'testSet'")
        for rule in range(10, 17)
    ),
)
STATEMENTS = (
    File("bank/camt053.v2.minimal.xml", "camt.053", "currencies_mixed"),
    File("bank/camt053.v2.multi.statement.xml", "camt.053", "1 created, 1 skipped"),
    File("bank/camt053.v2.wrong.xml", "camt.053", "statement_incomplete"),
    File("bank/camt053.v4.xml", "camt.053", "currencies_mixed"),
    File("bank/mt940.february-30.sta", "mt940", "day_invalid"),
    File("bank/mt940.not-a-statement.sta", "mt940", "format_unknown"),
    File("bank/mt940.sepa-returns.sta", "mt940", "22 created, 2 refused, 73 skipped"),
    File("bank/mt940.two-pages.sta", "mt940", "statement_unbalanced"),
    File("bank/mt940.wrapped-line.sta", "mt940", "format_unknown"),
    File("bank/bai2.returned-cheques.txt", "bai2", "day_implausible"),
)
LATER_FILES = (
    File("einvoice/ubl-tc434-creditnote1.xml", "ubl", "1 created"),
    File("bank/camt054.v4.credits.xml", "camt.054", "1 created"),
    File("bank/bai2.ach-credits.txt", "bai2", "control_total_differs"),
    File("bank/bai2.many-accounts.txt", "bai2", "13 created, 13 skipped"),
    File("bank/bai2.wrong-header.txt", "bai2", "format_unknown"),
    File("bank/statement.debit_credit.csv", "bank-csv", "1 created, 1 skipped", SIGNS),
    File("bank/statement.multi_currency.csv", "bank-csv", "1 created, 1 skipped", SEVERAL),
)


@pytest.mark.skipif(
    not DATA.is_dir(), reason="../shared/data is not here: e-invoices and statements"
)
async def test_every_file_is_imported_or_refused_for_the_right_reason_and_never_twice() -> None:
    async with private_stack(BEGIN, services=["invoice"]) as scene:
        tenant = await scene.tenant("acme")
        await prepare(scene, tenant)
        await take(scene, tenant, (*EINVOICES, *STATEMENTS))
        await scene.until(LATER)
        await take(scene, tenant, LATER_FILES)
        before = await counted(tenant)
        await take(scene, tenant, (*EINVOICES, *STATEMENTS, *LATER_FILES), again=True)
        assert await counted(tenant) == before
        assert before == {"invoices": 6, "credit-notes": 1, "receipts": 39}


async def take(
    scene: E2eStack, tenant: Tenant, files: Sequence[File], *, again: bool = False
) -> None:
    for file in files:
        job, rows = await brought(scene, tenant, file, again=again)
        counts = Counter(row["outcome"] for row in rows)
        became = ", ".join(f"{counts[name]} {name}" for name in sorted(counts))
        codes = {row["code"] for row in rows} | {
            error.get("code") for row in rows for error in row["errors"] or ()
        }
        reasons = " ".join(filter(None, codes - {"invalid_row"}))
        print(f"{file.name:42} {file.format:9} {became:36} {reasons or job['reason'] or ''}"[:190])
        if again:
            assert "created" not in counts, file.name
        else:
            assert file.outcome in (became, *reasons.split()) or file.outcome in (
                job["reason"] or ""
            ), (file.name, became, rows[:3], job["reason"])


async def brought(
    scene: E2eStack, tenant: Tenant, file: File, *, again: bool
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Again with a wish that changes nothing: the same file with the same wishes is the same import."""
    wishes = dict(file.wishes)
    if file.format == "bank-csv":
        wishes = {"bank": {"csv": {**CSV, **wishes}}}
    if again:
        wishes["chase"] = "now"
    return await bring(scene, tenant, (DATA / file.name).read_bytes(), format=file.format, **wishes)


async def counted(tenant: Tenant) -> Mapping[str, int]:
    found = {}
    for name in ("invoices", "credit-notes", "receipts"):
        page = (await tenant.get("invoice", f"/v1/{name}", limit="1000")).json()
        found[name] = len(page["data"])
    return found


async def prepare(scene: E2eStack, tenant: Tenant) -> None:
    """Creditors whose cash comes from their bank, and the buyers."""
    for code in CREDITORS:
        creditor = await put(tenant, f"/v1/creditors/by/code/{code}", json=BOLTS)
        await put(tenant, f"/v1/creditors/{creditor['id']}/books", json={"source_of_cash": "bank"})
    for buyer in BUYERS:
        customer = {
            "external_id": buyer,
            "name": f"Buyer {buyer}",
            "kind": "entity",
            "country": "NL",
            "time_zone": "Europe/Amsterdam",
            "language": "en",
        }
        answer = await tenant.post("invoice", "/v1/customers", customer)
        assert answer.is_success, answer.text
    await scene.clock_driver.settle()
