"""Copies of invoices as Factur-X: as full as is known, right by the standard, and nothing guessed."""

from collections.abc import Awaitable, Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_cli.demo_creditor import BOLTS
from recoup_formats.einvoice.document import Syntax
from recoup_testing.einvoice_copies import SCREWS, Copy
from recoup_testing.money import eur, eur_json

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
BOOKS = {
    "description": "Catalogue",
    "net": eur_json("50.00"),
    "tax": eur_json("3.50"),
    "quantity": "2.5",
    "unit": "KGM",
    "tax_rate": "7",
}
TAXES = [
    {"rate": "19", "net": eur_json("100.00"), "tax": eur_json("19.00")},
    {"rate": "7", "net": eur_json("50.00"), "tax": eur_json("3.50")},
]


Read = Callable[..., Awaitable[Copy]]


def less(line: Mapping[str, Any], *names: str) -> Shown:
    return {name: value for name, value in line.items() if name not in names}


async def test_all_that_is_known_is_an_invoice_of_en_16931(copy: Read, issue: Do) -> None:
    invoice = await issue(
        "SO-1", "172.50", lines=[SCREWS, BOOKS], taxes=TAXES, purchase_order="PO-7"
    )
    made = await copy(invoice)
    assert (made.profile, made.lacks) == ("EN 16931", set())
    found = made.einvoice
    assert (found.syntax, found.type_code, found.number) == (Syntax.CII, "380", "No SO-1")
    assert (str(found.issue_date), str(found.due[0].due_date)) == ("2026-01-05", "2026-02-04")
    assert (found.purchase_order, found.payment.remittance) == ("PO-7", "No SO-1")
    assert (found.payment.means, found.payment.accounts) == ("58", ("DE89370400440532013000",))
    assert (found.seller.vat_id, found.seller.country) == ("DE136695976", "DE")
    assert found.seller.address is not None
    assert found.seller.address.city == "Berlin"
    assert (found.buyer.name, found.buyer.names, found.buyer.country) == (
        "Bolts GmbH",
        ("C-1",),
        "DE",
    )
    assert [(each.name, each.quantity, each.unit, each.rate) for each in found.lines] == [
        ("Screws M6 <galvanized>", Decimal(3), "C62", Decimal(19)),
        ("Catalogue", Decimal("2.5"), "KGM", Decimal(7)),
    ]
    assert [(each.category, each.net, each.tax) for each in found.vat] == [
        ("S", eur(100_00), eur(19_00)),
        ("S", eur(50_00), eur(3_50)),
    ]
    assert (found.totals.gross, found.totals.payable) == (eur(172_50), eur(172_50))


async def test_a_price_is_of_one_where_that_comes_out_even(copy: Read, issue: Do) -> None:
    invoice = await issue("SO-1", "172.50", lines=[SCREWS, BOOKS], taxes=TAXES)
    xml = (await copy(invoice)).xml
    assert xml is not None
    assert b"<ram:ChargeAmount>20</ram:ChargeAmount>" in xml
    assert b'<ram:BasisQuantity unitCode="C62">3</ram:BasisQuantity>' in xml


async def test_what_was_paid_is_not_asked_for(copy: Read, issue: Do, pay: Do) -> None:
    invoice = await issue("SO-1", "172.50", lines=[SCREWS, BOOKS], taxes=TAXES)
    await pay("B-1", "72.50", value_date="2026-01-05", references=[{"invoice": "No SO-1"}])
    totals = (await copy(invoice)).einvoice.totals
    assert (totals.gross, totals.prepaid, totals.payable) == (eur(172_50), eur(72_50), eur(100_00))


async def test_terms_and_discounts_are_said_in_the_words_of_the_copy(copy: Read, issue: Do) -> None:
    invoice = await issue(
        "SO-1",
        "119.00",
        lines=[SCREWS],
        taxes=TAXES[:1],
        due_date=None,
        schedule=[
            {"due_date": "2026-02-04", "amount": eur_json("100.00")},
            {"due_date": "2026-03-04", "amount": eur_json("19.00")},
        ],
        discounts=[{"percent": "2", "until": "2026-01-15"}],
    )
    made = await copy(invoice, language="en", second_copy="true")
    assert made.profile == "EN 16931"
    found = made.einvoice
    assert found.terms is not None
    assert "2%" in found.terms.replace(" ", "")
    assert "4 March 2026: 19,00" in found.terms
    assert (found.due, found.notes) == ((), ("Second copy",))


