"""An e-invoice in a letter: found by others, named in the metadata, and in PDF/A alone."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import etree
from pypdf import PdfReader

from recoup_documents.letter import EInvoice, Letter
from recoup_documents.setting import set_letter

XML = "<?xml version='1.0' encoding='UTF-8'?>\n<a>Größe &amp; Maß</a>"
LETTER = Letter(
    language="de",
    made_at=datetime(2026, 1, 5, 9, tzinfo=UTC),
    title="Rechnung 2026-0001",
    sender=("Bolts GmbH", "10119 Berlin"),
    recipient=("Sandmann GmbH", "04109 Leipzig"),
    details=(),
    heading="Rechnung 2026-0001",
    einvoice=EInvoice(profile="EN 16931", alternative=True, xml=XML),
    page="Seite {n} von {of}",
)
FX = "{urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#}"
SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}"


def reader_of(letter: Letter) -> PdfReader:
    return PdfReader(io.BytesIO(set_letter(letter).content))


def metadata_of(reader: PdfReader) -> Any:
    catalogue: Any = reader.root_object
    return etree.fromstring(catalogue["/Metadata"].get_data())


@pytest.mark.parametrize(
    ("alternative", "relationship"), [(True, "/Alternative"), (False, "/Data")]
)
def test_the_file_says_how_it_belongs_to_the_letter(alternative: bool, relationship: str) -> None:
    einvoice = EInvoice(profile="BASIC WL", alternative=alternative, xml=XML)
    reader = reader_of(LETTER.model_copy(update={"einvoice": einvoice}))
    (file,) = reader.attachment_list
    assert (file.name, file.content.decode()) == ("factur-x.xml", XML)
    catalogue: Any = reader.root_object
    (associated,) = catalogue["/AF"]
    assert associated["/AFRelationship"] == relationship
    assert associated["/EF"]["/F"]["/Subtype"] == "/text/xml"


def test_the_metadata_name_the_profile_and_describe_their_own_words() -> None:
    metadata = metadata_of(reader_of(LETTER))
    names = ("DocumentType", "DocumentFileName", "Version", "ConformanceLevel")
    assert [metadata.findtext(f".//{FX}{name}") for name in names] == [
        "INVOICE",
        "factur-x.xml",
        "1.0",
        "EN 16931",
    ]
    assert FX[1:-1] in [each.text for each in metadata.iter(f"{SCHEMA}namespaceURI")]


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert set_letter(LETTER) == set_letter(LETTER)


def test_what_is_no_pdf_a_holds_no_e_invoice() -> None:
    pdf = set_letter(LETTER.model_copy(update={"recipient": ("中文",)}))
    assert not pdf.archival
    assert not list(PdfReader(io.BytesIO(pdf.content)).attachment_list)
