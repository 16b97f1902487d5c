"""XML without entities, without a document type, and no deeper or larger than a document is."""

from collections.abc import Iterable, Iterator
from typing import Any
from xml.parsers import expat

from lxml import etree

from recoup_formats.amounts import short
from recoup_formats.codes import Code
from recoup_formats.problems import FileRefused, Location

DEEPEST = 60
MOST_ELEMENTS = 400_000
LARGEST_DOCUMENT = 16 * 1024 * 1024
LARGEST_PROLOG = 64 * 1024
"""Within so much the first element must begin."""
ENCODINGS = frozenset(
    ("utf-8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252")
)
Element = Any
"""lxml's ``_Element``, whose stubs lag behind it."""


class _Begun(Exception):
    """The first element was reached."""


class _Prolog:
    """What comes before the first element, read by a parser that resolves nothing."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.XmlDeclHandler = self._declaration
        self._parser.StartElementHandler = self._begins
        self._read = 0

    def _doctype(self, *_: object) -> None:
        at = Location(self._parser.CurrentLineNumber)
        raise FileRefused.because(
            Code.XML_DOCTYPE,
            "The file has a document type declaration, which could define entities. Send it "
            "without <!DOCTYPE …>; no e-invoice or statement needs one.",
            at,
        )

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in ENCODINGS:
            raise FileRefused.because(
                Code.ENCODING,
                f"The encoding {short(encoding)} is not read. Send the file in UTF-8.",
                Location(1),
            )

    def _begins(self, *_: object) -> None:
        raise _Begun

    def passed(self, chunk: bytes) -> bool:
        """Whether the first element has begun."""
        self._read += len(chunk)
        try:
            self._parser.Parse(chunk)
        except _Begun:
            return True
        except expat.ExpatError as error:
            raise _malformed(str(error), error.lineno) from None
        except (LookupError, ValueError) as error:
            raise FileRefused.because(
                Code.ENCODING, f"The encoding cannot be read: {error}. Send the file in UTF-8."
            ) from None
        if self._read > LARGEST_PROLOG:
            raise FileRefused.because(
                Code.XML_MALFORMED, "No element begins in the first 64 KiB. Send an XML file."
            )
        return False


def _malformed(reason: str, line: int | None) -> FileRefused:
    return FileRefused.because(
        Code.XML_MALFORMED,
        f"This is no well-formed XML: {reason[:200]}. Export the file again; it may be cut off.",
        Location(line),
    )


def events(
    chunks: Iterable[bytes], tags: Iterable[str] | None = None
) -> Iterator[tuple[str, Element]]:
    """Starts and ends of elements, of these tags if any are named; the file is never whole here.

    Whoever reads clears what it has used. Without tags, depth and number are counted.
    """
    prolog: _Prolog | None = _Prolog()
    parser = etree.XMLPullParser(
        events=("start", "end"),
        tag=None if tags is None else list(tags),
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    held = 0
    begun = False
    try:
        for chunk in _small(chunks):
            if prolog is not None and prolog.passed(chunk):
                prolog = None
            parser.feed(chunk)
            held += len(chunk)
            for event in parser.read_events():
                held = 0
                if not begun:
                    begun = _has_no_doctype(event[1])
                yield event
            if tags is not None and held > LARGEST_DOCUMENT:
                raise FileRefused.because(
                    Code.TOO_LARGE,
                    "One part of the file is larger than 16 MiB. Split it where it comes from.",
                )
        parser.close()
        yield from parser.read_events()
    except etree.XMLSyntaxError as error:
        reason = error.msg or "it ends too early"
        if "depth" in reason:
            raise FileRefused.because(
                Code.XML_TOO_DEEP, "The file nests elements without end.", Location(error.lineno)
            ) from None
        raise _malformed(reason, error.lineno) from None


def _has_no_doctype(element: Element) -> bool:
    """A second look, by the parser that is believed: both must agree on where the bytes end."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise FileRefused.because(Code.XML_DOCTYPE, "Send the file without <!DOCTYPE …>.")
    return True


def document(content: bytes) -> Element:
    """The root of one whole document of moderate size."""
    if len(content) > LARGEST_DOCUMENT:
        raise FileRefused.because(
            Code.TOO_LARGE,
            f"The document has {len(content):,} bytes, and {LARGEST_DOCUMENT:,} are read. Leave "
            "attachments out of it.",
        )
    depth = elements = 0
    root: Element = None
    for event, element in events([content]):
        if event == "end":
            depth -= 1
            continue
        depth, elements = depth + 1, elements + 1
        if root is None:
            root = element
        if depth > DEEPEST or elements > MOST_ELEMENTS:
            what = f"{DEEPEST} levels" if depth > DEEPEST else f"{MOST_ELEMENTS:,} elements"
            code = Code.XML_TOO_DEEP if depth > DEEPEST else Code.TOO_LARGE
            raise FileRefused.because(
                code, f"The document has more than {what}. Send one invoice.", place(element)
            )
    assert root is not None, "an empty document is malformed"
    return root


def _small(chunks: Iterable[bytes], size: int = 64 * 1024) -> Iterator[bytes]:
    """However they come: the parser builds all of a piece before anything of it can be let go."""
    for chunk in chunks:
        for start in range(0, len(chunk), size):
            yield chunk[start : start + size]


def name_of(element: Element) -> str:
    """Its tag without the namespace, in which any character may stand (so ``QName`` does not serve)."""
    return str(element.tag).rpartition("}")[2]


def namespace_of(element: Element) -> str:
    return str(element.tag).rpartition("}")[0].removeprefix("{")


def place(element: Element) -> Location:
    """Where an element stands, for a person who has the file open."""
    return Location(element.sourceline, path_of(element))


def path_of(element: Element) -> str:
    steps = []
    here = element
    while here is not None:
        same = [name_of(each) == name_of(here) for each in here.itersiblings(preceding=True)]
        later = any(name_of(each) == name_of(here) for each in here.itersiblings())
        number = f"[{sum(same) + 1}]" if any(same) or later else ""
        steps.append(name_of(here) + number)
        here = here.getparent()
    return "/" + "/".join(reversed(steps))
