"""Documents as PDF: what stands in them, in whose words, and what is never paid by them."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import pypdfium2
import pytest
from httpx import AsyncClient

from invoice.documents.domain.parties import transfer_code
from invoice.documents.domain.words import LANGUAGES, words_in
from recoup_events.invoice import BankAccount
from recoup_testing.money import eur, eur_json

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
LINES = [
    {"description": "Screws M6", "net": eur_json("100.00"), "tax": eur_json("19.00")},
    {"description": "Nuts #2 *galvanized*", "net": eur_json("50.00"), "tax": eur_json("9.50")},
]


@pytest.fixture
def read(erp: AsyncClient) -> Callable[..., Awaitable[str]]:
    """The text of a document."""

    async def text_of(path: str, **query: Any) -> str:
        answer = await erp.get(path, params=query)
        assert answer.is_success, answer.text
        assert answer.headers["content-type"] == "application/pdf"
        with pypdfium2.PdfDocument(answer.content) as document:
            return "\n".join(page.get_textpage().get_text_range() for page in document)

    return text_of


Read = Callable[..., Awaitable[str]]


@pytest.fixture
async def invoice(issue: Do) -> Shown:
    return await issue("SO-1", "178.50", lines=LINES, purchase_order="PO-7")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Invoice No SO-1", "178,50 €", "Due", "Page 1 of 1", "How to pay"]),
        ("de", ["Rechnung No SO-1", "178,50 €", "Fällig am", "Seite 1 von 1", "So zahlen Sie"]),
        ("fr", ["Facture No SO-1", "178,50 €", "Échéance", "Page 1 sur 1", "Pour payer"]),
        ("es", ["Factura No SO-1", "178,50 €", "Vencimiento", "Página 1 de 1", "Cómo pagar"]),
        ("it", ["Fattura No SO-1", "178,50 €", "Scadenza", "Pagina 1 di 1", "Come pagare"]),
        ("nl", ["Factuur No SO-1", "€ 178,50", "Vervaldatum", "Pagina 1 van 1", "Zo betaalt u"]),
    ],
)
async def test_an_invoice_in_the_words_of_its_reader(
    read: Read, invoice: Shown, language: str, words: list[str]
) -> None:
    text = await read(f"/v1/invoices/{invoice['id']}/document", language=language)
    for each in (*words, "Screws M6", "Nuts #2 *galvanized*", "PO-7", "DE89 3704 0044"):
        assert each in text, each


async def test_the_customers_language_is_the_default(read: Read, invoice: Shown) -> None:
    assert "Noch zu zahlen" not in await read(f"/v1/invoices/{invoice['id']}/document")
    assert "Rechnung No SO-1" in await read(f"/v1/invoices/{invoice['id']}/document")


async def test_what_machines_read_stands_on_the_page(read: Read, issue: Do) -> None:
    lines = [
        LINES[0] | {"quantity": "3", "unit": "C62"},
        LINES[1] | {"quantity": "2.5", "unit": "KGM"},
    ]
    invoice = await issue("SO-1", "178.50", lines=lines)
    text = await read(f"/v1/invoices/{invoice['id']}/document")
    for each in ("Menge", "2,5 KGM", "USt-IdNr. DE136695976"):
        assert each in text, each
    assert "C62" not in text


async def test_what_was_paid_is_taken_off(read: Read, invoice: Shown, pay: Do) -> None:
    await pay("B-1", "78.50", value_date="2026-01-05", references=[{"invoice": "SO-1"}])
    text = await read(f"/v1/invoices/{invoice['id']}/document", language="en")
    assert "-78,50 €" in text
    assert "Still to pay" in text
    assert "100,00 €" in text
    await pay("B-2", "100.00", value_date="2026-01-05", references=[{"invoice": "SO-1"}])
    text = await read(f"/v1/invoices/{invoice['id']}/document", language="en")
    assert "Nothing is owed" in text
    assert "How to pay" not in text


async def test_the_same_invoice_gives_the_same_bytes(erp: AsyncClient, invoice: Shown) -> None:
    path = f"/v1/invoices/{invoice['id']}/document"
    assert (await erp.get(path)).content == (await erp.get(path)).content


async def test_a_second_copy_says_so_and_from_when_interest_runs(
    read: Read, invoice: Shown
) -> None:
    text = await read(
        f"/v1/invoices/{invoice['id']}/document",
        language="de",
        second_copy="true",
        announce_interest="de-business",
    )
    assert "ZWEITSCHRIFT" in text
    flat = " ".join(text.split())
    assert "Ab dem 5. Februar 2026 fallen auf das Überfällige Zinsen von 10,27 % im Jahr an" in flat
    assert "BGB 288(2)" in flat


async def test_interest_by_a_law_that_nobody_knows_is_refused(
    erp: AsyncClient, invoice: Shown
) -> None:
    path = f"/v1/invoices/{invoice['id']}/document"
    answer = await erp.get(path, params={"announce_interest": "xx"})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_law")


async def test_a_charge_shows_its_sum(read: Read, issue: Do, send: Do) -> None:
    invoice = await issue("SO-2", "1000.00", issue_date="2025-12-01", due_date="2025-12-29")
    body = {"invoice_id": invoice["id"], "kind": "interest", "law": "de-business"}
    (found,) = (await send("/v1/charges", body))["data"]
    text = await read(f"/v1/invoices/{found['id']}/document", language="de")
    flat = " ".join(text.split())
    assert "Wegen Verzugs mit Rechnung No SO-2, nach BGB 288(2)." in flat
    for each in found["segments"]:
        assert f"{each['days']} / 365" in flat
    assert found["amount"]["amount"].replace(".", ",") in flat


async def test_another_tenants_is_not_found(asking: Any, invoice: Shown) -> None:
    async with asking("rival") as rival:
        answer = await rival.get(f"/v1/invoices/{invoice['id']}/document")
    assert answer.status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_word(language: str) -> None:
    texts, english = words_in(language, "DE").texts, words_in("en", "GB").texts
    assert shape(texts) == shape(english)


def shape(texts: Any) -> Any:
    """The names, each with what is filled in."""
    if isinstance(texts, str):
        return sorted(set(re.findall(r"{\w+}", texts)))
    return {name: shape(text) for name, text in texts.items()}


@pytest.mark.parametrize(("reference", "place"), [("RF18539007547034", 9), ("SO-1", 10)])
def test_a_structured_reference_has_its_own_place_in_the_code(reference: str, place: int) -> None:
    account = BankAccount(currency="EUR", holder="Bolts GmbH", iban="DE89370400440532013000")
    code = transfer_code(account, eur(178_50), reference)
    assert code is not None
    lines = code.split("\n")
    assert lines[:8] == ["BCD", "002", "1", "SCT", "", "Bolts GmbH", account.iban, "EUR178.50"]
    assert [nth for nth, line in enumerate(lines) if line == reference] == [place]
