"""What would fill memory or time, or says another thing than it seems, is refused in words."""

import io
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from facturx import generate_from_binary
from pypdf import PdfWriter
from pypdf.generic import NameObject

from recoup_formats.bank.camt import read_camt
from recoup_formats.codes import Code
from recoup_formats.einvoice.pdf import LARGEST, embedded_invoice
from recoup_formats.einvoice.reader import read_einvoice
from recoup_formats.problems import FileRefused
from recoup_formats.xml import LARGEST_DOCUMENT
from recoup_testing.bank_example import camt053, entry, head
from recoup_testing.einvoice_example import cii, ubl

LAUGHS = b'<!DOCTYPE Invoice [<!ENTITY a "ha"><!ENTITY b "%s">]>' % (b"&a;" * 1000)
INSIDE = ubl().partition(b"\n")


def with_prolog(prolog: bytes) -> bytes:
    return INSIDE[0] + b"\n" + prolog + INSIDE[2]


@pytest.mark.parametrize(
    "prolog",
    [
        LAUGHS,
        b'<!DOCTYPE Invoice SYSTEM "file:///etc/passwd">',
        b'<!DOCTYPE Invoice [<!ENTITY % x SYSTEM "http://169.254.169.254/">%x;]>',
        b"<!DOCTYPE Invoice>",
    ],
)
def test_a_document_type_is_refused_before_it_is_read(prolog: bytes) -> None:
    for content in (with_prolog(prolog), with_prolog(prolog).decode().encode("utf-8-sig")):
        with pytest.raises(FileRefused) as refused:
            read_einvoice(content)
        assert refused.value.problems[0].code is Code.XML_DOCTYPE


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (ubl()[:-40], Code.XML_MALFORMED),
        (b"", Code.XML_MALFORMED),
        (b"\x00\x01\x02", Code.XML_MALFORMED),
        (b"number;amount\n1;2\n", Code.XML_MALFORMED),
        (ubl().replace(b"UTF-8", b"UTF-7", 1), Code.ENCODING),
        (ubl().replace(b"UTF-8", b"base64", 1), Code.ENCODING),
        (ubl().replace(b"Buyer Ltd", "Büyer".encode("latin-1")), Code.XML_MALFORMED),
        (b"<a>" * 5000, Code.XML_TOO_DEEP),
        (b"<a>" * 70 + b"</a>" * 70, Code.XML_TOO_DEEP),
        (b"<r>" + b"<a/>" * 500_000 + b"</r>", Code.TOO_LARGE),
        (b"<r>" + b"x" * LARGEST_DOCUMENT, Code.TOO_LARGE),
        (b" " * 300_000 + b"<r/>", Code.XML_MALFORMED),
        (b"<r a='" + b"&amp;" * 100_000, Code.XML_MALFORMED),
    ],
)
def test_what_is_no_document_is_refused_soon(content: bytes, code: Code) -> None:
    """Whoever went on from each letter, mark or space would take hours."""
    with pytest.raises(FileRefused) as refused:
        read_einvoice(content)
    assert refused.value.problems[0].code is code


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-1", "windows-1252"])
def test_an_encoding_that_the_file_declares_is_read(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    text = ubl().decode().replace("UTF-8", declared, 1).replace("Buyer Ltd", "Büro Søren")
    assert read_einvoice(text.encode(encoding)).buyer.name == "Büro Søren"


def test_an_embedded_invoice_is_found_under_each_name() -> None:
    for name in ("factur-x.xml", "ZUGFeRD-invoice.xml", "xrechnung.xml"):
        assert read_einvoice(embedded_invoice(pdf_with(name, cii()))).number == "R-1"


def test_what_another_library_embeds_is_read() -> None:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(out)
    pdf = generate_from_binary(
        out.getvalue(), cii(), flavor="factur-x", level="en16931", check_xsd=False,
        check_schematron=False,
    )  # fmt: skip
    assert read_einvoice(embedded_invoice(pdf)).number == "R-1"


def test_a_pdf_without_an_invoice_says_so() -> None:
    with pytest.raises(FileRefused) as refused:
        embedded_invoice(pdf_with("terms.txt", b"30 days"))
    assert refused.value.problems[0].code is Code.PDF_WITHOUT_INVOICE


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7\n", Code.PDF_UNREADABLE),
        (b"no pdf", Code.PDF_UNREADABLE),
        (b"%PDF-1.7\n" + b"1 0 obj<</Kids[1 0 R]>>endobj\n" * 1000, Code.PDF_UNREADABLE),
        (b"%PDF-1.7\n" + b"x" * LARGEST, Code.TOO_LARGE),
    ],
)
def test_a_damaged_or_huge_pdf_is_refused(content: bytes, code: Code) -> None:
    with pytest.raises(FileRefused) as refused:
        embedded_invoice(content)
    assert refused.value.problems[0].code is code


def test_a_pdf_that_unpacks_without_end_is_refused() -> None:
    bomb = pdf_with("factur-x.xml", b"<r>" + b" " * (64 * 1024 * 1024))
    assert len(bomb) < 1024 * 1024
    with pytest.raises(FileRefused) as refused:
        embedded_invoice(bomb)
    assert refused.value.problems[0].code is Code.PDF_UNREADABLE


def test_a_statement_is_refused_like_an_invoice() -> None:
    good = camt053([entry()], closing="10.00")
    doctype = good.replace(b"?>\n", b"?>\n" + LAUGHS.replace(b"Invoice", b"Document"), 1)
    for content, code in (
        (doctype, Code.XML_DOCTYPE),
        (good[:-30], Code.XML_MALFORMED),
        (good.replace(b"camt.053.001.08", b"camt.052.001.08"), Code.FORMAT_UNKNOWN),
        (good.replace(b"camt.053.001.08", b"camt.053.001.99"), Code.FORMAT_UNKNOWN),
        (ubl(), Code.FORMAT_UNKNOWN),
        (b"<a>" * 5000, Code.XML_TOO_DEEP),
    ):
        with pytest.raises(FileRefused) as refused:
            list(read_camt([content]))
        assert refused.value.problems[0].code is code


def test_a_namespace_may_hold_any_character() -> None:
    with pytest.raises(FileRefused) as refused:
        list(read_camt([b'<Document xmlns="}urn:x"/>']))
    assert refused.value.problems[0].code is Code.FORMAT_UNKNOWN


def test_one_entry_without_end_is_refused() -> None:
    def endless() -> Iterator[bytes]:
        yield head("0.00", "0.00").encode() + b"<Ntry>"
        for _ in range(1000):
            yield b"<Amt>1</Amt>" * 10_000

    with pytest.raises(FileRefused) as refused:
        list(read_camt(endless()))
    assert refused.value.problems[0].code is Code.TOO_LARGE


def pdf_with(name: str, content: bytes) -> bytes:
    """A PDF of one empty page with a packed attachment."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_attachment(name, content)
    for each in writer.attachment_list:
        stream: Any = each.pdf_object["/EF"]
        stream = stream["/F"]
        stream._data = zlib.compress(content, 9)
        stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
