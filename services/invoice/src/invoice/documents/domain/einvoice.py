"""A copy of an invoice for machines, as Factur-X: as much of one as is known for sure."""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

from invoice.documents.domain.einvoice_parts import (
    document_of,
    lines_of,
    net_of_lines,
    sums_of,
    taxes_of,
)
from invoice.documents.domain.parties import Parties
from invoice.documents.domain.words import Words
from invoice.einvoices.domain.mapping import DIGEST
from invoice.invoices.domain.invoice import Invoice
from recoup_documents.letter import EInvoice
from recoup_events.invoice.discount import ZeroTax
from recoup_formats.einvoice.factur_x import factur_x
from recoup_formats.einvoice.profile import Profile
from recoup_formats.problems import FileRefused

NAMES_THE_BUYER: Final = frozenset({ZeroTax.REVERSE_CHARGE, ZeroTax.INTRA_COMMUNITY_SUPPLY})
FULLEST_FIRST: Final = (Profile.EN_16931, Profile.BASIC_WL, Profile.MINIMUM)


class Lack(StrEnum):
    """Why a copy is no e-invoice, or not a fuller one."""

    OWN_FILE = "own_file"
    """It came as an e-invoice, and that file is the invoice."""
    CHARGE = "charge"
    CONTINUES_OTHERS = "continues_others"
    CHANGED = "changed"
    """Adjusted, credited, discounted, written off, continued or cancelled since."""
    SELLER_VAT_ID = "seller_vat_id"
    TAXES = "taxes"
    """By rate, together the total."""
    KIND_OF_ZERO_TAX = "kind_of_zero_tax"
    """Zero-rated, exempt, reverse charge …: a rate of nought does not say."""
    BUYER_VAT_ID = "buyer_vat_id"
    """Reverse charge and supplies within the Union name it, and it is not known here."""
    LINES = "lines"
    LINE_QUANTITIES = "line_quantities"
    LINE_TAX_RATES = "line_tax_rates"
    LINES_DIFFER = "lines_differ"
    """From the taxes by rate."""


class Made(NamedTuple):
    file: EInvoice | None
    lacks: tuple[str, ...]
    """What there would have to be for a fuller profile; a rule of EN 16931 where that is broken."""


def einvoice_of(invoice: Invoice, parties: Parties, words: Words, mark: str | None) -> Made:
    """In the fullest profile for which nothing is missing and whose arithmetic holds."""
    reasons: dict[str, None] = {}
    for profile in FULLEST_FIRST:
        missing = _missing(profile, invoice, parties)
        if not missing:
            try:
                xml = factur_x(document_of(invoice, parties, words, mark), profile)
            except FileRefused as refused:
                missing = [each.rule or each.code for each in refused.problems]
            else:
                file = EInvoice(
                    profile=profile, alternative=profile.is_invoice, xml=xml.decode("utf-8")
                )
                return Made(file, tuple(reasons))
        reasons.update(dict.fromkeys(map(str, missing)))
    return Made(None, tuple(reasons))


def _missing(profile: Profile, invoice: Invoice, parties: Parties) -> list[str]:
    missing: list[str] = [*_for_any(invoice, parties)]
    if profile is not Profile.MINIMUM:
        missing += _by_rate(invoice)
    if profile.needs_lines:
        missing += _by_line(invoice)
    return missing


def _for_any(invoice: Invoice, parties: Parties) -> Iterator[Lack]:
    issued = invoice.issued
    if DIGEST in invoice.metadata:
        yield Lack.OWN_FILE
    if issued.charge is not None:
        yield Lack.CHARGE
    if issued.continues:
        yield Lack.CONTINUES_OTHERS
    if invoice.cancelled or invoice.total != issued.total or _is_reduced(invoice):
        yield Lack.CHANGED
    if parties.creditor.details.vat_id is None:
        yield Lack.SELLER_VAT_ID
    net, tax = sums_of(invoice)
    if net + tax != invoice.total:
        yield Lack.TAXES


def _is_reduced(invoice: Invoice) -> bool:
    less = (invoice.credited, invoice.discounted, invoice.written_off, invoice.continued)
    return any(less)


def _by_rate(invoice: Invoice) -> Iterator[Lack]:
    if not invoice.issued.taxes:
        yield Lack.TAXES
    zero = [each.zero for each in invoice.issued.taxes if not Decimal(each.rate)]
    if None in zero:
        yield Lack.KIND_OF_ZERO_TAX
    if NAMES_THE_BUYER.intersection(zero):
        yield Lack.BUYER_VAT_ID


def _by_line(invoice: Invoice) -> Iterator[Lack]:
    if not invoice.lines:
        yield Lack.LINES
        return
    lines = list(lines_of(invoice))
    if any(not line.quantity or line.quantity * line.net.minor_units < 0 for line in lines):
        yield Lack.LINE_QUANTITIES
    if any(line.rate is None for line in lines):
        yield Lack.LINE_TAX_RATES
    elif invoice.issued.taxes and net_of_lines(lines) != {
        row.rate: row.net for row in taxes_of(invoice)
    }:
        yield Lack.LINES_DIFFER
