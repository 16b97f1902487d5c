"""A CSV is read as it was declared; what could mean two things is asked about."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from recoup_events.kernel.money import Money
from recoup_formats.bank.layout import BankCsvLayout, Columns
from recoup_formats.bank.statement import Counterparty, End, Entry
from recoup_formats.bank.table import read_bank_csv
from recoup_formats.codes import Code
from recoup_formats.problems import FileRefused

SAMPLES = Path(__file__).resolve().parents[4] / "shared/data/bank"
needs_samples = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="../shared/data/bank is not here: statements of banks"
)
LAYOUT = BankCsvLayout(
    columns=Columns(
        booking_date="Buchung", amount="Betrag", balance="Saldo", text="Zweck", payer_name="Name"
    ),
    date_format="DD.MM.YYYY",
    decimal=",",
    grouping=".",
    delimiter=";",
    account_id="DE89 3704 0044 0532 0130 00",
    currency="EUR",
)
ROWS = """Buchung;Betrag;Saldo;Zweck;Name
02.01.2026;1.234,50;2.234,50;"R-1; danke";Sandmann GmbH
03.01.2026;-34,50;2.200,00;;
"""
US = BankCsvLayout(
    columns=Columns(
        booking_date="Date",
        amount="Amount",
        direction="D/C",
        balance="Balance",
        text="Label",
        payer_name="Partner Name",
        payer_account="Bank Account",
    ),
    date_format="MM/DD/YYYY",
    decimal=".",
    grouping=",",
    account_id="1",
    currency="USD",
    credit_words=("C",),
    debit_words=("D",),
    unsigned=True,
)


def read(content: str | bytes, layout: BankCsvLayout = LAYOUT) -> tuple[list[Entry], End]:
    items = list(
        read_bank_csv([content if isinstance(content, bytes) else content.encode()], layout)
    )
    end = items[-1]
    assert isinstance(end, End)
    return [item for item in items if isinstance(item, Entry)], end


def test_rows_are_entries_in_the_declared_locale() -> None:
    [one, other], end = read(ROWS)
    assert (end.problems, end.statement.account) == ((), "DE89370400440532013000")
    assert (one.amount, one.booking_date) == (Money.parse("1234.50", "EUR"), date(2026, 1, 2))
    assert one.details[0].counterparty == Counterparty("Sandmann GmbH", None)
    assert one.text == "R-1; danke"
    assert other.amount == Money.parse("-34.50", "EUR")
    assert (other.at.line, other.at.row) == (3, 2)


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("1.234,50;2", "1,234.50;2", Code.AMOUNT_INVALID),
        ("1.234,50;2", "1.23,50;2", Code.AMOUNT_INVALID),
        ("1.234,50;2", "EUR 1;2", Code.AMOUNT_INVALID),
        ("02.01.2026", "30.02.2026", Code.DAY_INVALID),
        ("02.01.2026", "2026-01-02", Code.DAY_INVALID),
        ("02.01.2026", "", Code.MISSING),
        ("2.200,00", "2.200,01", Code.BALANCE),
        ("03.01.2026;", "", Code.RECORD_INVALID),
    ],
)
def test_a_wrong_row_is_named_and_the_file_not_believed(
    before: str, after: str, code: Code
) -> None:
    _, end = read(ROWS.replace(before, after))
    assert code in [problem.code for problem in end.problems]
    assert all(problem.at.row is not None for problem in end.problems)


def test_a_file_with_other_columns_says_which() -> None:
    with pytest.raises(FileRefused) as refused:
        read(ROWS.replace("Betrag", "Umsatz"))
    [problem] = refused.value.problems
    assert problem.code is Code.COLUMN_MISSING
    assert "'Betrag'" in problem.detail
    assert "'Umsatz'" in problem.detail


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", Code.FORMAT_UNKNOWN),
        (ROWS.encode("utf-16"), Code.ENCODING),
        (ROWS.replace("danke", "dänke").encode("latin-1"), Code.ENCODING),
        (ROWS.replace("danke", "\0"), Code.ENCODING),
        (ROWS.replace('danke"', "danke"), Code.RECORD_INVALID),
        ("x" * 100_000, Code.TOO_LARGE),
    ],
)
def test_what_is_no_such_file_is_refused(content: str | bytes, code: Code) -> None:
    with pytest.raises(FileRefused) as refused:
        read(content)
    assert refused.value.problems[0].code is code


@pytest.mark.parametrize(
    "change",
    [
        {"columns": {"booking_date": "Date"}},
        {"columns": {"booking_date": "Date", "credit": "C"}},
        {"columns": {"booking_date": "Date", "amount": "A", "direction": "D"}},
        {"currency": None},
        {"grouping": ","},
        {"date_format": "M/D/Y"},
        {"credit_words": ["X"], "debit_words": ["X"]},
    ],
)
def test_a_layout_that_leaves_something_open_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        BankCsvLayout.model_validate({**LAYOUT.model_dump(), **change})


def test_two_columns_may_hold_the_two_directions() -> None:
    layout = BankCsvLayout(
        columns=Columns(booking_date="Day", credit="In", debit="Out"),
        date_format="YYYY-MM-DD",
        decimal=".",
        account_id="1",
        currency="EUR",
    )
    entries, end = read("Day,In,Out\n2026-01-02,1.50,\n2026-01-03,,0.50\n", layout)
    assert [one.amount.minor_units for one in entries] == [150, -50]
    _, end = read("Day,In,Out\n2026-01-02,1.50,0.50\n", layout)
    assert [problem.code for problem in end.problems] == [Code.DIRECTION_UNKNOWN]


@needs_samples
def test_published_files_are_read_as_declared() -> None:
    content = (SAMPLES / "statement.debit_credit.csv").read_bytes()
    entries, end = read(content, US)
    assert end.problems == ()
    assert [one.amount.decimal for one in entries] == ["-33.50", "1533.50"]
    _, signed = read(content, US.model_copy(update={"unsigned": False}))
    assert [problem.code for problem in signed.problems] == [Code.DIRECTION_UNKNOWN]
    columns = Columns(booking_date="Date", amount="Amount", currency="Currency", text="Label")
    several = US.model_copy(
        update={"columns": columns, "currency": None, "credit_words": (), "debit_words": ()}
    )
    entries, end = read((SAMPLES / "statement.multi_currency.csv").read_bytes(), several)
    assert [str(one.amount) for one in entries] == ["-33.50 USD", "1525.00 EUR"]
    assert (end.booked, end.problems) == (None, ())
