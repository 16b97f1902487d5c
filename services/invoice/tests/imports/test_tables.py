"""CSV, as ERPs write it: mapped, and asked about where it could mean two things."""

from collections.abc import Iterator

import pytest

from invoice.imports.domain.layouts import LAYOUTS
from invoice.imports.domain.lines import Place, Window, check_beginning
from invoice.imports.domain.locale import Unclear, day, number
from invoice.imports.domain.mapping import ColumnMapping, DateForm
from invoice.imports.domain.rows import Kind, Row, UnreadableFile
from invoice.imports.domain.table import columns_of, table

XERO = (
    "ContactName,*InvoiceNumber,Reference,InvoiceDate,DueDate,Total,Currency,Type\r\n"
    'Bolts GmbH,INV-1,PO-7,31/01/2026,02/03/2026,"1,234.50",EUR,Sales invoice\r\n'
    "Bolts GmbH,CN-1,,31/01/2026,,10.00,EUR,Sales credit note\r\n"
)


def rows_of(text: str | bytes, mapping: ColumnMapping, kind: str = "invoice") -> list[Row]:
    data = text if isinstance(text, bytes) else text.encode()
    window = Window(data, Place(), last=True, head=data)
    return [found.row for found in table(kind, mapping)(window)]


def xero(decimal: str | None = ".", dates: DateForm | None = DateForm.DAY_FIRST) -> ColumnMapping:
    return LAYOUTS["xero"][Kind.INVOICE].with_wishes({}, None, decimal, dates)


def test_a_row_becomes_the_body_of_the_api() -> None:
    first, second = rows_of(XERO, xero())

    assert first.body == {
        "external_id": "INV-1",
        "number": "INV-1",
        "customer_external_id": "Bolts GmbH",
        "purchase_order": "PO-7",
        "total": {"amount": "1234.50", "currency": "EUR"},
        "issue_date": "2026-01-31",
        "due_date": "2026-03-02",
    }
    assert first.line == 2
    assert second.body == b""  # another type: skipped


def test_dates_that_are_not_declared_are_asked_about() -> None:
    first, _ = rows_of(XERO, xero(dates=None))

    assert [each.field for each in first.mistakes] == ["InvoiceDate", "DueDate"]
    assert "say which dates the file has" in first.mistakes[0].detail


@pytest.mark.parametrize(
    ("text", "decimal", "means"),
    [
        ("1234.50", None, "1234.50"),
        ("1.234,50", None, "1234.50"),
        ("1,234.50", None, "1234.50"),
        ("1.234.567", None, "1234567"),
        ("1 234,5", ",", "1234.5"),
        ("1.234", ",", "1234"),
        ("1.234", ".", "1.234"),
        ("(12.00)", ".", "-12.00"),
        ("12,00-", ",", "-12.00"),
        ("100", None, "100"),
    ],
)
def test_a_number_means_what_its_marks_say(text: str, decimal: str | None, means: str) -> None:
    assert number(text, decimal) == means


@pytest.mark.parametrize(
    "text", ["1.234", "1,234", "12.34.56", "EUR 5", "1e5", "٣", "0x1", "1,23,456.0"]
)
def test_a_number_that_could_be_two_or_none_is_refused(text: str) -> None:
    with pytest.raises(Unclear):
        number(text, None)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("30/02/2026", DateForm.DAY_FIRST),
        ("31/01/2026", DateForm.MONTH_FIRST),
        ("2026-02-30", None),
        ("20260230", DateForm.TOGETHER),
        ("01.02.26", DateForm.DAY_FIRST_DOTS),
    ],
)
def test_a_day_that_does_not_exist_is_refused(text: str, form: DateForm | None) -> None:
    with pytest.raises(Unclear):
        day(text, form)


def test_a_column_that_is_missing_is_named_with_those_that_are_there() -> None:
    with pytest.raises(UnreadableFile, match="no column Total; it has"):
        rows_of(XERO.replace("Total", "Sum"), xero())


