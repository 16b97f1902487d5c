"""What a document says becomes one value, in whichever syntax it is written."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from recoup_events.kernel.money import Money
from recoup_formats.codes import Code
from recoup_formats.einvoice.document import Due, EInvoice, Syntax
from recoup_formats.einvoice.reader import read_einvoice
from recoup_formats.problems import FileRefused, Problem
from recoup_testing.einvoice_example import cii, ubl

SAMPLES = Path(__file__).resolve().parents[4] / "shared/data/einvoice"
needs_samples = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="../shared/data/einvoice is not here: example documents"
)


def problems(content: bytes) -> tuple[Problem, ...]:
    with pytest.raises(FileRefused) as refused:
        read_einvoice(content)
    return refused.value.problems


def eur(amount: str) -> Money:
    return Money.parse(amount, "EUR")


def test_both_syntaxes_say_the_same() -> None:
    in_ubl, in_cii = read_einvoice(ubl()), read_einvoice(cii())
    assert in_ubl.syntax is Syntax.UBL
    assert in_cii.syntax is Syntax.CII
    apart = {"syntax", "seller", "buyer"}
    assert in_ubl.model_dump(exclude=apart) == in_cii.model_dump(exclude=apart)
    assert in_cii.buyer.names == ("C-1",)
    assert in_ubl.buyer.names == ("C-1", "C-10000000000", "0088:C-10000000000")


def test_payable_is_what_is_owed_and_prepaid_is_no_payment() -> None:
    paid = read_einvoice(ubl(prepaid="100.00", rounding="0.50", payable="63.50"))
    assert paid.totals.payable == eur("63.50")
    assert (paid.totals.gross, paid.totals.prepaid) == (eur("163.00"), eur("100.00"))
    assert paid.totals.rounding == eur("0.50")


def test_several_due_dates_have_an_amount_each() -> None:
    def part(day: str, amount: str) -> str:
        return (
            f"<cac:PaymentTerms><cbc:Amount>{amount}</cbc:Amount>"
            f"<cbc:PaymentDueDate>{day}</cbc:PaymentDueDate></cac:PaymentTerms>"
        )

    both = part("2026-03-04", "63.00") + part("2026-02-04", "100.00")
    assert read_einvoice(ubl(due="", more=both)).due == (
        Due(due_date=date(2026, 2, 4), amount=eur("100.00")),
        Due(due_date=date(2026, 3, 4), amount=eur("63.00")),
    )
    [problem] = problems(ubl(due="", more=part("2026-02-04", "100.00") * 2))
    assert problem.code is Code.DUE_UNCLEAR
    means = (
        "<cac:PaymentMeans><cbc:PaymentDueDate>2026-03-04</cbc:PaymentDueDate></cac:PaymentMeans>"
    )
    [unsaid] = problems(ubl(more=means))
    assert "163.00 EUR is due" in unsaid.detail


def test_a_discount_in_figures_has_its_last_day() -> None:
    terms = (
        "<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime>"
        '<udt:DateTimeString format="102">20260204</udt:DateTimeString></ram:DueDateDateTime>'
        "<ram:ApplicableTradePaymentDiscountTerms>"
        '<ram:BasisPeriodMeasure unitCode="DAY">10</ram:BasisPeriodMeasure>'
        "<ram:CalculationPercent>2</ram:CalculationPercent>"
        "</ram:ApplicableTradePaymentDiscountTerms></ram:SpecifiedTradePaymentTerms>"
    )
    [discount] = read_einvoice(cii(terms=terms)).discounts
    assert (discount.percent, discount.until) == (Decimal(2), date(2026, 1, 15))


def test_a_credit_note_and_an_invoice_below_zero_are_credits() -> None:
    note = read_einvoice(ubl(kind="CreditNote", type_code="381", due=""))
    assert note.is_credit
    assert note.lines == read_einvoice(ubl()).lines
    assert not read_einvoice(ubl()).is_credit
    assert not read_einvoice(ubl(prepaid="163.00", payable="0.00")).is_credit
    overpaid = read_einvoice(ubl(prepaid="200.00", payable="-37.00"))
    assert overpaid.is_credit


@pytest.mark.parametrize(
    ("content", "code", "path"),
    [
        (ubl(type_code="310"), Code.TYPE_UNSUPPORTED, "/Invoice/InvoiceTypeCode"),
        (ubl(number=" "), Code.MISSING, "/Invoice/ID"),
        (ubl(issue_date="2026-02-30"), Code.DAY_INVALID, "/Invoice/IssueDate"),
        (ubl(currency="EURO"), Code.CURRENCY_UNKNOWN, "/Invoice/DocumentCurrencyCode"),
        (ubl(payable="1.63e2"), Code.AMOUNT_INVALID, "/Invoice/LegalMonetaryTotal/PayableAmount"),
        (ubl(payable="9" * 20), Code.AMOUNT_INVALID, "/Invoice/LegalMonetaryTotal/PayableAmount"),
        (ubl(currency="JPY", rounding="0.50", payable="163.50"), Code.DECIMALS, "/Invoice/"),
        (b"<testSet/>", Code.FORMAT_UNKNOWN, "/testSet"),
    ],
)
def test_what_cannot_be_meant_is_refused_where_it_stands(
    content: bytes, code: Code, path: str
) -> None:
    found = problems(content)
    assert code in [problem.code for problem in found]
    assert any((problem.at.path or "").startswith(path) for problem in found)


@needs_samples
@pytest.mark.parametrize(
    ("name", "number", "payable", "due", "lines"),
    [
        ("cii-example1.xml", "12115118", "250.33 EUR", "2015-01-09", 20),
        ("cii-example2.xml", "TOSL108", "801.78 NOK", "2013-07-20", 5),
        ("peppol-base-example.xml", "Snippet1", "1656.25 EUR", "2017-12-01", 2),
        ("ubl-tc434-creditnote1.xml", "018304 / 28865", "100.11 EUR", None, 1),
        ("ubl-tc434-example1.xml", "12115118", "250.33 EUR", "2015-01-09", 20),
        ("ubl-tc434-example2.xml", "TOSL108", "801.78 NOK", "2013-07-20", 5),
        ("ubl-tc434-example3.xml", "TOSL108", "2005.00 DKK", "2013-05-10", 2),
        ("ubl-tc434-example4.xml", "TOSL110", "4675.00 DKK", "2013-05-10", 3),
        ("ubl-tc434-example5.xml", "TOSL110", "2337.50 DKK", "2013-05-10", 3),
    ],
)
def test_published_examples_are_read(
    name: str, number: str, payable: str, due: str | None, lines: int
) -> None:
    read: EInvoice = read_einvoice((SAMPLES / name).read_bytes())
    assert (read.number, str(read.totals.payable)) == (number, payable)
    assert [str(each.due_date) for each in read.due] == ([due] if due else [])
    assert len(read.lines) == lines
    assert read.seller.name
    assert read.buyer.names
