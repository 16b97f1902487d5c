"""From the bytes of an e-invoice to what it says, or to what is wrong with it."""

from collections.abc import Iterator
from datetime import date

from recoup_events.kernel.money import Money, total
from recoup_formats.amounts import short
from recoup_formats.codes import Code
from recoup_formats.einvoice import cii, ubl
from recoup_formats.einvoice.binding import Binding
from recoup_formats.einvoice.document import (
    CREDIT_TYPES,
    INVOICE_TYPES,
    Address,
    AllowanceOrCharge,
    Due,
    EInvoice,
    Identifier,
    Line,
    Party,
    Payment,
    Preceding,
    Totals,
    Vat,
)
from recoup_formats.einvoice.figures import Figures
from recoup_formats.einvoice.reading import Reading
from recoup_formats.einvoice.rules import broken_rules
from recoup_formats.einvoice.sums import Sums
from recoup_formats.problems import FileRefused, Problem
from recoup_formats.xml import Element, document, name_of, place


def read_einvoice(content: bytes) -> EInvoice:
    """A UBL or CII document; raises ``FileRefused`` with everything that is wrong."""
    root = document(content)
    binding = binding_of(root)
    if binding is None:
        raise FileRefused.because(
            Code.FORMAT_UNKNOWN,
            f"The file begins with the element {short(name_of(root))}. Send a UBL Invoice or "
            "CreditNote, or a UN/CEFACT CrossIndustryInvoice.",
            place(root),
        )
    return Reader(root, binding).einvoice()


def binding_of(root: Element) -> Binding | None:
    if ubl.is_ubl(root):
        return ubl.binding_of(root)
    return cii.CII if cii.is_cii(root) else None


