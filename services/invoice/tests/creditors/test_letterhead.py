"""A creditor's letterhead: its logo by what is in it, its lines by language, on every letter."""

import struct
import zlib
from collections.abc import Awaitable, Callable
from typing import Any

import pypdfium2
import pytest
from httpx import AsyncClient

from recoup_events.kernel.ids import TenantId, creditor_id_of
from recoup_testing.money import eur_json

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="120" height="30">
<defs><linearGradient id="a"><stop offset="0" stop-color="#124"/><stop offset="1" stop-color="#48c"/></linearGradient></defs>
<style>.b { fill: url(#a) }</style><rect class="b" width="30" height="30"/><path d="M40 5h70v20h-70z" fill="#124"/></svg>"""
TEXTS = [
    {
        "language": "de",
        "sender": ["Sandmann Werke", "Postfach 12", "20001 Hamburg"],
        "footer": ["Geschäftsführung: Ada Sandmann"],
    },
    {"language": "fr", "footer": ["Direction : Ada Sandmann"]},
]


def png(width: int = 4, height: int = 2, *, cut: bool = False) -> bytes:
    def part(kind: bytes, content: bytes) -> bytes:
        sum = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", sum)

    rows = b"".join(b"\0" + b"\x20\x60\xa0" * min(width, 4) for _ in range(min(height, 2)))
    head = part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    data = part(b"IDAT", zlib.compress(rows))[: 9 if cut else None]
    return b"\x89PNG\r\n\x1a\n" + head + data + part(b"IEND", b"")


@pytest.fixture
def path() -> str:
    return f"/v1/creditors/{creditor_id_of(TenantId('acme'), 'default')}"


async def text_of(erp: AsyncClient, invoice: Shown, language: str) -> str:
    answer = await erp.get(f"/v1/invoices/{invoice['id']}/document?language={language}")
    assert answer.is_success, answer.text
    with pypdfium2.PdfDocument(answer.content) as document:
        return " ".join(document[0].get_textpage().get_text_range().split())


async def test_letters_have_the_lines_of_their_language(
    erp: AsyncClient, path: str, issue: Do
) -> None:
    invoice = await issue("SO-1")
    changed = await erp.put(f"{path}/letterhead", json={"texts": TEXTS})
    assert changed.status_code == 200, changed.text
    assert changed.json()["texts"] == [TEXTS[0], {**TEXTS[1], "sender": []}]
    german, french, english = [await text_of(erp, invoice, each) for each in ("de", "fr", "en")]
    assert "Sandmann Werke · Postfach 12 · 20001 Hamburg" in german
    assert "Geschäftsführung: Ada Sandmann" in german
    assert "Direction : Ada Sandmann" in french
    assert "Postfach" not in french + english
    assert "Ada Sandmann" not in english


@pytest.mark.parametrize(
    ("content", "kind"), [(SVG, "image/svg+xml"), (png(), "image/png")], ids=["svg", "png"]
)
async def test_a_logo_stands_in_the_place_of_the_name(
    erp: AsyncClient, path: str, issue: Do, content: bytes, kind: str
) -> None:
    lines = [{"description": "Screws", "net": eur_json("100.00"), "tax": eur_json("19.00")}]
    invoice = await issue("SO-1", "119.00", lines=lines)
    before = (await erp.get(f"/v1/invoices/{invoice['id']}/document")).content
    sent = await erp.put(f"{path}/logo", content=content)
    assert sent.status_code == 200, sent.text
    assert sent.json()["logo"]["content_type"] == kind
    read = await erp.get(f"{path}/logo")
    assert (read.content, read.headers["content-type"]) == (content, kind)
    after = await erp.get(f"/v1/invoices/{invoice['id']}/document")
    assert after.content != before
    assert after.headers["e-invoice-profile"] != "none"
    gone = await erp.delete(f"{path}/logo")
    assert gone.json()["logo"] is None
    assert (await erp.get(f"{path}/logo")).json()["code"] == "no_logo"
    assert (await erp.get(f"/v1/invoices/{invoice['id']}/document")).content == before


def drawing(inside: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{inside}</svg>'.encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"<html><svg></svg></html>",
        png(cut=True),
        png(20_000, 20_000),
        png() + b"\0" * 300_000,
        SVG[:-8],
        b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + SVG,
        drawing("<script>alert(1)</script>"),
        drawing('<image href="https://evil.example/a.png"/>'),
        drawing('<image href="file:///etc/passwd"/>'),
        drawing('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">a</p></foreignObject>'),
        drawing('<rect width="9" height="9" onload="alert(1)"/>'),
        drawing('<use href="other.svg#a"/>'),
        drawing('<rect width="9" height="9" style="fill: url(https://evil.example/a)"/>'),
        drawing("<style>@import 'https://evil.example/a.css';</style>"),
        drawing('<a href="https://evil.example"><rect width="9" height="9"/></a>'),
    ],
)
async def test_what_is_no_plain_picture_is_refused(
    erp: AsyncClient, path: str, content: bytes
) -> None:
    answer = await erp.put(f"{path}/logo", content=content)
    assert (answer.status_code, answer.json()["code"]) == (422, "logo_unacceptable"), answer.text
    assert (await erp.get(f"{path}/letterhead")).json()["logo"] is None


async def test_a_language_has_one_letterhead(erp: AsyncClient, path: str) -> None:
    twice = [{"language": "de"}, {"language": "de-AT"}]
    answer = await erp.put(f"{path}/letterhead", json={"texts": twice})
    assert answer.status_code == 422
