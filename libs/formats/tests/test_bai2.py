"""BAI2: types say the direction, totals say whether all is there."""

from datetime import date
from pathlib import Path

import pytest
from bai2.bai2 import parse_from_string

from recoup_events.kernel.money import Money
from recoup_formats.bank.bai2 import read_bai2
from recoup_formats.bank.statement import End, Entry, EntryState
from recoup_formats.codes import Code
from recoup_formats.problems import FileRefused, Problem

SAMPLES = Path(__file__).resolve().parents[4] / "shared/data/bank"
needs_samples = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="../shared/data/bank is not here: statements of banks"
)
FILE = """01,BANK,US,260102,0800,1,,,2/
02,US,BANK,1,260102,,USD,2/
03,4711,,010,1000,,,015,1300,,,100,500,1,,400,200,1,/
16,195,500,V,260105,,WIRE1,E1,FROM ACME / R-1/
88,THANK YOU/
16,475,200,,CHQ1,,CHEQUE/
49,3700,5/
98,3700,1,7/
99,3700,1,9/
"""


def usd(amount: str) -> Money:
    return Money.parse(amount, "USD")


def read(text: str | bytes) -> tuple[list[Entry], list[End]]:
    content = text if isinstance(text, bytes) else text.encode()
    items = list(read_bai2([content]))
    entries = [item for item in items if isinstance(item, Entry)]
    return entries, [item for item in items if isinstance(item, End)]


def refused(text: str | bytes) -> Problem:
    with pytest.raises(FileRefused) as error:
        read(text)
    return error.value.problems[0]


def test_payments_have_a_direction_a_day_and_the_banks_reference() -> None:
    [wire, cheque], [end] = read(FILE)
    assert end.problems == ()
    assert (wire.amount, wire.value_date) == (usd("5.00"), date(2026, 1, 5))
    assert (wire.bank_reference, wire.details[0].end_to_end_id) == ("WIRE1", "E1")
    assert wire.details[0].text == "FROM ACME / R-1 THANK YOU"
    assert (cheque.amount, cheque.value_date) == (usd("-2.00"), date(2026, 1, 2))
    assert (wire.at.line, cheque.at.line) == (4, 6)


def test_another_reader_finds_the_same() -> None:
    [group] = parse_from_string(FILE).children
    [account] = group.children
    entries, _ = read(FILE)
    assert [abs(one.amount.minor_units) for one in entries] == [
        each.amount for each in account.children
    ]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("015,1300", "015,1301", Code.CONTROL_TOTAL),
        ("49,3700,5", "49,3700,6", Code.CONTROL_TOTAL),
        ("16,195,500", "16,195,5.00", Code.RECORD_INVALID),
        ("16,195", "16,999", Code.DIRECTION_UNKNOWN),
        ("V,260105", "V,260230", Code.DAY_INVALID),
        ("V,260105", "Q,260105", Code.RECORD_INVALID),
    ],
)
def test_an_account_that_does_not_come_to_its_totals_is_not_believed(
    before: str, after: str, code: Code
) -> None:
    try:
        _, [end] = read(FILE.replace(before, after))
        problems = end.problems
    except FileRefused as error:
        problems = error.problems
    assert code in [problem.code for problem in problems]


def test_opening_and_payments_come_to_closing() -> None:
    adjusted = FILE.replace("015,1300", "015,1301").replace("3700", "3701")
    _, [end] = read(adjusted)
    assert [problem.code for problem in end.problems] == [Code.BALANCE]
    assert "13.01 USD instead of 13.00 USD" in end.problems[0].detail


def test_a_report_that_is_not_final_is_pending() -> None:
    interim = FILE.replace(",,USD,2/", ",,USD,3/")
    [wire, _], [end] = read(interim.replace("015,1300", "015,1000").replace("3700", "3400"))
    assert (wire.state, end.problems) == (EntryState.PENDING, ())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (FILE.replace("99,3700,1,9/\n", ""), Code.STATEMENT_BROKEN),
        (FILE.replace("98,3700,1,7", "98,3700,2,7"), Code.CONTROL_TOTAL),
        (FILE.replace("99,3700,1,9", "99,3701,1,9"), Code.CONTROL_TOTAL),
        (FILE.replace("1,260102,,USD", "4,260102,,USD"), Code.RECORD_INVALID),
        (FILE.replace("\n03,4711", "\n16,195,1,,,,/\n03,4711"), Code.RECORD_INVALID),
        ("16,195,500/\n", Code.FORMAT_UNKNOWN),
        ("", Code.FORMAT_UNKNOWN),
        (FILE.encode("utf-16"), Code.ENCODING),
    ],
)
def test_a_file_that_is_not_whole_is_refused(text: str | bytes, code: Code) -> None:
    assert refused(text).code is code


@needs_samples
def test_published_files_are_read_or_refused_with_the_numbers() -> None:
    _, ends = read((SAMPLES / "bai2.many-accounts.txt").read_bytes())
    assert len(ends) == 15
    assert all(end.problems == () for end in ends)
    entries, ends = read((SAMPLES / "bai2.returned-cheques.txt").read_bytes())
    assert (len(entries), len(ends), ends[0].booked) == (17, 2, Money.zero("CAD"))
    wrong = refused((SAMPLES / "bai2.ach-credits.txt").read_bytes())
    assert (wrong.code, wrong.at.line) == (Code.CONTROL_TOTAL, 123)
    assert "13060195162" in wrong.detail
    header = refused((SAMPLES / "bai2.wrong-header.txt").read_bytes())
    assert (header.code, header.at.line) == (Code.FORMAT_UNKNOWN, 1)
