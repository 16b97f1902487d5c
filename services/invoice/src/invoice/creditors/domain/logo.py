"""A creditor's logo: a picture by what is in it, that shows nothing but itself."""

import re
import struct
from base64 import b64encode
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from invoice.creditors.domain.errors import LogoUnacceptable
from recoup_formats.problems import FileRefused
from recoup_formats.xml import events

PNG: Final = "image/png"
JPEG: Final = "image/jpeg"
SVG: Final = "image/svg+xml"
LARGEST: Final = 256 * 1024
MOST_PIXELS: Final = 4_000_000
_NAMESPACE: Final = "http://www.w3.org/2000/svg"
_ELEMENTS: Final = frozenset(
    [
        "svg",
        "g",
        "defs",
        "symbol",
        "use",
        "title",
        "desc",
        "metadata",
        "style",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "mask",
    ]
)
"""What draws; nothing of it runs, loads or moves."""
_INSIDE = re.compile(r"#[\w.:-]+")
_URL = re.compile(r"url\(\s*['\"]?([^)'\"]*)", re.IGNORECASE)
_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""Markers of a JPEG that are followed by its size."""


class Picture(NamedTuple):
    content_type: str
    width: int
    height: int


def picture_of(content: bytes) -> Picture:
    """What its name or its sender claims counts for nothing."""
    if len(content) > LARGEST:
        raise LogoUnacceptable(
            f"The logo has {len(content):,} bytes; send one of at most {LARGEST:,}."
        )
    if content[:8] == b"\x89PNG\r\n\x1a\n" and b"IEND" in content[-16:]:
        return _sized(PNG, *struct.unpack(">II", content[16:24]))
    if content[:3] == b"\xff\xd8\xff" and b"\xff\xd9" in content[-64:]:
        return _sized(JPEG, *_size_of_jpeg(content))
    if b"<svg" in content[:4096]:
        _check_drawing(content)
        return Picture(SVG, 0, 0)
    raise LogoUnacceptable("The logo is no PNG, JPEG or SVG, or is cut off. Send one of those.")


def as_svg(content: bytes, picture: Picture) -> str:
    """In the one form that letters are set with."""
    if picture.content_type == SVG:
        return content.decode("utf-8-sig")
    size = f'width="{picture.width}" height="{picture.height}"'
    data = b64encode(content).decode()
    return (
        f'<svg xmlns="{_NAMESPACE}" {size}><image {size} '
        f'href="data:{picture.content_type};base64,{data}"/></svg>'
    )


def _sized(content_type: str, width: int, height: int) -> Picture:
    if not (width and height) or width * height > MOST_PIXELS:
        raise LogoUnacceptable(
            f"The logo has {width:,} by {height:,} pixels; send one of at most {MOST_PIXELS:,} in all."
        )
    return Picture(content_type, width, height)


def _size_of_jpeg(content: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return 0, 0


def _check_drawing(content: bytes) -> None:
    try:
        content.decode("utf-8-sig")
        for wrong in _wrong(content):
            raise LogoUnacceptable(
                f"The drawing has {wrong}, which a logo does not need. Save it as a plain SVG, with texts "
                "as paths and without linked files."
            )
    except (FileRefused, UnicodeDecodeError) as error:
        raise LogoUnacceptable(f"The drawing cannot be read: {error}") from None


def _wrong(content: bytes) -> Iterator[str]:
    for kind, element in events([content]):
        if kind == "start":
            yield from _wrong_in(element)
        elif element.tag.endswith("}style"):
            yield from _wrong_in_style(element.text or "")


def _wrong_in(element: Any) -> Iterator[str]:
    namespace, _, name = element.tag.rpartition("}")
    if namespace == f"{{{_NAMESPACE}" and name not in _ELEMENTS:
        yield f"a <{name}>"
    elif not namespace:
        yield f"a <{name}> that is none of SVG's"
    for attribute, value in element.attrib.items():
        plain = attribute.rpartition("}")[2].lower()
        if plain.startswith("on"):
            yield f"the attribute {plain}"
        if plain in ("href", "src") and not _INSIDE.fullmatch(value.strip()):
            yield f"a link in {plain}"
        yield from _wrong_in_style(value)


def _wrong_in_style(text: str) -> Iterator[str]:
    if "@import" in text.lower() or "\\" in text:
        yield "an import or an escape in its styles"
    if any(not _INSIDE.fullmatch(target.strip()) for target in _URL.findall(text)):
        yield "a link in its styles"
