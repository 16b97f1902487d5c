"""MT940: every field in its line, signs as the bank means them, no day moved."""

from datetime import date
from pathlib import Path

import pytest
from mt940 import parse as parse_with_another_reader

from recoup_events.kernel.money import Money
from recoup_formats.bank.mt940 import read_mt940
from recoup_formats.bank.statement import Counterparty, End, Entry, EntryState, Return
from recoup_formats.codes import Code
from recoup_formats.problems import FileRefused
from recoup_testing.bank_example import ACCOUNT, mt940

SAMPLES = Path(__file__).resolve().parents[4] / "shared/data/bank"
needs_samples = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="../shared/data/bank is not here: statements of banks"
)
PAID = ":61:2601020102C10,00NTRFNONREF//B1"
SAID = ":86:166?00GUTSCHRIFT?20EREF+E1?21SVWZ+Invoice R-?221?31DE02120300000000202051?32Sandmann ?33GmbH"


def eur(amount: str) -> Money:
    return Money.parse(amount, "EUR")


def read(content: bytes, encoding: str = "utf-8") -> tuple[list[Entry], list[End]]:
    items = list(read_mt940([content], encoding))
    entries = [item for item in items if isinstance(item, Entry)]
    return entries, [item for item in items if isinstance(item, End)]


def test_an_entry_says_who_paid_how_much_when_and_for_what() -> None:
    [one], [end] = read(mt940(PAID, SAID, closing="C260102EUR10,00"))
    assert end.problems == ()
    assert end.statement.account == ACCOUNT
    assert (one.amount, one.value_date, one.bank_reference) == (eur("10"), date(2026, 1, 2), "B1")
    [detail] = one.details
    assert (detail.end_to_end_id, detail.text) == ("E1", "Invoice R-1")
    assert detail.counterparty == Counterparty("Sandmann GmbH", "DE02120300000000202051")
    assert one.at.line == 5


def test_details_between_slashes_are_read_too() -> None:
    details = ":86:/TRTP/SEPA OVERBOEKING/IBAN/NL46ABNA0499998748/BIC/ABNANL2A/NAME/J. Doe/REMI/R-1/EREF/E9"
    [one], _ = read(mt940(PAID, details, closing="C260102EUR10,00"))
    [detail] = one.details
    assert (detail.end_to_end_id, detail.text) == ("E9", "R-1")
    assert detail.counterparty == Counterparty("J. Doe", "NL46ABNA0499998748")


@pytest.mark.parametrize(
    ("mark", "amount", "reversal"),
    [("C", "10", False), ("D", "-10", False), ("RC", "-10", True), ("RD", "10", True)],
)
def test_a_reversal_has_the_opposite_sign(mark: str, amount: str, reversal: bool) -> None:
    closing = f"{'D' if amount[0] == '-' else 'C'}260102EUR10,00"
    [one], [end] = read(mt940(f":61:260102{mark}10,NTRFNONREF", closing=closing))
    assert end.problems == ()
    assert (one.amount, one.reversal) == (eur(amount), reversal)
    assert (one.details[0].returned is not None) == reversal


def test_what_is_expected_is_pending() -> None:
    [one], [end] = read(mt940(":61:260102EC10,00NTRFNONREF"))
    assert (one.state, end.problems) == (EntryState.PENDING, ())


def test_a_return_says_its_code() -> None:
    details = ":86:109?00RUECKLASTSCHRIFT?20EREF+E1?34914"
    [one], _ = read(mt940(":61:260102D10,NRTINONREF", details, closing="D260102EUR10,00"))
    assert one.details[0].returned == Return("914", "RUECKLASTSCHRIFT")


def test_the_booking_day_is_in_the_nearest_year() -> None:
    [one], _ = read(mt940(":61:2601021231C10,NTRFNONREF", closing="C260102EUR10,00"))
    assert (one.value_date, one.booking_date) == (date(2026, 1, 2), date(2025, 12, 31))


