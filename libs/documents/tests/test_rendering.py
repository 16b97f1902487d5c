"""Letters become PDFs: the same bytes for the same letter, whatever stands in it, and after a crash."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pypdfium2
import pytest

from recoup_documents.letter import Column, HowToPay, Labelled, Letter, Table
from recoup_documents.renderer import NotRendered, Renderer
from recoup_documents.setting import set_letter

LETTER = Letter(
    language="de",
    made_at=datetime(2026, 1, 5, 9, tzinfo=UTC),
    title="Rechnung 2026-0001",
    sender=("Bolts GmbH", "Torstr. 1", "10119 Berlin"),
    recipient=("Sandmann GmbH", "04109 Leipzig"),
    details=(Labelled(label="Rechnungsdatum", value="5. Januar 2026"),),
    heading="Rechnung 2026-0001",
    mark="Zweitschrift",
    tables=(
        Table(
            columns=(Column(title="Beschreibung", wide=True), Column(title="Netto", right=True)),
            rows=(("Schrauben", "2,00 €"),),
            sums=(Labelled(label="Gesamt", value="2,00 €", strong=True),),
        ),
    ),
    how_to_pay=HowToPay(
        title="So zahlen Sie",
        details=(Labelled(label="IBAN", value="DE02"),),
        code="x",
        code_title="QR",
    ),
    page="Seite {n} von {of}",
)


@pytest.fixture
def renderer() -> Iterator[Renderer]:
    renderer = Renderer()
    yield renderer
    renderer.close()


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def pages_of(pdf: bytes) -> int:
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def test_all_that_was_said_stands_in_it() -> None:
    text = text_of(set_letter(LETTER).content)
    for words in ("Sandmann GmbH", "ZWEITSCHRIFT", "Schrauben", "2,00 €", "Seite 1 von 1"):
        assert words in text


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert set_letter(LETTER) == set_letter(LETTER)


def test_it_is_pdf_a_3b() -> None:
    pdf = set_letter(LETTER).content
    assert b"<pdfaid:part>3</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in pdf


@pytest.mark.parametrize(
    "words", ['#panic("x")', "$x$ *a* _b_ `c` @d <e>", "\\ \" ' { } [ ]", "أحمد Ωμέγα Ўзбек"]
)
def test_what_stands_in_it_is_never_markup(words: str) -> None:
    letter = LETTER.model_copy(update={"heading": words, "recipient": (words, words)})
    assert pages_of(set_letter(letter).content) == 1


@pytest.mark.parametrize("words", ["中文", "한국어", "😀"])
def test_what_no_font_has_stands_as_boxes_and_is_no_pdf_a(words: str) -> None:
    pdf = set_letter(LETTER.model_copy(update={"recipient": (words, "04109 Leipzig")}))
    assert not pdf.archival
    assert b"pdfaid" not in pdf.content
    assert "04109 Leipzig" in text_of(pdf.content)


def test_long_tables_go_on_with_their_heads() -> None:
    table = LETTER.tables[0].model_copy(update={"rows": (("Schrauben", "2,00 €"),) * 200})
    pdf = set_letter(LETTER.model_copy(update={"tables": (table,)})).content
    assert pages_of(pdf) > 2
    assert text_of(pdf).count("Beschreibung") > 2


async def test_a_worker_renders_the_same(renderer: Renderer) -> None:
    assert await renderer.render(LETTER) == set_letter(LETTER)


async def test_a_worker_that_ends_is_replaced(renderer: Renderer) -> None:
    first = await renderer.render(LETTER)
    assert renderer._worker is not None
    renderer._worker.kill()
    assert await renderer.render(LETTER) == first


async def test_a_letter_that_takes_too_long_is_given_up() -> None:
    renderer = Renderer(seconds=0.0)
    with pytest.raises(NotRendered, match="within 0 seconds"):
        await renderer.render(LETTER)
    renderer.close()
