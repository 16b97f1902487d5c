"""UN/CEFACT Cross Industry Invoice D16B, as EN 16931 and Factur-X bind it."""

from datetime import date, timedelta

from recoup_formats.codes import Code
from recoup_formats.days import compact_day
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
from recoup_formats.problems import Problem
from recoup_formats.xml import Element, name_of, namespace_of, place

_UNECE = "urn:un:unece:uncefact:data:"
_ROOT = f"{_UNECE}standard:CrossIndustryInvoice:100"
_TRADE = "rsm:SupplyChainTradeTransaction"
_AGREED = f"{_TRADE}/ram:ApplicableHeaderTradeAgreement"
_SETTLED = f"{_TRADE}/ram:ApplicableHeaderTradeSettlement"
_DOCUMENT = "rsm:ExchangedDocument"
_TOTALS = f"{_SETTLED}/ram:SpecifiedTradeSettlementHeaderMonetarySummation"
_TERMS = f"{_SETTLED}/ram:SpecifiedTradePaymentTerms"
_MEANS = f"{_SETTLED}/ram:SpecifiedTradeSettlementPaymentMeans"
_ADDRESS = "ram:PostalTradeAddress"
_DAYS = frozenset(("DAY", "D", "DAYS"))
_VAT_ROW = VatPaths(
    "ram:CalculatedAmount", "ram:BasisAmount", "ram:RateApplicablePercent", "ram:CategoryCode"
)


def is_cii(root: Element) -> bool:
    return name_of(root) == "CrossIndustryInvoice" and namespace_of(root) == _ROOT


def _tax_totals(read: Reading, root: Element) -> tuple[TaxTotal, ...]:
    """The rates lie beside the total, not in it; they belong to the one in the same currency."""
    currency = read.text(root, f"{_SETTLED}/ram:InvoiceCurrencyCode")
    rows = tuple(
        _VAT_ROW.row(read, row) for row in read.all(root, f"{_SETTLED}/ram:ApplicableTradeTax")
    )
    figures = [read.figure(each) for each in read.all(root, f"{_TOTALS}/ram:TaxTotalAmount")]
    return tuple(
        TaxTotal(figure, rows)
        for figure in figures
        if figure is not None and figure.element.get("currencyID", currency) == currency
    )


def _due(read: Reading, root: Element, currency: str) -> tuple[Due, ...]:
    parts = []
    for terms in read.all(root, _TERMS):
        day = read.day(terms, compact_day, "ram:DueDateDateTime/udt:DateTimeString")
        if day is not None:
            amount = read.figure(terms, "ram:PartialPaymentAmount")
            parts.append(Due(due_date=day, amount=read.optional_money(amount, currency)))
    return tuple(parts)


def _discounts(read: Reading, root: Element, currency: str) -> tuple[Discount, ...]:
    found = []
    for terms in read.all(root, f"{_TERMS}/ram:ApplicableTradePaymentDiscountTerms"):
        until = _until(read, terms, root)
        percent = read.number(terms, "ram:CalculationPercent")
        amount = read.optional_money(read.figure(terms, "ram:ActualDiscountAmount"), currency)
        if until is not None and (percent is not None or amount is not None):
            given = {"amount": amount} if percent is None else {"percent": percent}
            found.append(Discount.model_validate({"until": until, **given}))
    return tuple(found)


def _until(read: Reading, terms: Element, root: Element) -> date | None:
    """A number of days from the basis date, or from the issue date."""
    measure = read.find(terms, "ram:BasisPeriodMeasure")
    basis = read.day(terms, compact_day, "ram:BasisDateTime/udt:DateTimeString")
    basis = basis or read.day(root, compact_day, CII.issue_date)
    days = read.number(terms, "ram:BasisPeriodMeasure")
    if measure is None or basis is None or days is None:
        return None
    if measure.get("unitCode", "DAY") not in _DAYS or not 0 <= days <= 366:
        sentence = "A discount is given for a period that is not up to 366 days. Write days."
        read.problems.add(Problem(Code.DUE_UNCLEAR, sentence, place(measure)))
        return None
    return basis + timedelta(days=int(days))


