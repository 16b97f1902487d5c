"""Where a syntax writes the business terms of EN 16931: paths, and what no path can say."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from recoup_formats.einvoice.document import Discount, Due, Syntax
from recoup_formats.einvoice.figures import TaxTotal, VatRow
from recoup_formats.einvoice.reading import Reading
from recoup_formats.xml import Element


class AddressPaths(NamedTuple):
    """From a party's element."""

    lines: Sequence[str]
    postal_code: str
    city: str
    subdivision: str


class PartyPaths(NamedTuple):
    """From a party's element."""

    names: Sequence[str]
    """The first that is there."""
    ids: Sequence[str]
    registration: str
    vat_id: str
    tax_id: str
    electronic_address: str
    address: AddressPaths
    country: str


class LinePaths(NamedTuple):
    """From a line's element."""

    id: str
    name: str
    quantity: str
    net: str
    category: str
    rate: str


class AdjustmentPaths(NamedTuple):
    """From the element of an allowance or charge."""

    charge: str
    amount: str
    reason: str
    category: str
    rate: str


class VatPaths(NamedTuple):
    """From a row of the VAT breakdown."""

    tax: str
    taxable: str
    rate: str
    category: str

    def row(self, read: Reading, element: Element) -> VatRow:
        return VatRow(
            tax=read.figure(element, self.tax),
            taxable=read.figure(element, self.taxable),
            rate=read.number(element, self.rate),
            category=read.text(element, self.category),
        )


class TotalPaths(NamedTuple):
    """From the element of the totals."""

    lines: str
    allowances: str
    charges: str
    net: str
    gross: str
    prepaid: str
    rounding: str
    payable: str


class Binding(NamedTuple):
    syntax: Syntax
    namespaces: Mapping[str, str]
    day: Callable[..., date]
    type_code: str
    number: str
    issue_date: str
    currency: str
    buyer_reference: str
    purchase_order: str
    contract: str
    notes: str
    terms: str
    seller: str
    buyer: str
    payee: str
    party: PartyPaths
    line: str
    of_line: LinePaths
    adjustment: str
    of_adjustment: AdjustmentPaths
    totals: str
    of_totals: TotalPaths
    preceding: str
    preceding_number: str
    preceding_date: str
    means: str
    remittance: str
    accounts: str
    mandate: str
    tax_is_needed: bool
    tax_totals: Callable[[Reading, Element], tuple[TaxTotal, ...]]
    due: Callable[[Reading, Element, str], tuple[Due, ...]]
    discounts: Callable[[Reading, Element, str], tuple[Discount, ...]]
