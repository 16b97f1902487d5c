"""One invoice in UBL and in CII: 100.00 at 20 % and 50.00 at 10 %, with an allowance of 10.00."""

from collections.abc import Mapping

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
FIGURES: Mapping[str, str] = {
    "lines": "150.00",
    "allowance": "10.00",
    "net": "140.00",
    "tax": "23.00",
    "tax_20": "18.00",
    "tax_10": "5.00",
    "gross": "163.00",
    "prepaid": "0.00",
    "rounding": "0.00",
    "payable": "163.00",
}


def ubl(
    number: str = "R-1",
    *,
    kind: str = "Invoice",
    type_code: str = "380",
    due: str = "<cbc:DueDate>2026-02-04</cbc:DueDate>",
    more: str = "",
    issue_date: str = "2026-01-05",
    currency: str = "EUR",
    seller: str = "S-1",
    buyer: str = "C-1",
    **figures: str,
) -> bytes:
    """A UBL document; figures that are named take the place of those above."""
    f = {**FIGURES, **figures}
    c = f'currencyID="{currency}"'
    quantity = "Invoiced" if kind == "Invoice" else "Credited"

    def line(id: str, net: str, rate: str) -> str:
        return (
            f"<cac:{kind}Line><cbc:ID>{id}</cbc:ID>"
            f'<cbc:{quantity}Quantity unitCode="C62">1</cbc:{quantity}Quantity>'
            f"<cbc:LineExtensionAmount {c}>{net}</cbc:LineExtensionAmount>"
            f"<cac:Item><cbc:Name>Article {id}</cbc:Name><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID>"
            f"<cbc:Percent>{rate}</cbc:Percent></cac:ClassifiedTaxCategory></cac:Item>"
            f"</cac:{kind}Line>"
        )

    def subtotal(net: str, tax: str, rate: str) -> str:
        return (
            f"<cac:TaxSubtotal><cbc:TaxableAmount {c}>{net}</cbc:TaxableAmount>"
            f"<cbc:TaxAmount {c}>{tax}</cbc:TaxAmount><cac:TaxCategory><cbc:ID>S</cbc:ID>"
            f"<cbc:Percent>{rate}</cbc:Percent></cac:TaxCategory></cac:TaxSubtotal>"
        )

    def party(id: str, name: str) -> str:
        return (
            "<cac:Party>"
            f'<cbc:EndpointID schemeID="0088">{id}0000000000</cbc:EndpointID>'
            f"<cac:PartyIdentification><cbc:ID>{id}</cbc:ID></cac:PartyIdentification>"
            f"<cac:PartyLegalEntity><cbc:RegistrationName>{name}</cbc:RegistrationName>"
            "</cac:PartyLegalEntity></cac:Party>"
        )

    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<{kind} xmlns="{_UBL}{kind}-2" xmlns:cac="{_UBL}CommonAggregateComponents-2" '
        f'xmlns:cbc="{_UBL}CommonBasicComponents-2">\n'
        f"<cbc:ID>{number}</cbc:ID><cbc:IssueDate>{issue_date}</cbc:IssueDate>\n"
        f"{due}<cbc:{kind}TypeCode>{type_code}</cbc:{kind}TypeCode>\n"
        f"<cbc:DocumentCurrencyCode>{currency}</cbc:DocumentCurrencyCode>\n"
        f"<cac:AccountingSupplierParty>{party(seller, 'Seller Ltd')}</cac:AccountingSupplierParty>\n"
        f"<cac:AccountingCustomerParty>{party(buyer, 'Buyer Ltd')}</cac:AccountingCustomerParty>\n"
        f"{more}\n"
        "<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>"
        f"<cbc:AllowanceChargeReason>Rebate</cbc:AllowanceChargeReason>"
        f"<cbc:Amount {c}>{f['allowance']}</cbc:Amount><cac:TaxCategory><cbc:ID>S</cbc:ID>"
        "<cbc:Percent>20</cbc:Percent></cac:TaxCategory></cac:AllowanceCharge>\n"
        f"<cac:TaxTotal><cbc:TaxAmount {c}>{f['tax']}</cbc:TaxAmount>"
        f"{subtotal('90.00', f['tax_20'], '20')}{subtotal('50.00', f['tax_10'], '10')}"
        "</cac:TaxTotal>\n"
        "<cac:LegalMonetaryTotal>"
        f"<cbc:LineExtensionAmount {c}>{f['lines']}</cbc:LineExtensionAmount>"
        f"<cbc:TaxExclusiveAmount {c}>{f['net']}</cbc:TaxExclusiveAmount>"
        f"<cbc:TaxInclusiveAmount {c}>{f['gross']}</cbc:TaxInclusiveAmount>"
        f"<cbc:AllowanceTotalAmount {c}>{f['allowance']}</cbc:AllowanceTotalAmount>"
        f"<cbc:PrepaidAmount {c}>{f['prepaid']}</cbc:PrepaidAmount>"
        f"<cbc:PayableRoundingAmount {c}>{f['rounding']}</cbc:PayableRoundingAmount>"
        f"<cbc:PayableAmount {c}>{f['payable']}</cbc:PayableAmount></cac:LegalMonetaryTotal>\n"
        f"{line('1', '100.00', '20')}{line('2', '50.00', '10')}\n"
        f"</{kind}>\n"
    ).encode()