def test_pages_are_one_statement() -> None:
    first = mt940(PAID, closing="C260102EUR10,00").replace(b":62F:", b":62M:")
    second = mt940(PAID.replace("B1", "B2"), opening="C260102EUR10,00", closing="C260102EUR20,00")
    second = second.replace(b":60F:", b":60M:").replace(b":28C:7/1", b":28C:7/2")
    entries, [end] = read(first + second)
    assert (len(entries), end.booked, end.problems) == (2, eur("20"), ())
    lost = second.replace(b":60M:C260102EUR10,00", b":60M:C260102EUR15,00")
    _, [end] = read(first + lost)
    assert [problem.code for problem in end.problems] == [Code.BALANCE]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (":61:260230C10,00NTRFNONREF", Code.DAY_INVALID),
        (":61:2601021332C10,00NTRFNONREF", Code.DAY_INVALID),
        (":61:260102C10.00NTRFNONREF", Code.RECORD_INVALID),
        (":61:260102C10,001NTRFNONREF", Code.DECIMALS),
        (":61:260102X10,00NTRFNONREF", Code.RECORD_INVALID),
        (":61:", Code.RECORD_INVALID),
    ],
)
def test_a_wrong_line_is_named_and_the_statement_not_believed(line: str, code: Code) -> None:
    _, [end] = read(mt940(PAID, line, closing="C260102EUR20,00"))
    [problem] = end.problems
    assert (problem.code, problem.at.line) == (code, 6)


def test_a_statement_that_is_cut_off_is_not_believed() -> None:
    cut = mt940(PAID, closing="C260102EUR10,00").partition(b":62F:")[0]
    _, [end] = read(cut)
    assert [problem.code for problem in end.problems] == [Code.STATEMENT_BROKEN]


def test_an_encoding_is_declared_and_not_guessed() -> None:
    content = mt940(PAID, SAID.replace("GmbH", "Söhne"), closing="C260102EUR10,00")
    latin = content.decode().encode("iso-8859-1")
    [one], _ = read(latin, "iso-8859-1")
    assert one.details[0].counterparty.name == "Sandmann Söhne"
    with pytest.raises(FileRefused) as refused:
        read(latin)
    assert refused.value.problems[0].code is Code.ENCODING
    assert refused.value.problems[0].at.line == 6
    with pytest.raises(FileRefused) as refused:
        read(content.decode().encode("utf-16"))
    assert "utf-16" in refused.value.problems[0].detail
    assert read(content.decode().encode("utf-16"), "utf-16")[1][0].problems == ()


@needs_samples
def test_another_reader_finds_the_same_amounts_and_days() -> None:
    content = (SAMPLES / "mt940.sepa-returns.sta").read_bytes()
    entries, ends = read(content)
    others = list(parse_with_another_reader(content.decode()))
    assert len(entries) == len(others) == 97
    assert all(end.problems == () for end in ends)
    # The other one leaves reversals their sign: that ours balance says who is right.
    for ours, other in zip(entries, others, strict=True):
        theirs = other.data["amount"].amount
        assert ours.amount.decimal == f"{-theirs if ours.reversal else theirs:.2f}"
        assert ours.value_date == other.data["date"]


@needs_samples
@pytest.mark.parametrize(
    ("name", "code", "line"),
    [
        ("mt940.february-30.sta", Code.DAY_INVALID, 6),
        ("mt940.two-pages.sta", Code.BALANCE, 27),
        ("mt940.not-a-statement.sta", Code.FORMAT_UNKNOWN, 1),
        ("mt940.wrapped-line.sta", Code.FORMAT_UNKNOWN, 1),
    ],
)
def test_published_statements_that_are_wrong_are_refused(name: str, code: Code, line: int) -> None:
    try:
        _, [end] = read((SAMPLES / name).read_bytes())
        problems = end.problems
    except FileRefused as refused:
        problems = refused.problems
    assert [(problem.code, problem.at.line) for problem in problems] == [(code, line)]