def test_a_cell_may_hold_lines_and_quotes() -> None:
    mapping = ColumnMapping.of({"external_id": "Id", "number": "Text"})
    (row,) = rows_of('Id,Text\n1,"two\nlines ""quoted"""\n', mapping)

    assert row.body == {"external_id": "1", "number": 'two\nlines "quoted"'}


def test_a_quote_that_is_never_closed_refuses_the_file() -> None:
    mapping = ColumnMapping.of({"external_id": "Id", "number": "Text"})
    with pytest.raises(UnreadableFile, match="quote of line 2 is never closed"):
        rows_of('Id,Text\n1,"two\n3,4\n', mapping)


def test_a_row_with_another_number_of_cells_is_a_mistake_of_its_own() -> None:
    mapping = ColumnMapping.of({"external_id": "Id", "number": "Text"})
    wrong, right = rows_of("Id,Text\n1,2,3\n4,5\n", mapping)

    assert "3 cells and the header 2" in wrong.mistakes[0].detail
    assert right.body == {"external_id": "4", "number": "5"}


def test_sap_names_a_document_by_company_number_year_and_item() -> None:
    text = (
        "BUKRS;BELNR;GJAHR;BUZEI;KUNNR;XBLNR;WRBTR;WAERS;BLDAT;FAEDT;SHKZG\n"
        "1000;0090001;2026;001;C-1;R-17;1.234,50;EUR;20260105;20260204;S\n"
    )
    mapping = LAYOUTS["sap"][Kind.INVOICE].with_wishes({}, ";", ",", None)
    (row,) = rows_of(text, mapping)

    assert row.external_id == "1000-0090001-2026-001"
    assert isinstance(row.body, dict)
    assert row.body["due_date"] == "2026-02-04"


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("a,b".encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04....", "zip"),
        (b"\x1f\x8b....", "gzip"),
        (b"a\x00b", "NUL"),
    ],
)
def test_what_is_no_utf8_text_is_refused_with_what_to_do(head: bytes, says: str) -> None:
    with pytest.raises(UnreadableFile, match=says):
        check_beginning(head)


def test_latin_1_is_refused_by_its_line_and_byte() -> None:
    mapping = ColumnMapping.of({"external_id": "Id", "number": "Text"})
    with pytest.raises(UnreadableFile, match="Line 3 is not UTF-8: byte 0xfc"):
        rows_of("Id,Text\n1,2\n3,M\u00fcller\n".encode("latin-1"), mapping)


def test_a_byte_order_mark_is_no_part_of_the_first_column() -> None:
    mapping = ColumnMapping.of({"external_id": "Id", "number": "Text"})
    (row,) = rows_of("\ufeffId,Text\n1,2\n".encode(), mapping)

    assert row.external_id == "1"


@pytest.mark.parametrize("size", [7, 20, 33, 64])
def test_a_file_reads_the_same_through_windows_of_any_size(size: int) -> None:
    mapping = ColumnMapping.of({"external_id": "Id", "number": "Text"})
    data = b'Id,Text\n1,"a\nb"\n2,c\n\n3,"d"",e"\n4,f'

    def windows() -> Iterator[Row]:
        place = Place()
        length = size
        while True:
            part = data[place.offset : place.offset + length]
            last = place.offset + len(part) == len(data)
            found = list(table("invoice", mapping)(Window(part, place, last, data)))
            yield from (each.row for each in found)
            if last:
                return
            if found:
                place, length = found[-1].place, size
            else:
                length += size

    assert list(windows()) == rows_of(data, mapping)


@pytest.mark.parametrize("erp", LAYOUTS)
def test_a_ready_layout_reads_columns_and_leaves_the_locale_open(erp: str) -> None:
    for mapping in LAYOUTS[erp].values():
        assert columns_of(mapping)
        assert mapping.decimal is None
