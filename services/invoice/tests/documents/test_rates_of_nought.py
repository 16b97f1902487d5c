"""A rate of nought: an e-invoice says what it is, and why."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.einvoice_copies import SCREWS, Copy
from recoup_testing.money import eur_json

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Read = Callable[..., Awaitable[Copy]]
FREE = SCREWS | {"tax": eur_json("0.00"), "tax_rate": "0"}
FREE_TAX = {"rate": "0", "net": eur_json("100.00"), "tax": eur_json("0.00")}
REASON = "Steuerfrei nach § 4 Nr. 8 UStG"


@pytest.mark.parametrize(
    ("zero", "category", "reason"),
    [("zero_rated", "Z", None), ("exempt", "E", REASON), ("export", "G", REASON)],
)
async def test_a_rate_of_nought_whose_kind_is_known_is_said(
    copy: Read, issue: Do, zero: str, category: str, reason: str | None
) -> None:
    tax = FREE_TAX | {"zero": zero, "exemption_reason": reason}
    made = await copy(await issue("SO-1", "100.00", lines=[FREE], taxes=[tax]))
    assert (made.profile, made.lacks) == ("EN 16931", set())
    assert made.xml is not None
    assert ((reason or "ExemptionReason").encode() in made.xml) is (reason is not None)
    assert [each.category for each in made.einvoice.vat] == [category]
    assert [each.category for each in made.einvoice.lines] == [category]


@pytest.mark.parametrize("zero", ["reverse_charge", "intra_community_supply"])
async def test_what_has_to_name_the_buyer_is_no_invoice_without_its_vat_id(
    copy: Read, issue: Do, zero: str
) -> None:
    tax = FREE_TAX | {"zero": zero, "exemption_reason": REASON}
    made = await copy(await issue("SO-1", "100.00", lines=[FREE], taxes=[tax]))
    assert (made.profile, made.lacks) == ("MINIMUM", {"buyer_vat_id"})


@pytest.mark.parametrize(
    ("tax", "pointer"),
    [
        (FREE_TAX | {"zero": "exempt"}, "/taxes/0/exemption_reason"),
        (
            FREE_TAX | {"zero": "zero_rated", "exemption_reason": REASON},
            "/taxes/0/exemption_reason",
        ),
        (FREE_TAX | {"exemption_reason": REASON}, "/taxes/0/exemption_reason"),
        (FREE_TAX | {"rate": "19", "zero": "exempt", "exemption_reason": REASON}, "/taxes/0/zero"),
    ],
)
async def test_a_kind_that_contradicts_its_rate_or_has_no_reason_is_refused(
    erp: AsyncClient, customer: Shown, tax: Shown, pointer: str
) -> None:
    invoice = {
        "customer_id": customer["id"],
        "external_id": "SO-1",
        "number": "No SO-1",
        "total": eur_json("100.00"),
        "issue_date": "2026-01-05",
        "due_date": "2026-02-04",
        "taxes": [tax],
    }
    answer = await erp.post("/v1/invoices", json=invoice)
    assert (answer.status_code, answer.json()["code"]) == (422, "taxes_unacceptable"), answer.text
    assert answer.json()["errors"][0]["pointer"] == pointer
