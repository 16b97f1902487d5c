"""An invoice in the words of EN 16931."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from invoice.creditors.domain.creditor import Creditor
from invoice.customers.domain.customer import Customer
from invoice.documents.domain.invoice_copy import discounts_left
from invoice.documents.domain.parties import Parties, address_of, reference_of
from invoice.documents.domain.words import Words
from invoice.invoices.domain.invoice import Invoice
from recoup_events.invoice.discount import DocumentTax, ZeroTax
from recoup_events.kernel.money import Money, total
from recoup_events.kernel.postal_address import PostalAddress
from recoup_formats.einvoice.document import (
    Address,
    Due,
    EInvoice,
    Identifier,
    Line,
    Party,
    Payment,
    Syntax,
    Totals,
    Vat,
)

STANDARD_RATE: Final = "S"
"""The category of VAT of every rate above nought."""
CATEGORIES: Final = {
    ZeroTax.ZERO_RATED: "Z",
    ZeroTax.EXEMPT: "E",
    ZeroTax.EXPORT: "G",
    ZeroTax.REVERSE_CHARGE: "AE",
    ZeroTax.INTRA_COMMUNITY_SUPPLY: "K",
}
"""And those of the rate nought."""
COMMERCIAL_INVOICE: Final = "380"
SEPA_TRANSFER: Final = "58"
TRANSFER: Final = "30"


def document_of(invoice: Invoice, parties: Parties, words: Words, mark: str | None) -> EInvoice:
    """As it was issued or amended, with what was paid on it since."""
    creditor, customer = parties
    return EInvoice(
        syntax=Syntax.CII,
        type_code=COMMERCIAL_INVOICE,
        number=invoice.number,
        issue_date=invoice.issued.issue_date,
        currency=invoice.currency,
        purchase_order=invoice.purchase_order,
        notes=() if mark is None else (mark,),
        terms=_terms(invoice, words),
        due=(Due(due_date=invoice.due_date),) if len(invoice.terms) == 1 else (),
        seller=_seller(creditor),
        buyer=_buyer(customer),
        payment=_payment(creditor, invoice),
        lines=tuple(lines_of(invoice)),
        vat=tuple(taxes_of(invoice)),
        totals=_totals(invoice),
    )


def _terms(invoice: Invoice, words: Words) -> str | None:
    """Discounts, and how much is due when if it is not all at once."""
    sentences = list(discounts_left(invoice, words))
    if len(invoice.terms) > 1:
        parts = (
            f"{words.day(each.due_date)}: {words.money(each.amount)}" for each in invoice.terms
        )
        sentences.append(f"{words('due_in_terms')}: {'; '.join(parts)}")
    return " ".join(sentences) or None


def _seller(creditor: Creditor) -> Party:
    details = creditor.details
    return Party(
        name=details.legal_name,
        vat_id=details.vat_id,
        address=_address(details.address),
        country=details.address.country,
    )


def _buyer(customer: Customer) -> Party:
    address = address_of(customer)
    return Party(
        name=customer.name,
        ids=(Identifier(value=customer.external_id),),
        address=None if address is None else _address(address),
        country=customer.country if address is None else address.country,
    )


def _address(address: PostalAddress) -> Address:
    return Address(
        lines=address.lines,
        postal_code=address.postal_code,
        city=address.city,
        subdivision=address.subdivision,
    )


def _payment(creditor: Creditor, invoice: Invoice) -> Payment:
    account = creditor.account_for(invoice.currency)
    reference = reference_of(invoice)
    if account is None or account.iban is None:
        return Payment(remittance=reference)
    means = SEPA_TRANSFER if invoice.currency == "EUR" else TRANSFER
    return Payment(means=means, remittance=reference, accounts=(account.iban,))


def lines_of(invoice: Invoice) -> Iterator[Line]:
    """Of the document's rate where it has one alone."""
    rates = [Decimal(each.rate) for each in invoice.issued.taxes]
    only = rates[0] if len(rates) == 1 else None
    categories = {Decimal(each.rate): _category(each) for each in invoice.issued.taxes}
    for nth, line in enumerate(invoice.lines, start=1):
        rate = only if line.tax_rate is None else Decimal(line.tax_rate)
        yield Line(
            id=str(nth),
            name=line.description,
            quantity=None if line.quantity is None else Decimal(line.quantity),
            unit=line.unit,
            net=line.net,
            category=STANDARD_RATE if rate is None else categories.get(rate, STANDARD_RATE),
            rate=rate,
        )


def net_of_lines(lines: Iterable[Line]) -> Mapping[Decimal | None, Money]:
    by_rate: dict[Decimal | None, Money] = {}
    for line in lines:
        before = by_rate.get(line.rate)
        by_rate[line.rate] = line.net if before is None else before + line.net
    return by_rate


def taxes_of(invoice: Invoice) -> Iterator[Vat]:
    for each in invoice.issued.taxes:
        yield Vat(
            category=_category(each),
            rate=Decimal(each.rate),
            net=each.net,
            tax=each.tax,
            exemption_reason=each.exemption_reason,
        )


def _category(tax: DocumentTax) -> str:
    return STANDARD_RATE if tax.zero is None else CATEGORIES[tax.zero]


def sums_of(invoice: Invoice) -> tuple[Money, Money]:
    """Net and tax, by the taxes or else by the lines; nothing where neither is known."""
    parts = invoice.issued.taxes or invoice.lines
    return (
        total((each.net for each in parts), invoice.currency),
        total((each.tax for each in parts), invoice.currency),
    )


def _totals(invoice: Invoice) -> Totals:
    net, tax = sums_of(invoice)
    zero = Money.zero(invoice.currency)
    return Totals(
        lines=net,
        allowances=zero,
        charges=zero,
        net=net,
        tax=tax,
        gross=invoice.total,
        prepaid=invoice.paid,
        rounding=zero,
        payable=invoice.balance,
    )