@pytest.mark.parametrize(
    ("sent", "profile", "lacks"),
    [
        ({"lines": [SCREWS | {"tax_rate": None}]}, "EN 16931", set()),
        ({"lines": []}, "BASIC WL", {"lines"}),
        ({"lines": [less(SCREWS, "quantity", "unit")]}, "BASIC WL", {"line_quantities"}),
        ({"lines": [SCREWS | {"quantity": "-3"}]}, "BASIC WL", {"line_quantities"}),
        ({"lines": [SCREWS | {"tax_rate": "7"}]}, "BASIC WL", {"lines_differ"}),
        ({"taxes": []}, "MINIMUM", {"taxes"}),
        ({"taxes": [], "lines": []}, "none", {"taxes", "lines"}),
        (
            {"taxes": [{"rate": "16", "net": eur_json("100.00"), "tax": eur_json("19.00")}]},
            "MINIMUM",
            {"lines_differ", "BR-CO-17"},
        ),
        (
            {
                "total": eur_json("100.00"),
                "lines": [SCREWS | {"tax": eur_json("0.00"), "tax_rate": "0"}],
                "taxes": [{"rate": "0", "net": eur_json("100.00"), "tax": eur_json("0.00")}],
            },
            "MINIMUM",
            {"kind_of_zero_tax"},
        ),
    ],
)
async def test_what_is_missing_is_named_and_not_guessed(
    copy: Read, issue: Do, sent: Shown, profile: str, lacks: set[str]
) -> None:
    invoice = await issue("SO-1", "119.00", **{"lines": [SCREWS], "taxes": TAXES[:1]} | sent)
    made = await copy(invoice)
    assert (made.profile, made.lacks) == (profile, lacks)


async def test_an_invoice_that_was_corrected_is_none_any_more(
    copy: Read, issue: Do, credit: Do
) -> None:
    invoice = await issue("SO-1", "119.00", lines=[SCREWS], taxes=TAXES[:1])
    await credit("CN-1", "19.00", invoice["id"])
    assert await copy(invoice) == Copy("none", {"changed"}, None)


async def test_an_invoice_that_came_as_one_has_its_own_file(copy: Read, issue: Do) -> None:
    invoice = await issue(
        "SO-1",
        "119.00",
        lines=[SCREWS],
        taxes=TAXES[:1],
        metadata={"document_digest": "sha256:00"},
    )
    assert await copy(invoice) == Copy("none", {"own_file"}, None)


async def test_a_seller_without_vat_id_sends_none(copy: Read, issue: Do, erp: AsyncClient) -> None:
    invoice = await issue("SO-1", "119.00", lines=[SCREWS], taxes=TAXES[:1])
    path = "/v1/creditors/by/code/default"
    wrong = await erp.put(path, json={**BOLTS, "vat_id": "DE136695977"})
    assert (wrong.status_code, "no VAT id" in wrong.text) == (422, True)
    assert (await erp.put(path, json={**BOLTS, "vat_id": None})).is_success
    assert await copy(invoice) == Copy("none", {"seller_vat_id"}, None)


async def test_quantity_and_unit_come_together(
    send: Do, issue: Do, erp: AsyncClient, customer: Shown
) -> None:
    body = {
        "customer_id": customer["id"],
        "external_id": "SO-1",
        "number": "No SO-1",
        "total": eur_json("119.00"),
        "issue_date": "2026-01-05",
        "due_date": "2026-02-04",
        "lines": [less(SCREWS, "unit")],
    }
    answer = await erp.post("/v1/invoices", json=body)
    assert answer.status_code == 422
    assert "quantity and unit together" in answer.text


async def test_a_currency_of_three_decimals_breaks_the_standard(copy: Read, issue: Do) -> None:
    money = {"amount": "100.123", "currency": "KWD"}
    zero = {"amount": "0.000", "currency": "KWD"}
    invoice = await issue(
        "SO-1", total=money, lines=[{"description": "Oil", "net": money, "tax": zero}]
    )
    made = await copy(invoice)
    assert made.profile == "none"
    assert {"BR-DEC-12", "BR-DEC-14"} <= made.lacks