_CII = "urn:un:unece:uncefact:data:standard:"
"""Before the names of its three schemas."""


def cii(
    number: str = "R-1", *, type_code: str = "380", terms: str = "", buyer: str = "C-1"
) -> bytes:
    """The same as a Cross Industry Invoice."""

    def line(id: str, net: str, rate: str) -> str:
        return (
            "<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument>"
            f"<ram:LineID>{id}</ram:LineID></ram:AssociatedDocumentLineDocument>"
            f"<ram:SpecifiedTradeProduct><ram:Name>Article {id}</ram:Name>"
            "</ram:SpecifiedTradeProduct><ram:SpecifiedLineTradeDelivery>"
            '<ram:BilledQuantity unitCode="C62">1</ram:BilledQuantity>'
            "</ram:SpecifiedLineTradeDelivery><ram:SpecifiedLineTradeSettlement>"
            "<ram:ApplicableTradeTax><ram:CategoryCode>S</ram:CategoryCode>"
            f"<ram:RateApplicablePercent>{rate}</ram:RateApplicablePercent></ram:ApplicableTradeTax>"
            "<ram:SpecifiedTradeSettlementLineMonetarySummation>"
            f"<ram:LineTotalAmount>{net}</ram:LineTotalAmount>"
            "</ram:SpecifiedTradeSettlementLineMonetarySummation>"
            "</ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>"
        )

    def tax(net: str, amount: str, rate: str) -> str:
        return (
            f"<ram:ApplicableTradeTax><ram:CalculatedAmount>{amount}</ram:CalculatedAmount>"
            f"<ram:BasisAmount>{net}</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode>"
            f"<ram:RateApplicablePercent>{rate}</ram:RateApplicablePercent></ram:ApplicableTradeTax>"
        )

    due = terms or (
        "<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime>"
        '<udt:DateTimeString format="102">20260204</udt:DateTimeString></ram:DueDateDateTime>'
        "</ram:SpecifiedTradePaymentTerms>"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<rsm:CrossIndustryInvoice xmlns:rsm="{_CII}CrossIndustryInvoice:100" '
        f'xmlns:ram="{_CII}ReusableAggregateBusinessInformationEntity:100" '
        f'xmlns:udt="{_CII}UnqualifiedDataType:100"><rsm:ExchangedDocument>'
        f"<ram:ID>{number}</ram:ID><ram:TypeCode>{type_code}</ram:TypeCode><ram:IssueDateTime>"
        '<udt:DateTimeString format="102">20260105</udt:DateTimeString></ram:IssueDateTime>'
        f"</rsm:ExchangedDocument>\n<rsm:SupplyChainTradeTransaction>"
        f"{line('1', '100.00', '20')}{line('2', '50.00', '10')}\n"
        "<ram:ApplicableHeaderTradeAgreement><ram:SellerTradeParty><ram:ID>S-1</ram:ID>"
        "<ram:Name>Seller Ltd</ram:Name></ram:SellerTradeParty><ram:BuyerTradeParty>"
        f"<ram:ID>{buyer}</ram:ID><ram:Name>Buyer Ltd</ram:Name></ram:BuyerTradeParty>"
        "</ram:ApplicableHeaderTradeAgreement>\n<ram:ApplicableHeaderTradeSettlement>"
        "<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>"
        f"{tax('90.00', '18.00', '20')}{tax('50.00', '5.00', '10')}"
        "<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>false"
        "</udt:Indicator></ram:ChargeIndicator><ram:ActualAmount>10.00</ram:ActualAmount>"
        "<ram:Reason>Rebate</ram:Reason><ram:CategoryTradeTax><ram:CategoryCode>S"
        "</ram:CategoryCode><ram:RateApplicablePercent>20</ram:RateApplicablePercent>"
        f"</ram:CategoryTradeTax></ram:SpecifiedTradeAllowanceCharge>{due}"
        "<ram:SpecifiedTradeSettlementHeaderMonetarySummation>"
        "<ram:LineTotalAmount>150.00</ram:LineTotalAmount>"
        "<ram:AllowanceTotalAmount>10.00</ram:AllowanceTotalAmount>"
        "<ram:TaxBasisTotalAmount>140.00</ram:TaxBasisTotalAmount>"
        '<ram:TaxTotalAmount currencyID="EUR">23.00</ram:TaxTotalAmount>'
        "<ram:GrandTotalAmount>163.00</ram:GrandTotalAmount>"
        "<ram:DuePayableAmount>163.00</ram:DuePayableAmount>"
        "</ram:SpecifiedTradeSettlementHeaderMonetarySummation>"
        "</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction>"
        "</rsm:CrossIndustryInvoice>\n"
    ).encode()
