"""Whatever happens to a file on its way, it is read or refused: never an error of ours."""

import io
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from recoup_formats.bank.bai2 import read_bai2
from recoup_formats.bank.camt import read_camt
from recoup_formats.bank.layout import BankCsvLayout, Columns
from recoup_formats.bank.mt940 import read_mt940
from recoup_formats.bank.table import read_bank_csv
from recoup_formats.einvoice.pdf import embedded_invoice
from recoup_formats.einvoice.reader import read_einvoice
from recoup_formats.problems import FileRefused, Problem
from recoup_testing.bank_example import camt053, entry, mt940
from recoup_testing.einvoice_example import cii, ubl

BAI2 = b"""01,BANK,US,260102,0800,1,,,2/
02,US,BANK,1,260102,,USD,2/
03,4711,,010,1000,,,015,1300,,,100,500,1,,400,200,1,/
16,195,500,V,260105,,WIRE1,E1,FROM ACME/
88,R-1/
16,475,200,,CHQ1,,CHEQUE/
49,3700,5/
98,3700,1,7/
99,3700,1,9/
"""
TABLE = b"Day;Amount;Text\n2026-01-02;1.234,50;R-1\n2026-01-03;-34,50;\n"
LAYOUT = BankCsvLayout(
    columns=Columns(booking_date="Day", amount="Amount", text="Text"),
    date_format="YYYY-MM-DD",
    decimal=",",
    grouping=".",
    delimiter=";",
    account_id="1",
    currency="EUR",
)


def pdf() -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_attachment("factur-x.xml", cii())
    writer.write(out)
    return out.getvalue()


READERS: list[tuple[bytes, Callable[[bytes], object]]] = [
    (ubl(), read_einvoice),
    (cii(), read_einvoice),
    (pdf(), embedded_invoice),
    (camt053([entry(), entry()], closing="20.00"), lambda content: list(read_camt([content]))),
    (
        mt940(":61:2601020102C10,00NTRFNONREF//B1", ":86:166?00GUT?20EREF+E1?21SVWZ+R-1"),
        lambda content: list(read_mt940([content])),
    ),
    (BAI2, lambda content: list(read_bai2([content]))),
    (TABLE, lambda content: list(read_bank_csv([content], LAYOUT))),
]
PIECES = st.one_of(
    st.binary(max_size=6),
    st.sampled_from([b"", b"<", b">", b"&#0;", b"\xff\xfe", b"9" * 40, b"-", b",", b"/", b":61:"]),
    st.sampled_from(
        [b"\n", b"\r", b"\0", b'"', b"1e9", b"NaN", b"00000000", b"<!--", b"]]>", b"?"]
    ),
    st.text(max_size=4).map(lambda text: text.encode("utf-8", "surrogatepass")),
)


@st.composite
def mutated(draw: st.DrawFn) -> tuple[bytes, Callable[[bytes], object]]:
    """Pieces cut out, put in, doubled or moved."""
    content, read = draw(st.sampled_from(READERS))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 60)))
        piece = draw(st.one_of(PIECES, st.just(content[start:end] * 2)))
        content = content[:start] + piece + content[end:]
    return content, read


@settings(max_examples=600, deadline=None)
@given(mutated())
def test_a_mutated_file_is_read_or_refused_in_words(
    case: tuple[bytes, Callable[[bytes], object]],
) -> None:
    content, read = case
    for problem in problems(read, content):
        assert problem.detail.endswith("."), problem.detail
        assert len(problem.detail) < 1000


def problems(read: Callable[[bytes], object], content: bytes) -> tuple[Problem, ...]:
    try:
        read(content)
    except FileRefused as refused:
        return refused.problems
    return ()
