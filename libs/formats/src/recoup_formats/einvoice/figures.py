"""The sums of a document as it writes them, present or not, before anything is believed."""

from decimal import Decimal
from typing import NamedTuple

from recoup_formats.xml import Element


class Figure(NamedTuple):
    value: Decimal
    element: Element
    """Where it is written."""


class VatRow(NamedTuple):
    tax: Figure | None
    taxable: Figure | None
    rate: Decimal | None
    category: str | None = None


class TaxTotal(NamedTuple):
    tax: Figure
    rows: tuple[VatRow, ...]


class Figures(NamedTuple):
    has_totals: bool
    """Whether there is a place for them at all: rules about totals speak of that place."""
    lines: tuple[Figure, ...] = ()  # BT-131
    allowances: tuple[Figure, ...] = ()  # BT-92
    charges: tuple[Figure, ...] = ()  # BT-99
    line_total: Figure | None = None  # BT-106
    allowance_total: Figure | None = None  # BT-107
    charge_total: Figure | None = None  # BT-108
    net: Figure | None = None  # BT-109
    taxes: tuple[TaxTotal, ...] = ()  # BT-110, in the document's currency
    tax_is_needed: bool = False
    """UBL must say it, be it zero; CII may leave it out."""
    gross: Figure | None = None  # BT-112
    prepaid: Figure | None = None  # BT-113
    rounding: Figure | None = None  # BT-114
    payable: Figure | None = None  # BT-115
    says_when_due: bool = False  # BT-9 or BT-20
    is_credit: bool = False
    """A credit note asks for no money, so nothing of it is due."""
