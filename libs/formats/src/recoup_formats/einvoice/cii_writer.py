"""Writes an e-invoice as UN/CEFACT Cross Industry Invoice, in a profile of Factur-X 1.0."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from recoup_formats.einvoice.cii import CII
from recoup_formats.einvoice.document import EInvoice, Line, Party, Vat
from recoup_formats.einvoice.profile import Profile

_PRICE_PLACES = Decimal("0.0001")


def write_cii(einvoice: EInvoice, profile: Profile) -> bytes:
    """What the profile has room for; what must be in it has to be there."""
    namespaces = {f"xmlns:{prefix}": name for prefix, name in CII.namespaces.items()}
    root = _element(
        "rsm:CrossIndustryInvoice",
        _element(
            "rsm:ExchangedDocumentContext",
            _element(
                "ram:GuidelineSpecifiedDocumentContextParameter", _text("ram:ID", profile.guideline)
            ),
        ),
        _document(einvoice, profile),
        _element(
            "rsm:SupplyChainTradeTransaction",
            *(map(_line, einvoice.lines) if profile.needs_lines else ()),
            _agreement(einvoice, profile),
            _element("ram:ApplicableHeaderTradeDelivery"),
            _element("ram:ApplicableHeaderTradeSettlement", *_settlement(einvoice, profile)),
        ),
        **namespaces,
    )
    return f"<?xml version='1.0' encoding='UTF-8'?>\n{root}\n".encode()


Markup = str
"""An element with all that is in it."""


def _element(name: str, *content: Markup | None, **attributes: str) -> Markup:
    """``None`` among its content is what is not known."""
    written = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{name}{written}>{''.join(filter(None, content))}</{name}>"


def _text(name: str, text: str, **attributes: str) -> Markup:
    return _element(name, escape(text), **attributes)


def _known(name: str, text: str | None, **attributes: str) -> Markup | None:
    return None if text is None else _text(name, text, **attributes)


def _day(name: str, day: date) -> Markup:
    return _element(name, _text("udt:DateTimeString", f"{day:%Y%m%d}", format="102"))


def _document(einvoice: EInvoice, profile: Profile) -> Markup:
    notes = () if profile is Profile.MINIMUM else einvoice.notes
    return _element(
        "rsm:ExchangedDocument",
        _text("ram:ID", einvoice.number),
        _text("ram:TypeCode", einvoice.type_code),
        _day("ram:IssueDateTime", einvoice.issue_date),
        *(_element("ram:IncludedNote", _text("ram:Content", each)) for each in notes),
    )


def _line(line: Line) -> Markup:
    assert line.quantity is not None
    assert line.unit is not None
    return _element(
        "ram:IncludedSupplyChainTradeLineItem",
        _element("ram:AssociatedDocumentLineDocument", _text("ram:LineID", line.id)),
        _element("ram:SpecifiedTradeProduct", _text("ram:Name", line.name)),
        _element(
            "ram:SpecifiedLineTradeAgreement",
            _element("ram:NetPriceProductTradePrice", *_price(line, line.quantity, line.unit)),
        ),
        _element(
            "ram:SpecifiedLineTradeDelivery",
            _text("ram:BilledQuantity", f"{line.quantity:f}", unitCode=line.unit),
        ),
        _element(
            "ram:SpecifiedLineTradeSettlement",
            _element(
                "ram:ApplicableTradeTax",
                _text("ram:TypeCode", "VAT"),
                _known("ram:CategoryCode", line.category),
                _rate(line.rate),
            ),
            _element(
                "ram:SpecifiedTradeSettlementLineMonetarySummation",
                _text("ram:LineTotalAmount", line.net.decimal),
            ),
        ),
    )


def _price(line: Line, quantity: Decimal, unit: str) -> Iterator[Markup]:
    """Of one where it comes out even; else of as many as were sold, which always does."""
    net = Decimal(line.net.decimal)
    each = (net / quantity).quantize(_PRICE_PLACES)
    if each * quantity == net:
        yield _text("ram:ChargeAmount", f"{each.normalize():f}")
    else:
        yield _text("ram:ChargeAmount", f"{abs(net):f}")
        yield _text("ram:BasisQuantity", f"{abs(quantity):f}", unitCode=unit)


def _rate(rate: Decimal | None) -> Markup | None:
    return _known("ram:RateApplicablePercent", None if rate is None else f"{rate:f}")


def _agreement(einvoice: EInvoice, profile: Profile) -> Markup:
    order = einvoice.purchase_order
    return _element(
        "ram:ApplicableHeaderTradeAgreement",
        _known("ram:BuyerReference", einvoice.buyer_reference),
        _element("ram:SellerTradeParty", *_party(einvoice.seller, profile)),
        _element("ram:BuyerTradeParty", *_buyer(einvoice.buyer, profile)),
        None
        if order is None
        else _element("ram:BuyerOrderReferencedDocument", _text("ram:IssuerAssignedID", order)),
    )


def _buyer(buyer: Party, profile: Profile) -> Iterator[Markup | None]:
    """``MINIMUM`` has room for no more than its name."""
    if profile is Profile.MINIMUM:
        yield _text("ram:Name", buyer.name)
    else:
        yield from _party(buyer, profile)


def _party(party: Party, profile: Profile) -> Iterator[Markup | None]:
    minimum = profile is Profile.MINIMUM
    for each in () if minimum else party.ids:
        yield _text("ram:ID", each.value)
    yield _text("ram:Name", party.name)
    yield _address(party, profile)
    if party.vat_id is not None:
        yield _element("ram:SpecifiedTaxRegistration", _text("ram:ID", party.vat_id, schemeID="VA"))


def _address(party: Party, profile: Profile) -> Markup:
    address = None if profile is Profile.MINIMUM else party.address
    country = _known("ram:CountryID", party.country)
    if address is None:
        return _element("ram:PostalTradeAddress", country)
    lines = (*address.lines[:2], ", ".join(address.lines[2:]))
    return _element(
        "ram:PostalTradeAddress",
        _known("ram:PostcodeCode", address.postal_code),
        *(
            _known(f"ram:Line{nth}", line or None)
            for nth, line in zip(("One", "Two", "Three"), lines, strict=False)
        ),
        _known("ram:CityName", address.city),
        country,
        _known("ram:CountrySubDivisionName", address.subdivision),
    )


def _settlement(einvoice: EInvoice, profile: Profile) -> Iterator[Markup | None]:
    minimum = profile is Profile.MINIMUM
    if not minimum:
        yield _known("ram:PaymentReference", einvoice.payment.remittance)
    yield _text("ram:InvoiceCurrencyCode", einvoice.currency)
    if not minimum:
        yield _means(einvoice)
        yield from map(_vat, einvoice.vat)
        yield _terms(einvoice)
    yield _element(
        "ram:SpecifiedTradeSettlementHeaderMonetarySummation", *_sums(einvoice, minimum=minimum)
    )


def _means(einvoice: EInvoice) -> Markup | None:
    payment = einvoice.payment
    if payment.means is None:
        return None
    accounts = (
        _element("ram:PayeePartyCreditorFinancialAccount", _text("ram:IBANID", each))
        for each in payment.accounts
    )
    return _element(
        "ram:SpecifiedTradeSettlementPaymentMeans", _text("ram:TypeCode", payment.means), *accounts
    )


def _vat(row: Vat) -> Markup:
    return _element(
        "ram:ApplicableTradeTax",
        _text("ram:CalculatedAmount", row.tax.decimal),
        _text("ram:TypeCode", "VAT"),
        _known("ram:ExemptionReason", row.exemption_reason),
        _text("ram:BasisAmount", row.net.decimal),
        _known("ram:CategoryCode", row.category),
        _rate(row.rate),
    )


def _terms(einvoice: EInvoice) -> Markup | None:
    """One day stands as such; several are said in words."""
    day = einvoice.due[0].due_date if len(einvoice.due) == 1 else None
    if day is None and einvoice.terms is None:
        return None
    return _element(
        "ram:SpecifiedTradePaymentTerms",
        _known("ram:Description", einvoice.terms),
        None if day is None else _day("ram:DueDateDateTime", day),
    )


def _sums(einvoice: EInvoice, *, minimum: bool) -> Iterator[Markup]:
    totals = einvoice.totals
    if not minimum:
        yield _text("ram:LineTotalAmount", totals.lines.decimal)
    yield _text("ram:TaxBasisTotalAmount", totals.net.decimal)
    yield _text("ram:TaxTotalAmount", totals.tax.decimal, currencyID=einvoice.currency)
    yield _text("ram:GrandTotalAmount", totals.gross.decimal)
    if not minimum and totals.prepaid:
        yield _text("ram:TotalPrepaidAmount", totals.prepaid.decimal)
    yield _text("ram:DuePayableAmount", totals.payable.decimal)
