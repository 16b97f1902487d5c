"""Statements of a bank in files: receipts that are matched, returns that undo them, nothing twice."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import pytest
from httpx import AsyncClient

from invoice.ledger.projection import RECEIVABLES
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.ports import Store
from recoup_eventstore.postgres.pools import Pools
from recoup_service.api.request_context import Reading
from recoup_service.service import Service
from recoup_testing.bank_example import camt053, detail, entry, mt940
from recoup_testing.clients import client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.money import eur_json
from recoup_testing.read_models import catch_up

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Bring = Callable[..., Awaitable[tuple[Shown, list[Shown]]]]
Follow = Callable[[], Awaitable[None]]
PAID = entry("100.00", details=detail("E-1", text="Invoice 2026-0001"))


@pytest.fixture
def follow(store: Store, pools: Pools) -> Follow:
    return partial(catch_up, store, pools, RECEIVABLES)


@pytest.fixture
async def invoice(erp: AsyncClient, follow: Follow) -> Shown:
    """Of a creditor whose cash comes from its bank."""
    await follow()
    (creditor,) = (await erp.get("/v1/creditors")).json()["data"]
    books = {"source_of_cash": "bank"}
    path = f"/v1/creditors/{creditor['id']}/books"
    answer = await erp.put(path, json=books, headers={"If-Match": "*"})
    assert answer.is_success, answer.text
    await follow()
    customer = {
        "external_id": "C-1",
        "name": "Sandmann GmbH",
        "kind": "entity",
        "country": "DE",
        "time_zone": "Europe/Berlin",
        "language": "en",
    }
    assert (await erp.post("/v1/customers", json=customer)).is_success
    issued = {
        "customer_external_id": "C-1",
        "external_id": "SO-1",
        "number": "2026-0001",
        "total": eur_json("100.00"),
        "issue_date": "2026-01-02",
        "due_date": "2026-02-01",
    }
    answer = await erp.post("/v1/invoices", json=issued)
    assert answer.is_success, answer.text
    await follow()
    shown: Shown = answer.json()
    return shown


async def balance(erp: AsyncClient, invoice: Shown) -> str:
    shown = (await erp.get(f"/v1/invoices/{invoice['id']}")).json()
    return str(shown["balance"]["amount"])


async def test_a_key_needs_the_scope_of_what_the_file_brings(
    service: Service, command_runner: CommandRunner, clock: TurnedClock, reading: Reading
) -> None:
    scopes = ["imports:write", "customers:write"]
    body = {"file_name": "f", "size": 1, "sha256": "0" * 64, "kind": "customer"}
    async with client_of(
        service, command_runner, clock, TenantId("acme"), scopes, reading
    ) as clerk:
        for format in ("camt.053", "ubl"):
            answer = await clerk.post("/v1/imports", json={**body, "format": format})
            assert answer.status_code == 403, answer.text


async def test_what_is_sure_pays_and_an_overlapping_statement_pays_nothing_twice(
    erp: AsyncClient, invoice: Shown, bring: Bring
) -> None:
    _, [row] = await bring(camt053([PAID], closing="100.00"), format="camt.053")
    assert (row["kind"], row["outcome"]) == ("receipt", "created")
    assert await balance(erp, invoice) == "0.00"
    more = entry("7.00", reference="B2", details=detail("E-2", payer="Nobody", text="?"))
    overlapping = camt053([PAID, more], closing="107.00")
    _, rows = await bring(overlapping, format="camt.053")
    assert [row["outcome"] for row in rows] == ["unchanged", "created"]


async def test_nobodys_money_waits_for_a_person(
    erp: AsyncClient, invoice: Shown, bring: Bring
) -> None:
    stranger = entry("12.34", details=detail("E-3", payer="Somebody Else", text="thanks"))
    _, [row] = await bring(camt053([stranger], closing="12.34"), format="camt.053")
    receipt = (await erp.get(f"/v1/receipts/{row['id']}")).json()
    assert (receipt["state"], receipt["waiting"]) == ("review", eur_json("12.34"))
    assert await balance(erp, invoice) == "100.00"


async def test_what_the_bank_takes_back_is_owed_again(
    erp: AsyncClient, invoice: Shown, bring: Bring, follow: Follow
) -> None:
    await bring(camt053([PAID], closing="100.00"), format="camt.053")
    assert await balance(erp, invoice) == "0.00"
    await follow()
    back = detail("E-1", more="<RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf>")
    taken = entry("100.00", credit=False, reference="R1", details=back)
    statement = camt053([taken], opening="100.00", closing="0.00")
    _, [row] = await bring(statement, format="camt.053")
    assert (row["kind"], row["outcome"]) == ("return", "created")
    assert await balance(erp, invoice) == "100.00"
    shown = (await erp.get(f"/v1/returns/{row['id']}")).json()
    assert (shown["reason"], len(shown["payment_ids"])) == ("AM04", 1)

    unknown = entry("5.00", credit=False, reference="R2", details=back.replace("E-1", "E-9"))
    _, [row] = await bring(camt053([unknown], closing="-5.00"), format="camt.053")
    assert (row["outcome"], row["code"]) == ("refused", "return_unmatched")


async def test_a_statement_that_does_not_balance_is_left_alone(
    erp: AsyncClient, invoice: Shown, bring: Bring
) -> None:
    job, [row] = await bring(camt053([PAID], closing="100.01"), format="camt.053")
    assert (job["state"], row["outcome"]) == ("completed", "refused")
    assert row["errors"][0]["code"] == "statement_unbalanced"
    assert await balance(erp, invoice) == "100.00"


async def test_what_is_pending_or_paid_out_is_skipped_with_its_reason(
    invoice: Shown, bring: Bring
) -> None:
    pending, out = entry("1.00", state="PDNG"), entry("3.00", credit=False)
    _, rows = await bring(camt053([pending, out], closing="-3.00"), format="camt.053")
    assert [row["outcome"] for row in rows] == ["skipped", "skipped"]
    assert "not booked it yet" in rows[0]["detail"]
    assert "went out" in rows[1]["detail"]


async def test_a_statement_may_have_an_encoding_and_an_account_a_creditor(
    erp: AsyncClient, invoice: Shown, bring: Bring
) -> None:
    fields = (
        ":61:2601020102C100,00NTRFNONREF//B1",
        ":86:166?00GUT?20SVWZ+2026-0001?32Söhne",
    )
    content = mt940(*fields, closing="C260102EUR100,00").decode().encode("iso-8859-1")
    job, _ = await bring(content, format="mt940")
    assert "(encoding_unreadable, line 6)" in job["reason"]
    bank = {"encoding": "iso-8859-1", "creditors": {"DE89370400440532013000": "default"}}
    _, [row] = await bring(content, format="mt940", bank=bank)
    assert row["outcome"] == "created"
    assert await balance(erp, invoice) == "0.00"


async def test_a_banks_csv_is_read_as_it_is_declared(
    erp: AsyncClient, invoice: Shown, bring: Bring
) -> None:
    content = b"Day;Amount;Text\n02.01.2026;100,00;2026-0001\n"
    job, _ = await bring(content, format="bank-csv")
    assert "declare its columns" in job["reason"]
    layout = {
        "columns": {"booking_date": "Day", "amount": "Amount", "text": "Text"},
        "date_format": "DD.MM.YYYY",
        "decimal": ",",
        "delimiter": ";",
        "account_id": "1",
        "currency": "EUR",
    }
    _, [row] = await bring(content, format="bank-csv", bank={"csv": layout})
    assert row["outcome"] == "created"
    assert await balance(erp, invoice) == "0.00"
