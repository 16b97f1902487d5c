from datetime import date

import pytest

from recoup_cli.ledger.ibm_rows import COLUMNS, Row, UnreadableLedger, rows
from recoup_events.kernel.money import Money

HEADER = ",".join(COLUMNS)
GOOD = "391,0379-NEVHP,4/6/2013,0000611365,1/2/2013,2/1/2013,55.94,No,1/15/2013,Paper,13,0"
OTHER = "391,0379-NEVHP,4/6/2013,0000611366,1/2/2013,2/1/2013,5.9,Yes,1/15/2013,Paper,13,0"


def test_a_row_becomes_an_invoice() -> None:
    (row,) = rows([HEADER, GOOD])
    assert row.customer == "0379-NEVHP"
    assert row.invoice == "0000611365"
    assert row.amount == Money(minor_units=55_94, currency="USD")
    assert (row.issued, row.due, row.settled) == (
        date(2013, 1, 2),
        date(2013, 2, 1),
        date(2013, 1, 15),
    )


def test_one_decimal_of_an_amount_means_tens_of_cents() -> None:
    (row,) = rows([HEADER, OTHER])
    assert row.amount == Money(minor_units=5_90, currency="USD")


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ("391", "44", "row 3, countryCode: Input should be '391', '406'.*found '44'"),
        ("0379-NEVHP", "", "row 3, customerID: .* at least 1 character.*found ''"),
        ("1/2/2013", "2013-01-02", "row 3, InvoiceDate: expected a date such as 1/31/2013"),
        ("1/2/2013", "2/30/2013", "row 3, InvoiceDate: expected a date .*found '2/30/2013'"),
        ("55.94", "55,94", "row 3: expected 12 cells; found 13"),
        ("55.94", "55.945", "row 3, InvoiceAmount: USD has 2 decimals.*found '55.945'"),
        ("55.94", "-1", "row 3, InvoiceAmount: expected an amount above zero; found '-1'"),
        (",No,", ",Maybe,", "row 3, Disputed: Input should be 'Yes' or 'No'; found 'Maybe'"),
        ("1/15/2013", "1/1/2013", "row 3, SettledDate: expected a date not before InvoiceDate"),
        ("2/1/2013", "1/1/2013", "row 3, DueDate: expected a date not before InvoiceDate"),
        ("0000611365", "0000611366", "row 3, invoiceNumber: expected a number used once"),
        ("391", "406", "row 3, countryCode: expected 391, as before for customer 0379-NEVHP"),
    ],
)
def test_a_bad_cell_is_named_with_what_belongs_there(
    right: str, wrong: str, complaint: str
) -> None:
    with pytest.raises(UnreadableLedger, match=complaint):
        list(rows([HEADER, OTHER, GOOD.replace(right, wrong, 1)]))


def test_another_header_is_refused_with_the_one_that_is_expected() -> None:
    with pytest.raises(UnreadableLedger, match="row 1: expected the columns countryCode,customer"):
        list(rows(["invoice,amount", "1,2"]))


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(UnreadableLedger, match=r"row 1: .*found ''"):
        list(rows([]))


def test_a_header_alone_is_an_empty_ledger() -> None:
    empty: list[Row] = []
    assert list(rows([HEADER])) == empty
