"""Copies of invoices, read back and checked by a library that is not ours."""

import io
from typing import Any, NamedTuple

import facturx
from httpx import AsyncClient
from pypdf import PdfReader

from recoup_formats.einvoice.document import EInvoice
from recoup_formats.einvoice.reader import read_einvoice
from recoup_testing.money import eur_json

LEVELS = {"MINIMUM": "minimum", "BASIC WL": "basicwl", "EN 16931": "en16931"}
SCREWS = {
    "description": "Screws M6 <galvanized>",
    "net": eur_json("100.00"),
    "tax": eur_json("19.00"),
    "quantity": "3",
    "unit": "C62",
    "tax_rate": "19",
}


class Copy(NamedTuple):
    profile: str
    lacks: set[str]
    xml: bytes | None

    @property
    def einvoice(self) -> EInvoice:
        assert self.xml is not None
        return read_einvoice(self.xml)


async def read_copy(erp: AsyncClient, invoice: dict[str, Any], **query: Any) -> Copy:
    answer = await erp.get(f"/v1/invoices/{invoice['id']}/document", params=query)
    assert answer.is_success, answer.text
    lacks = set(filter(None, answer.headers.get("E-Invoice-Lacks", "").split(", ")))
    profile = answer.headers["E-Invoice-Profile"]
    files = PdfReader(io.BytesIO(answer.content)).attachment_list
    if profile == "none":
        assert not list(files)
        return Copy(profile, lacks, None)
    level = LEVELS[profile]
    name, xml = facturx.get_facturx_xml_from_pdf(answer.content, check_schematron=False)
    assert name == "factur-x.xml"
    assert facturx.xml_check_xsd(xml, flavor="factur-x", level=level)
    assert facturx.get_level(facturx.facturx.etree.fromstring(xml)) == level
    return Copy(profile, lacks, xml)
