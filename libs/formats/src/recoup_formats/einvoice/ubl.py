"""UBL 2.1 Invoice and CreditNote, as EN 16931 and Peppol BIS 3.0 bind them."""

from recoup_formats.days import iso_day
from recoup_formats.einvoice.binding import (
    AddressPaths,
    AdjustmentPaths,
    Binding,
    LinePaths,
    PartyPaths,
    TotalPaths,
    VatPaths,
)
from recoup_formats.einvoice.document import Discount, Due, Syntax
from recoup_formats.einvoice.figures import TaxTotal
from recoup_formats.einvoice.reading import Reading
from recoup_formats.xml import Element, name_of, namespace_of

_SCHEMA = "urn:oasis:names:specification:ubl:schema:xsd:"
_ROOTS = {"Invoice": f"{_SCHEMA}Invoice-2", "CreditNote": f"{_SCHEMA}CreditNote-2"}
_VAT_ROW = VatPaths(
    "cbc:TaxAmount", "cbc:TaxableAmount", "cac:TaxCategory/cbc:Percent", "cac:TaxCategory/cbc:ID"
)


def is_ubl(root: Element) -> bool:
    return _ROOTS.get(name_of(root)) == namespace_of(root)


def binding_of(root: Element) -> Binding:
    """An invoice and a credit note differ in the names of their lines and type."""
    if name_of(root) == "Invoice":
        return INVOICE
    return INVOICE._replace(
        type_code="cbc:CreditNoteTypeCode",
        line="cac:CreditNoteLine",
        of_line=INVOICE.of_line._replace(quantity="cbc:CreditedQuantity"),
    )


def _tax_totals(read: Reading, root: Element) -> tuple[TaxTotal, ...]:
    """Those in the document's currency; another may state the same in the one of accounting."""
    currency = read.text(root, "cbc:DocumentCurrencyCode")
    totals = []
    for element in read.all(root, "cac:TaxTotal"):
        tax = read.figure(element, "cbc:TaxAmount")
        if tax is None or currency not in (None, tax.element.get("currencyID", currency)):
            continue
        rows = tuple(_VAT_ROW.row(read, row) for row in read.all(element, "cac:TaxSubtotal"))
        totals.append(TaxTotal(tax, rows))
    return tuple(totals)


def _due(read: Reading, root: Element, currency: str) -> tuple[Due, ...]:
    """A credit note has its day among the means of payment, and so has what is due in parts."""
    parts = []
    for terms in read.all(root, "cac:PaymentTerms"):
        day = read.day(terms, iso_day, "cbc:PaymentDueDate")
        if day is not None:
            amount = read.figure(terms, "cbc:Amount")
            parts.append(Due(due_date=day, amount=read.optional_money(amount, currency)))
    if parts:
        return tuple(parts)
    days = [read.day(root, iso_day, "cbc:DueDate")]
    means = read.all(root, "cac:PaymentMeans")
    days += [read.day(each, iso_day, "cbc:PaymentDueDate") for each in means]
    return tuple(Due(due_date=day) for day in dict.fromkeys(days) if day is not None)


def _discounts(read: Reading, root: Element, currency: str) -> tuple[Discount, ...]:
    found = []
    for terms in read.all(root, "cac:PaymentTerms"):
        percent = read.number(terms, "cbc:SettlementDiscountPercent")
        until = read.day(terms, iso_day, "cac:SettlementPeriod/cbc:EndDate")
        if percent is not None and until is not None:
            found.append(Discount(percent=percent, until=until))
    return tuple(found)


_VAT = "cac:PartyTaxScheme[cac:TaxScheme/cbc:ID='VAT']/cbc:CompanyID"
_ADDRESS = "cac:PostalAddress"
INVOICE = Binding(
    syntax=Syntax.UBL,
    namespaces={
        "cac": f"{_SCHEMA}CommonAggregateComponents-2",
        "cbc": f"{_SCHEMA}CommonBasicComponents-2",
    },
    day=iso_day,
    type_code="cbc:InvoiceTypeCode",
    number="cbc:ID",
    issue_date="cbc:IssueDate",
    currency="cbc:DocumentCurrencyCode",
    buyer_reference="cbc:BuyerReference",
    purchase_order="cac:OrderReference/cbc:ID",
    contract="cac:ContractDocumentReference/cbc:ID",
    notes="cbc:Note",
    terms="cac:PaymentTerms/cbc:Note",
    seller="cac:AccountingSupplierParty/cac:Party",
    buyer="cac:AccountingCustomerParty/cac:Party",
    payee="cac:PayeeParty",
    party=PartyPaths(
        names=("cac:PartyLegalEntity/cbc:RegistrationName", "cac:PartyName/cbc:Name"),
        ids=("cac:PartyIdentification/cbc:ID",),
        registration="cac:PartyLegalEntity/cbc:CompanyID",
        vat_id=_VAT,
        tax_id="cac:PartyTaxScheme/cbc:CompanyID",
        electronic_address="cbc:EndpointID",
        address=AddressPaths(
            lines=(
                f"{_ADDRESS}/cbc:StreetName",
                f"{_ADDRESS}/cbc:AdditionalStreetName",
                f"{_ADDRESS}/cac:AddressLine/cbc:Line",
            ),
            postal_code=f"{_ADDRESS}/cbc:PostalZone",
            city=f"{_ADDRESS}/cbc:CityName",
            subdivision=f"{_ADDRESS}/cbc:CountrySubentity",
        ),
        country=f"{_ADDRESS}/cac:Country/cbc:IdentificationCode",
    ),
    line="cac:InvoiceLine",
    of_line=LinePaths(
        id="cbc:ID",
        name="cac:Item/cbc:Name",
        quantity="cbc:InvoicedQuantity",
        net="cbc:LineExtensionAmount",
        category="cac:Item/cac:ClassifiedTaxCategory/cbc:ID",
        rate="cac:Item/cac:ClassifiedTaxCategory/cbc:Percent",
    ),
    adjustment="cac:AllowanceCharge",
    of_adjustment=AdjustmentPaths(
        charge="cbc:ChargeIndicator",
        amount="cbc:Amount",
        reason="cbc:AllowanceChargeReason",
        category="cac:TaxCategory/cbc:ID",
        rate="cac:TaxCategory/cbc:Percent",
    ),
    totals="cac:LegalMonetaryTotal",
    of_totals=TotalPaths(
        lines="cbc:LineExtensionAmount",
        allowances="cbc:AllowanceTotalAmount",
        charges="cbc:ChargeTotalAmount",
        net="cbc:TaxExclusiveAmount",
        gross="cbc:TaxInclusiveAmount",
        prepaid="cbc:PrepaidAmount",
        rounding="cbc:PayableRoundingAmount",
        payable="cbc:PayableAmount",
    ),
    preceding="cac:BillingReference/cac:InvoiceDocumentReference",
    preceding_number="cbc:ID",
    preceding_date="cbc:IssueDate",
    means="cac:PaymentMeans/cbc:PaymentMeansCode",
    remittance="cac:PaymentMeans/cbc:PaymentID",
    accounts="cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID",
    mandate="cac:PaymentMeans/cac:PaymentMandate/cbc:ID",
    tax_is_needed=True,
    tax_totals=_tax_totals,
    due=_due,
    discounts=_discounts,
)