class Reader:
    """One document in its tree."""

    def __init__(self, root: Element, binding: Binding) -> None:
        self.root, self.at = root, binding
        self.read = Reading(binding.namespaces)
        self.sums = Sums(root, binding, self.read)

    def einvoice(self) -> EInvoice:
        """All of it, once its arithmetic holds."""
        figures, read, root, at = self.sums.figures(), self.read, self.root, self.at
        read.problems.extend(broken_rules(figures))
        read.problems.refuse()
        currency = read.currency(root, at.currency)
        totals = self._totals(figures, currency)
        einvoice = EInvoice(
            syntax=at.syntax,
            type_code=self._type_code(),
            number=read.needed(root, at.number, "The invoice number (BT-1)"),
            issue_date=self._issue_date(),
            currency=currency,
            buyer_reference=read.text(root, at.buyer_reference),
            purchase_order=read.text(root, at.purchase_order),
            contract=read.text(root, at.contract),
            notes=self._texts(at.notes),
            terms=read.text(root, at.terms),
            due=self._due(totals.payable),
            discounts=at.discounts(read, root, currency),
            preceding=tuple(self._preceding()),
            seller=self._party(at.seller, "The seller (BG-4)"),
            buyer=self._party(at.buyer, "The buyer (BG-7)"),
            payee=None if read.find(root, at.payee) is None else self._party(at.payee, "The payee"),
            payment=Payment(
                means=read.text(root, at.means),
                remittance=read.text(root, at.remittance),
                accounts=self._texts(at.accounts),
                mandate=read.text(root, at.mandate),
            ),
            lines=tuple(self._lines(currency)),
            allowances_and_charges=tuple(self._adjustments(currency)),
            vat=tuple(self._vat(figures, currency)),
            totals=totals,
        )
        read.problems.refuse()
        return einvoice

    def _totals(self, figures: Figures, currency: str) -> Totals:
        """A total that must be there and is not is a problem; one that may be left out is zero."""
        needed = {
            "lines": (figures.line_total, "The sum of line net amounts (BT-106)"),
            "net": (figures.net, "The total without VAT (BT-109)"),
            "gross": (figures.gross, "The total with VAT (BT-112)"),
            "payable": (figures.payable, "The amount due (BT-115)"),
        }
        for name, (figure, term) in needed.items():
            if figure is None:
                path = f"{self.at.totals}/{getattr(self.at.of_totals, name)}"
                self.read.missing(self.root, path, term)
        tax = figures.taxes[0].tax if figures.taxes else None
        return Totals(
            lines=self.read.money(figures.line_total, currency),
            allowances=self.read.money(figures.allowance_total, currency),
            charges=self.read.money(figures.charge_total, currency),
            net=self.read.money(figures.net, currency),
            tax=self.read.money(tax, currency),
            gross=self.read.money(figures.gross, currency),
            prepaid=self.read.money(figures.prepaid, currency),
            rounding=self.read.money(figures.rounding, currency),
            payable=self.read.money(figures.payable, currency),
        )

    def _type_code(self) -> str:
        code = self.read.needed(self.root, self.at.type_code, "The document's type (BT-3)")
        if code and code not in CREDIT_TYPES | INVOICE_TYPES:
            element = self.read.find(self.root, self.at.type_code)
            sentence = (
                f"The document type {short(code)} asks for no money by EN 16931. Send an invoice "
                "(380) or a credit note (381)."
            )
            self.read.problems.add(Problem(Code.TYPE_UNSUPPORTED, sentence, place(element)))
        return code

    def _issue_date(self) -> date:
        element = self.read.find(self.root, self.at.issue_date)
        if element is None:
            self.read.missing(self.root, self.at.issue_date, "The issue date (BT-2)")
        return self.read.day(element, self.at.day) or date.min

    def _texts(self, path: str) -> tuple[str, ...]:
        texts = map(self.read.text, self.read.all(self.root, path))
        return tuple(dict.fromkeys(text for text in texts if text is not None))

    def _due(self, payable: Money) -> tuple[Due, ...]:
        """Several days need an amount each, which together are what is payable."""
        due = self.at.due(self.read, self.root, payable.currency)
        if len(due) < 2:
            return due
        amounts = [part.amount for part in due if part.amount is not None]
        if len(amounts) < len(due) or total(amounts, payable.currency) != payable:
            stated = ", ".join(f"{part.amount or 'no amount'} on {part.due_date}" for part in due)
            sentence = (
                f"Several due dates are named ({stated}), and {payable} is due. Say for each how "
                "much is due on it, together all of it."
            )
            self.read.problems.add(Problem(Code.DUE_UNCLEAR, sentence, place(self.root)))
        return tuple(sorted(due, key=lambda part: part.due_date))

    def _preceding(self) -> Iterator[Preceding]:
        read, at = self.read, self.at
        for element in read.all(self.root, at.preceding):
            number = read.text(element, at.preceding_number)
            if number is not None:
                day = read.day(element, at.day, at.preceding_date)
                yield Preceding(number=number, issue_date=day)

    def _party(self, path: str, term: str) -> Party:
        read, of = self.read, self.at.party
        element = read.find(self.root, path)
        if element is None:
            read.missing(self.root, path, term)
            return Party(name="")
        name = next(filter(None, (read.text(element, each) for each in of.names)), None)
        if name is None:
            read.missing(element, of.names[0], f"The name of {term[0].lower()}{term[1:]}")
        ids = (self._identifier(each) for at in of.ids for each in read.all(element, at))
        return Party(
            name=name or "",
            ids=tuple(each for each in ids if each is not None),
            registration=self._identifier(read.find(element, of.registration)),
            vat_id=read.text(element, of.vat_id),
            tax_id=read.text(element, of.tax_id),
            electronic_address=self._identifier(read.find(element, of.electronic_address)),
            address=self._address(element),
            country=read.text(element, of.country),
        )

    def _address(self, party: Element) -> Address | None:
        read, of = self.read, self.at.party.address
        lines = (read.text(party, each) for each in of.lines)
        address = Address(
            lines=tuple(line for line in lines if line is not None),
            postal_code=read.text(party, of.postal_code),
            city=read.text(party, of.city),
            subdivision=read.text(party, of.subdivision),
        )
        return None if address == Address() else address

    def _identifier(self, element: Element | None) -> Identifier | None:
        value = self.read.text(element)
        if element is None or value is None:
            return None
        return Identifier(value=value, scheme=element.get("schemeID"))

    def _lines(self, currency: str) -> Iterator[Line]:
        read, of = self.read, self.at.of_line
        for number, element in enumerate(self.sums.lines(), start=1):
            net = read.figure(element, of.net)
            if net is None:
                read.missing(element, of.net, "A line's net amount (BT-131)")
            quantity = read.find(element, of.quantity)
            yield Line(
                id=read.text(element, of.id) or str(number),
                name=read.text(element, of.name) or f"Line {number}",
                quantity=read.number(element, of.quantity),
                unit=None if quantity is None else quantity.get("unitCode"),
                net=read.money(net, currency),
                category=read.text(element, of.category),
                rate=read.number(element, of.rate),
            )

    def _adjustments(self, currency: str) -> Iterator[AllowanceOrCharge]:
        read, of = self.read, self.at.of_adjustment
        for charge in (False, True):
            for element in self.sums.adjustments(charge=charge):
                yield AllowanceOrCharge(
                    charge=charge,
                    amount=read.money(read.figure(element, of.amount), currency),
                    reason=read.text(element, of.reason),
                    category=read.text(element, of.category),
                    rate=read.number(element, of.rate),
                )

    def _vat(self, figures: Figures, currency: str) -> Iterator[Vat]:
        for tax_total in figures.taxes[:1]:
            for row in tax_total.rows:
                yield Vat(
                    category=row.category,
                    rate=row.rate,
                    net=self.read.money(row.taxable, currency),
                    tax=self.read.money(row.tax, currency),
                )
