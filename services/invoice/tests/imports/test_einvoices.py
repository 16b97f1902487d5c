"""E-invoices in files: what an ERP would have sent, once, or refused with the rule and the numbers."""

import io
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient
from pypdf import PdfWriter

from recoup_testing.einvoice_example import cii, ubl
from recoup_testing.money import eur_json

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Bring = Callable[..., Awaitable[tuple[Shown, list[Shown]]]]


@pytest.fixture
async def customer(erp: AsyncClient) -> None:
    buyer = {
        "external_id": "C-1",
        "name": "Buyer Ltd",
        "kind": "entity",
        "country": "GB",
        "time_zone": "Europe/London",
        "language": "en",
    }
    answer = await erp.post("/v1/customers", json=buyer)
    assert answer.is_success, answer.text


async def test_a_document_becomes_an_invoice_and_again_nothing_more(
    erp: AsyncClient, customer: None, bring: Bring
) -> None:
    job, [row] = await bring(ubl(), format="ubl")
    assert (job["state"], row["outcome"], row["external_id"]) == ("completed", "created", "R-1")
    invoice = (await erp.get(f"/v1/invoices/{row['id']}")).json()
    assert (invoice["total"], invoice["due_date"]) == (eur_json("163.00"), "2026-02-04")
    assert len(invoice["lines"]) == 3
    assert [tax["rate"] for tax in invoice["taxes"]] == ["20", "10"]

    _, [again] = await bring(cii(), format="cii")
    assert again["outcome"] in ("unchanged", "changed")
    assert again["id"] == row["id"]


async def test_a_pdf_brings_its_invoice(erp: AsyncClient, customer: None, bring: Bring) -> None:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_attachment("factur-x.xml", cii())
    writer.write(out)
    _, [row] = await bring(out.getvalue(), format="facturx")
    assert row["outcome"] == "created"


async def test_what_is_prepaid_is_not_owed_and_no_payment(
    erp: AsyncClient, customer: None, bring: Bring
) -> None:
    _, [row] = await bring(ubl(prepaid="100.00", payable="63.00"), format="ubl")
    invoice = (await erp.get(f"/v1/invoices/{row['id']}")).json()
    assert (invoice["total"], invoice["balance"]) == (eur_json("63.00"), eur_json("63.00"))
    assert invoice["payments"] == []
    job, [paid] = await bring(ubl("R-2", prepaid="163.00", payable="0.00"), format="ubl")
    assert (job["state"], paid["outcome"]) == ("completed", "skipped")
    assert paid["detail"].startswith("Nothing of it is owed")


async def test_a_credit_note_lowers_the_invoice_it_names(
    erp: AsyncClient, customer: None, bring: Bring
) -> None:
    _, [invoice] = await bring(ubl(), format="ubl")
    preceding = (
        "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>R-1</cbc:ID>"
        "</cac:InvoiceDocumentReference></cac:BillingReference>"
    )
    note = ubl("G-1", kind="CreditNote", type_code="381", due="", more=preceding)
    _, [row] = await bring(note, format="ubl")
    assert (row["kind"], row["outcome"]) == ("credit_note", "created")
    left = (await erp.get(f"/v1/invoices/{invoice['id']}")).json()
    assert left["balance"] == eur_json("0.00")


async def test_a_broken_rule_refuses_the_document_with_its_numbers(
    customer: None, bring: Bring
) -> None:
    job, [row] = await bring(ubl(payable="162.00"), format="ubl")
    assert (job["state"], row["outcome"], row["code"]) == ("completed", "refused", "invalid_row")
    [error] = row["errors"]
    assert error["code"] == "rule_broken"
    assert error["detail"].startswith("BR-CO-16: ")
    assert "162.00" in error["detail"]
    assert "163.00" in error["detail"]
    assert error["field"] == "/Invoice/LegalMonetaryTotal/PayableAmount"


@pytest.mark.parametrize(
    ("content", "format", "code"),
    [
        (ubl()[:-60], "ubl", "xml_malformed"),
        (ubl().replace(b"?>", b'?><!DOCTYPE a [<!ENTITY b "c">]>', 1), "ubl", "xml_doctype"),
        (cii(), "ubl", "format_unknown"),
        (b"<testSet/>", "cii", "format_unknown"),
        (b"%PDF-1.7 and nothing else", "facturx", "pdf_unreadable"),
    ],
)
async def test_what_is_no_document_is_refused_as_a_whole(
    bring: Bring, content: bytes, format: str, code: str
) -> None:
    job, rows = await bring(content, format=format)
    assert (job["state"], rows) == ("refused", [])
    assert f"({code}" in job["reason"]


async def test_an_unknown_buyer_is_refused_by_the_api_itself(bring: Bring) -> None:
    _, [row] = await bring(ubl(buyer="C-9"), format="ubl")
    assert row["outcome"] == "refused"
    assert row["errors"][0]["field"] == "/customer_external_id"
