"""An agency's transfer is the same money as its remittance, whichever of the two comes first."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.kernel.ids import derived
from recoup_events.workflow_scheduler import AgencyRegistered, AgencyTerms
from recoup_testing.agencies import TERMS
from recoup_testing.receipts import receipt
from recoup_testing.remittances import AGENCY, NAME, REFERENCE, REMITTANCE, remitted, reported

Shown = dict[str, Any]
Issue = Callable[..., Awaitable[Shown]]
Receive = Callable[..., Awaitable[None]]
Send = Callable[[str, Shown], Awaitable[Shown]]
REGISTERED = AgencyRegistered(
    agency_id=AGENCY, external_id="northwind", terms=AgencyTerms.model_validate(TERMS)
)


@pytest.fixture
async def announced(issue: Issue, receive: Receive, agency_says: Receive, bank: None) -> Shown:
    """100 EUR were paid to the agency, which keeps 20 of them."""
    invoice = await issue("SO-1")
    await receive(remitted(invoice, 100, 20, 3))
    await agency_says(REGISTERED, reported(invoice, 100, 20))
    return invoice


async def remittance(erp: AsyncClient) -> Shown:
    shown: Shown = (await erp.get(f"/v1/remittances/{REMITTANCE}")).json()
    return shown


async def test_what_is_announced_is_in_transit(erp: AsyncClient, announced: Shown) -> None:
    shown = await remittance(erp)
    assert (shown["state"], shown["in_transit"]["amount"]) == ("in_transit", "80.00")
    assert "names RM-2026-03" in shown["hints"][0]


@pytest.mark.parametrize(
    "named",
    [
        {"text": f"Transfer {REFERENCE}, thanks"},
        {"end_to_end_id": REFERENCE},
        {"payer": {"name": NAME.upper()}, "text": "No SO-2"},
    ],
    ids=["text", "end to end", "payer and amount"],
)
async def test_the_banks_entry_clears_it_and_pays_no_invoice(
    erp: AsyncClient, send: Send, announced: Shown, issue: Issue, read: Issue, named: Shown
) -> None:
    other = await issue("SO-2", "80.00")
    entry = await send("/v1/receipts", receipt("B-1", "80.00", **named))
    assert (entry["state"], entry["decisions"][0]["remittance_ids"]) == ("cleared", [REMITTANCE])
    assert (await remittance(erp))["state"] == "cleared"
    assert (await read(announced))["state"] == "paid"
    assert (await read(other))["balance"]["amount"] == "80.00"


async def test_the_entry_may_be_there_before_its_remittance(
    erp: AsyncClient,
    send: Send,
    issue: Issue,
    receive: Receive,
    agency_says: Receive,
    bank: None,
    again: Receive,
) -> None:
    invoice = await issue("SO-1", "80.00")
    await agency_says(REGISTERED)
    entry = receipt("B-1", "80.00", payer={"name": NAME}, text="No SO-1")
    waiting = await send("/v1/receipts", entry)
    assert (waiting["state"], waiting["candidates"]) == ("review", [])
    assert "is cleared when that one is reported" in waiting["hints"][0]
    await receive(remitted(invoice, 80))
    await agency_says(reported(invoice, 100, 20))
    await again(waiting["id"])
    assert (await erp.get(f"/v1/receipts/{waiting['id']}")).json()["state"] == "cleared"
    assert (await remittance(erp))["state"] == "cleared"


@pytest.mark.parametrize(
    ("euros", "state", "words"),
    [("75.00", "short", "5.00 EUR short"), ("90.00", "over", "10.00 EUR over")],
    ids=["short", "over"],
)
async def test_what_differs_waits_and_says_what_to_do(
    erp: AsyncClient, send: Send, announced: Shown, euros: str, state: str, words: str
) -> None:
    entry = await send("/v1/receipts", receipt("B-1", euros, text=REFERENCE))
    assert (entry["state"], entry["candidates"]) == ("review", [])
    assert words in entry["hints"][0]
    body = {"remittances": [{"remittance_id": REMITTANCE}], "reason": "The agency says so"}
    cleared = await send(f"/v1/receipts/{entry['id']}/clearing", body)
    assert cleared["state"] == "cleared"
    shown = await remittance(erp)
    assert shown["state"] == state
    assert "/settlement" in shown["hints"][0]
    settled = await send(f"/v1/remittances/{REMITTANCE}/settlement", {"reason": "Bank's fee"})
    assert (settled["state"], settled["settlements"][0]["reason"]) == ("cleared", "Bank's fee")


async def test_money_that_comes_twice_waits(send: Send, announced: Shown) -> None:
    await send("/v1/receipts", receipt("B-1", "80.00", text=REFERENCE))
    twice = await send("/v1/receipts", receipt("B-2", "80.00", text=REFERENCE))
    assert (twice["state"], twice["candidates"]) == ("review", [])
    assert "paid twice" in twice["hints"][0]


async def test_another_currency_waits(send: Send, announced: Shown) -> None:
    dollars = {"amount": {"amount": "80.00", "currency": "USD"}, "text": REFERENCE}
    entry = await send("/v1/receipts", receipt("B-1") | dollars)
    assert entry["state"] == "review"
    assert "another currency" in entry["hints"][0]


async def test_a_debtor_who_happens_to_write_the_same_pays_its_invoice(
    send: Send, announced: Shown, issue: Issue, read: Issue
) -> None:
    other = await issue("SO-2", payment_reference="INV2026")
    entry = receipt("B-1", payer={"name": "Bolts GmbH"}, text=REFERENCE)
    await send("/v1/receipts", entry | {"structured_reference": "INV2026"})
    assert (await read(other))["state"] == "paid"


async def test_money_that_was_another_remittances_waits_again(
    erp: AsyncClient, send: Send, announced: Shown
) -> None:
    entry = await send("/v1/receipts", receipt("B-1", "80.00", text=REFERENCE))
    wrong = {"source": "bank", "external_id": "B-1", "returned": False, "reason": "Of the next"}
    shown = await send(f"/v1/remittances/{REMITTANCE}/transfer-reversal", wrong)
    assert (shown["state"], shown["in_transit"]["amount"]) == ("in_transit", "80.00")
    assert (await erp.get(f"/v1/receipts/{entry['id']}")).json()["waiting"]["amount"] == "80.00"


async def test_a_payment_that_the_debtors_bank_takes_back_is_owed_again_and_not_awaited(
    erp: AsyncClient, send: Send, announced: Shown, read: Issue
) -> None:
    await send("/v1/receipts", receipt("B-1", "80.00", text=REFERENCE))
    await send("/v1/payments/pay_1/reversal", {"reason": "Insufficient funds"})
    assert (await read(announced))["balance"]["amount"] == "100.00"
    shown = await remittance(erp)
    assert (shown["state"], shown["in_transit"]["amount"]) == ("over", "-100.00")
    assert "is owed 100.00 EUR" in shown["hints"][0]


async def test_a_payment_of_the_erp_that_names_it_is_refused_and_its_transfer_taken(
    erp: AsyncClient, send: Send, issue: Issue, receive: Receive, agency_says: Receive
) -> None:
    invoice = await issue("SO-1")
    await receive(remitted(invoice, 100))
    await agency_says(reported(invoice, 100, 20))
    payment = receipt("P-1", "80.00", customer_id=invoice["customer_id"], method="transfer")
    refused = await erp.post("/v1/payments", json=payment | {"reference": REFERENCE})
    assert (refused.status_code, refused.json()["code"]) == (409, "agency_transfer")
    assert f"/v1/remittances/{REMITTANCE}/transfers" in refused.json()["detail"]
    sent = {**receipt("P-1", "80.00"), "source": "erp"}
    for _again in range(2):
        shown = await send(f"/v1/remittances/{REMITTANCE}/transfers", sent)
        assert (shown["state"], len(shown["transfers"])) == ("cleared", 1)


async def test_payment_and_commission_are_posted(erp: AsyncClient, announced: Shown) -> None:
    posted = {}
    for kind in ("agency_payment", "agency_commission"):
        id = derived("pst", "acme", kind, f"{REMITTANCE}/1")
        posted[kind] = (await erp.get(f"/v1/postings/{id}")).json()
    assert posted["agency_payment"]["amount"]["amount"] == "-100.00"
    commission = posted["agency_commission"]
    assert commission["amount"]["amount"] == "20.00"
    assert [(each["rate"], each["tax"]["amount"]) for each in commission["taxes"]] == [
        ("19", "3.00")
    ]
