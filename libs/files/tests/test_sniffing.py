"""What a file is, is in it; what could be run is not kept."""

import pytest

from recoup_files.sniffing import content_type_of

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(17) + b"\x00\x00\x00\x00IEND\xaeB`\x82"


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (b"%PDF-1.7\n1 0 obj\n%%EOF\n", "application/pdf"),
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0 JFIF \xff\xd9", "image/jpeg"),
        (b"II*\x00\x08\x00\x00\x00", "image/tiff"),
        (b"<?xml version='1.0'?><Invoice/>", "application/xml"),
        ("Zahlungsavis: 100,00 €\n".encode(), "text/plain"),
    ],
)
def test_it_is_what_is_in_it(content: bytes, content_type: str) -> None:
    assert content_type_of(content) == content_type


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   ",
        b"MZ\x90\x00",
        b"PK\x03\x04",
        b"%PDF-1.7 that was cut off",
        PNG[:-12],
        b"<html><script>alert(1)</script></html>",
        b"<?xml version='1.0'?><svg onload='alert(1)'/>",
        b"<?xml version='1.0'?>\n<HTML/>",
        b"\x00\x01\x02",
        b"a\x07b",
        b"\xff\xfe<\x00",
    ],
)
def test_what_is_none_of_those_is_not_kept(content: bytes) -> None:
    assert content_type_of(content) is None
