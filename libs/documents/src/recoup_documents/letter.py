"""What stands in a letter, whatever it is about; every text is as its reader will see it."""

from typing import Literal, NamedTuple

from pydantic import AwareDatetime

from recoup_events.kernel.event import Value
from recoup_events.kernel.postal_address import PostalAddress

Paper = Literal["a4", "us-letter"]
US_PAPER = frozenset({"US", "CA", "MX", "PH", "CL", "CO"})
"""Where letters are 8.5 by 11 inches."""


class Labelled(Value):
    """A line of the block beside the address, or of the sums below a table."""

    label: str
    value: str
    strong: bool = False


class Column(Value):
    title: str
    right: bool = False
    """For amounts and days."""
    wide: bool = False
    """Takes what the others leave."""


class Table(Value):
    title: str | None = None
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    """With a text for each column."""
    sums: tuple[Labelled, ...] = ()


class HowToPay(Value):
    """Where the money goes; ``code`` is what a banking app reads."""

    title: str
    details: tuple[Labelled, ...]
    code: str | None = None
    """The content of a QR code."""
    code_title: str | None = None


class EInvoice(Value):
    """The invoice for machines, which is embedded as Factur-X."""

    profile: str
    """As Factur-X names it, e.g. ``EN 16931``."""
    alternative: bool
    """Whether it says all that the letter says; else it is data beside it."""
    xml: str


class Letter(Value):
    language: str
    """BCP 47; it decides where words are broken."""
    paper: Paper = "a4"
    made_at: AwareDatetime
    """As the file says; the same letter gives the same bytes."""
    title: str
    """Of the file, as a reader's window shows it."""
    sender: tuple[str, ...]
    """Its name first."""
    logo: str | None = None
    """SVG, in the place of the name."""
    recipient: tuple[str, ...]
    details: tuple[Labelled, ...]
    heading: str
    mark: str | None = None
    """Above the heading, such as: second copy."""
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    closing: tuple[str, ...] = ()
    how_to_pay: HowToPay | None = None
    footer: tuple[str, ...] = ()
    """Register, directors, whom to ask."""
    einvoice: EInvoice | None = None
    page: str
    """How pages are counted, with ``{n}`` and ``{of}``."""


class Pdf(NamedTuple):
    content: bytes
    archival: bool
    """Whether it is PDF/A; what is not holds no e-invoice either."""


def address_lines(address: PostalAddress) -> tuple[str, ...]:
    """As it is written on envelopes; the country is named by whoever knows where it is posted."""
    before, behind = address.postal_code or "", ""
    if address.country in ("US", "CA", "AU"):
        region = (address.subdivision or "").rpartition("-")[2]
        before, behind = "", " ".join(filter(None, (region, address.postal_code)))
    town = " ".join(filter(None, (before, address.city, behind)))
    return (*address.lines, town)


def paper_of(country: str) -> Paper:
    return "us-letter" if country in US_PAPER else "a4"
