"""What a file is, by what is in it; what its name or its sender claims counts for nothing."""

from collections.abc import Callable, Mapping
from typing import Final

PDF: Final = "application/pdf"
PNG: Final = "image/png"
JPEG: Final = "image/jpeg"
TIFF: Final = "image/tiff"
XML: Final = "application/xml"
TEXT: Final = "text/plain"
TYPES: Final[Mapping[str, str]] = {
    PDF: "pdf",
    PNG: "png",
    JPEG: "jpg",
    TIFF: "tiff",
    XML: "xml",
    TEXT: "txt",
}
"""What is kept, with the ending of a file's name."""
_HEAD: Final = 1024


def content_type_of(content: bytes) -> str | None:
    """One of those that are kept; ``None`` for anything else, however it calls itself."""
    return next((kind for kind, is_one in _KINDS.items() if is_one(content)), None)


def _is_pdf(content: bytes) -> bool:
    return content[:5] == b"%PDF-" and b"%%EOF" in content[-2048:]


def _is_png(content: bytes) -> bool:
    return content[:16] == b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" and b"IEND" in content[-16:]


def _is_jpeg(content: bytes) -> bool:
    return content[:3] == b"\xff\xd8\xff" and b"\xff\xd9" in content[-64:]


def _is_tiff(content: bytes) -> bool:
    return content[:4] in (b"II*\x00", b"MM\x00*")


def _is_text(content: bytes) -> bool:
    """UTF-8 without control characters, and no page that a browser would run."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and not any(
        ord(each) < 32 and each not in "\t\n\r\f" for each in text
    )


def _is_xml(content: bytes) -> bool:
    """Data, no web page and no drawing: those can carry scripts."""
    if not _is_text(content):
        return False
    head = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:_HEAD].lower()
    return head.startswith(b"<?xml") and not any(each in head for each in (b"<html", b"<svg"))


def _is_plain(content: bytes) -> bool:
    """No markup, and no PDF that was cut off."""
    head = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return _is_text(content) and head not in (b"<", b"%")


_KINDS: Mapping[str, Callable[[bytes], bool]] = {
    PDF: _is_pdf,
    PNG: _is_png,
    JPEG: _is_jpeg,
    TIFF: _is_tiff,
    XML: _is_xml,
    TEXT: _is_plain,
}
