"""Factur-X and ZUGFeRD: the e-invoice that is embedded in a PDF."""

import io

from pypdf import Configuration, PdfReader, apply_configuration

from recoup_formats.codes import Code
from recoup_formats.problems import FileRefused

LARGEST = 20 * 1024 * 1024
_UNPACKED = 16 * 1024 * 1024
_LIMITS = Configuration(
    maximum_declared_stream_length=LARGEST,
    array_based_stream_maximum_output_length=_UNPACKED,
    array_maximum_element_count=20_000,
    dictionary_maximum_element_count=20_000,
    lzw_maximum_output_length=_UNPACKED,
    run_length_maximum_output_length=_UNPACKED,
    zlib_maximum_output_length=_UNPACKED,
    zlib_maximum_recovery_input_length=0,
    brotli_maximum_output_length=_UNPACKED,
)
NAMES = ("factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml")
"""What the profiles call the file, the newest first."""
_MOST_FILES = 100


def embedded_invoice(content: bytes) -> bytes:
    """The XML in a PDF, to be read like any; raises ``FileRefused`` where there is none."""
    if len(content) > LARGEST:
        raise FileRefused.because(
            Code.TOO_LARGE,
            f"The PDF has {len(content):,} bytes, and {LARGEST:,} are read. Leave out attachments.",
        )
    try:
        found = _find(content)
    except Exception as error:  # noqa: BLE001 - a damaged PDF fails in any way there is
        raise FileRefused.because(
            Code.PDF_UNREADABLE,
            f"The PDF cannot be read ({type(error).__name__}); it may be cut off, encrypted or "
            "packed beyond measure. Export it again, or send the XML alone.",
        ) from None
    if found is None:
        raise FileRefused.because(
            Code.PDF_WITHOUT_INVOICE,
            f"No e-invoice is embedded in the PDF under the name {' or '.join(NAMES)}. Send a "
            "Factur-X or ZUGFeRD file, or the XML alone.",
        )
    return found


def _find(content: bytes) -> bytes | None:
    if b"%PDF-" not in content[:1024]:
        raise ValueError("no PDF")
    with apply_configuration(_LIMITS):
        reader = PdfReader(io.BytesIO(content), xref_stream_maximum_entries=200_000)
        for number, file in enumerate(reader.attachment_list):
            if number >= _MOST_FILES:
                break
            if file.name.lower() in NAMES:
                return file.content
    return None
