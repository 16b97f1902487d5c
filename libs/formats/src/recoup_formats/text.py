"""Lines of a text file, by an encoding that is declared; what does not fit it is not guessed."""

import codecs
from collections.abc import Iterable, Iterator

from recoup_formats.codes import Code
from recoup_formats.problems import FileRefused, Location

ENCODINGS = ("utf-8", "iso-8859-1", "iso-8859-15", "windows-1252", "cp850", "utf-16")
LONGEST_LINE = 64 * 1024
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def lines(chunks: Iterable[bytes], encoding: str = "utf-8") -> Iterator[tuple[int, str]]:
    """Each with its number, without its end; a byte order mark says nothing."""
    if encoding not in ENCODINGS:
        raise FileRefused.because(
            Code.ENCODING, f"{encoding!r} is not read. Declare one of {', '.join(ENCODINGS)}."
        )
    number = 0
    rest = ""
    for text in _decoded(chunks, encoding):
        *whole, rest = (rest + text).replace("\r\n", "\n").split("\n")
        for line in whole:
            number += 1
            yield number, _checked(line, number)
        if len(rest) > LONGEST_LINE:
            raise _too_long(number + 1)
    if rest:
        yield number + 1, _checked(rest, number + 1)


def _decoded(chunks: Iterable[bytes], encoding: str) -> Iterator[str]:
    name = "utf-8-sig" if encoding == "utf-8" else encoding
    decoder = codecs.getincrementaldecoder(name)()
    first, number = True, 1
    try:
        for chunk in chunks:
            if first and encoding != "utf-16" and chunk.startswith(_UTF_16):
                raise FileRefused.because(
                    Code.ENCODING,
                    f"The file is in UTF-16 and was declared as {encoding}. Declare utf-16, or "
                    "send it in UTF-8.",
                )
            first = False
            text = decoder.decode(chunk)
            number += text.count("\n")
            yield text
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        at = number + error.object[: error.start].count(b"\n")
        raise FileRefused.because(
            Code.ENCODING,
            f"From line {at} on, the file is not in {encoding}: byte {error.object[error.start]:#x}. "
            f"Declare its encoding, one of {', '.join(ENCODINGS)}.",
            Location(at),
        ) from None


def _checked(line: str, number: int) -> str:
    if len(line) > LONGEST_LINE:
        raise _too_long(number)
    if "\0" in line:
        raise FileRefused.because(
            Code.ENCODING,
            "The line has null characters: the file is binary, or in UTF-16. Send it as text.",
            Location(number),
        )
    return line.rstrip("\r")


def _too_long(number: int) -> FileRefused:
    return FileRefused.because(
        Code.TOO_LARGE, f"A line has more than {LONGEST_LINE:,} characters.", Location(number)
    )
