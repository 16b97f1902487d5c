"""What makes a PDF with an invoice embedded a Factur-X file: its metadata say so."""

import re
from typing import Final

FILE: Final = "factur-x.xml"
_NAMESPACE = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
_METADATA = re.compile(
    rb"(?P<number>[0-9]+) 0 obj\n<</Length (?P<length>[0-9]+)/Type/Metadata/Subtype/XML>>\nstream\n"
)
_TRAILER = re.compile(rb"trailer\n<<(?P<entries>[^\n]*)>>\nstartxref\n(?P<table_at>[0-9]+)\n%%EOF")
_END_OF_SCHEMAS = b"</rdf:Bag></pdfaExtension:schemas>"
_END = b"</rdf:RDF>"
_PROPERTIES = {
    "DocumentFileName": "The name of the embedded XML document",
    "DocumentType": "The type of the hybrid document in capital letters, e.g. INVOICE or ORDER",
    "Version": "The actual version of the standard applying to the embedded XML document",
    "ConformanceLevel": "The conformance level of the embedded XML document",
}


def with_metadata(pdf: bytes, profile: str) -> bytes:
    """Appended as PDF has it for what changes later (ISO 32000-1, 7.5.6); the rest stays byte for byte.

    Typst knows no metadata but its own, and a PDF library takes longer than Typst for all of it.
    """
    head, tail = _last(_METADATA, pdf), _last(_TRAILER, pdf)
    number, length = int(head["number"]), int(head["length"])
    metadata = _said(pdf[head.end() : head.end() + length], profile)
    object_at = len(pdf) + 1
    object = (
        b"%d 0 obj\n<</Length %d/Type/Metadata/Subtype/XML>>\nstream\n%b\nendstream\nendobj\n"
        % (number, len(metadata), metadata)
    )
    table = b"xref\n%d 1\n%010d 00000 n\r\n" % (number, object_at)
    trailer = b"trailer\n<<%b/Prev %b>>\n" % (tail["entries"], tail["table_at"])
    end = b"startxref\n%d\n%%%%EOF\n" % (object_at + len(object))
    return b"".join((pdf, b"\n", object, table, trailer, end))


def _last(pattern: re.Pattern[bytes], pdf: bytes) -> re.Match[bytes]:
    """What Typst writes at the end of each file."""
    found = list(pattern.finditer(pdf))
    if not found:
        raise ValueError("the PDF does not end as Typst ends one")
    return found[-1]


def _said(metadata: bytes, profile: str) -> bytes:
    if metadata.count(_END_OF_SCHEMAS) != 1 or metadata.count(_END) != 1:
        raise ValueError("the metadata of the PDF are not as Typst writes them")
    metadata = metadata.replace(_END_OF_SCHEMAS, _schema().encode() + _END_OF_SCHEMAS)
    return metadata.replace(_END, _properties(profile).encode() + _END)


def _schema() -> str:
    """PDF/A wants every property of its own described."""
    properties = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name>"
        "<pdfaProperty:valueType>Text</pdfaProperty:valueType>"
        "<pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{description}</pdfaProperty:description></rdf:li>"
        for name, description in _PROPERTIES.items()
    )
    return (
        '<rdf:li rdf:parseType="Resource">'
        "<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{_NAMESPACE}</pdfaSchema:namespaceURI>"
        "<pdfaSchema:prefix>fx</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )


def _properties(profile: str) -> str:
    return (
        f'<rdf:Description rdf:about="" xmlns:fx="{_NAMESPACE}">'
        "<fx:DocumentType>INVOICE</fx:DocumentType>"
        f"<fx:DocumentFileName>{FILE}</fx:DocumentFileName>"
        "<fx:Version>1.0</fx:Version>"
        f"<fx:ConformanceLevel>{profile}</fx:ConformanceLevel></rdf:Description>"
    )