CII = Binding(
    syntax=Syntax.CII,
    namespaces={
        "rsm": _ROOT,
        "ram": f"{_UNECE}standard:ReusableAggregateBusinessInformationEntity:100",
        "udt": f"{_UNECE}standard:UnqualifiedDataType:100",
        "qdt": f"{_UNECE}standard:QualifiedDataType:100",
    },
    day=compact_day,
    type_code=f"{_DOCUMENT}/ram:TypeCode",
    number=f"{_DOCUMENT}/ram:ID",
    issue_date=f"{_DOCUMENT}/ram:IssueDateTime/udt:DateTimeString",
    currency=f"{_SETTLED}/ram:InvoiceCurrencyCode",
    buyer_reference=f"{_AGREED}/ram:BuyerReference",
    purchase_order=f"{_AGREED}/ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID",
    contract=f"{_AGREED}/ram:ContractReferencedDocument/ram:IssuerAssignedID",
    notes=f"{_DOCUMENT}/ram:IncludedNote/ram:Content",
    terms=f"{_TERMS}/ram:Description",
    seller=f"{_AGREED}/ram:SellerTradeParty",
    buyer=f"{_AGREED}/ram:BuyerTradeParty",
    payee=f"{_SETTLED}/ram:PayeeTradeParty",
    party=PartyPaths(
        names=("ram:Name",),
        ids=("ram:ID", "ram:GlobalID"),
        registration="ram:SpecifiedLegalOrganization/ram:ID",
        vat_id="ram:SpecifiedTaxRegistration/ram:ID[@schemeID='VA']",
        tax_id="ram:SpecifiedTaxRegistration/ram:ID[@schemeID='FC']",
        electronic_address="ram:URIUniversalCommunication/ram:URIID",
        address=AddressPaths(
            lines=tuple(f"{_ADDRESS}/ram:Line{nth}" for nth in ("One", "Two", "Three")),
            postal_code=f"{_ADDRESS}/ram:PostcodeCode",
            city=f"{_ADDRESS}/ram:CityName",
            subdivision=f"{_ADDRESS}/ram:CountrySubDivisionName",
        ),
        country=f"{_ADDRESS}/ram:CountryID",
    ),
    line=f"{_TRADE}/ram:IncludedSupplyChainTradeLineItem",
    of_line=LinePaths(
        id="ram:AssociatedDocumentLineDocument/ram:LineID",
        name="ram:SpecifiedTradeProduct/ram:Name",
        quantity="ram:SpecifiedLineTradeDelivery/ram:BilledQuantity",
        net="ram:SpecifiedLineTradeSettlement/"
        "ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount",
        category="ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax/ram:CategoryCode",
        rate="ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax/ram:RateApplicablePercent",
    ),
    adjustment=f"{_SETTLED}/ram:SpecifiedTradeAllowanceCharge",
    of_adjustment=AdjustmentPaths(
        charge="ram:ChargeIndicator/udt:Indicator",
        amount="ram:ActualAmount",
        reason="ram:Reason",
        category="ram:CategoryTradeTax/ram:CategoryCode",
        rate="ram:CategoryTradeTax/ram:RateApplicablePercent",
    ),
    totals=_TOTALS,
    of_totals=TotalPaths(
        lines="ram:LineTotalAmount",
        allowances="ram:AllowanceTotalAmount",
        charges="ram:ChargeTotalAmount",
        net="ram:TaxBasisTotalAmount",
        gross="ram:GrandTotalAmount",
        prepaid="ram:TotalPrepaidAmount",
        rounding="ram:RoundingAmount",
        payable="ram:DuePayableAmount",
    ),
    preceding=f"{_SETTLED}/ram:InvoiceReferencedDocument",
    preceding_number="ram:IssuerAssignedID",
    preceding_date="ram:FormattedIssueDateTime/qdt:DateTimeString",
    means=f"{_MEANS}/ram:TypeCode",
    remittance=f"{_SETTLED}/ram:PaymentReference",
    accounts=f"{_MEANS}/ram:PayeePartyCreditorFinancialAccount/ram:IBANID",
    mandate=f"{_TERMS}/ram:DirectDebitMandateID",
    tax_is_needed=False,
    tax_totals=_tax_totals,
    due=_due,
    discounts=_discounts,
)
