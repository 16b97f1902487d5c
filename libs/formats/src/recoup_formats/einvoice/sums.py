"""Where a document writes its sums; a test document may hold nothing else."""

from recoup_formats.einvoice.binding import Binding
from recoup_formats.einvoice.document import CREDIT_TYPES
from recoup_formats.einvoice.figures import Figure, Figures
from recoup_formats.einvoice.reading import Reading
from recoup_formats.xml import Element


class Sums:
    """Those of one document in its tree."""

    def __init__(self, root: Element, binding: Binding, read: Reading) -> None:
        self.root, self.at, self.read = root, binding, read

    def figures(self) -> Figures:
        read, of = self.read, self.at.of_totals
        totals = read.find(self.root, self.at.totals)
        lines = (read.figure(each, self.at.of_line.net) for each in self.lines())
        return Figures(
            has_totals=totals is not None,
            lines=tuple(line for line in lines if line is not None),
            allowances=self._sums_of(charge=False),
            charges=self._sums_of(charge=True),
            line_total=read.figure(totals, of.lines),
            allowance_total=read.figure(totals, of.allowances),
            charge_total=read.figure(totals, of.charges),
            net=read.figure(totals, of.net),
            taxes=self.at.tax_totals(read, self.root),
            tax_is_needed=self.at.tax_is_needed,
            gross=read.figure(totals, of.gross),
            prepaid=read.figure(totals, of.prepaid),
            rounding=read.figure(totals, of.rounding),
            payable=read.figure(totals, of.payable),
            says_when_due=self._says_when_due(),
            is_credit=read.text(self.root, self.at.type_code) in CREDIT_TYPES,
        )

    def lines(self) -> list[Element]:
        return self.read.all(self.root, self.at.line)

    def adjustments(self, *, charge: bool) -> list[Element]:
        wanted = ("true", "1") if charge else ("false", "0")
        indicator = self.at.of_adjustment.charge
        every = self.read.all(self.root, self.at.adjustment)
        return [each for each in every if self.read.text(each, indicator) in wanted]

    def _sums_of(self, *, charge: bool) -> tuple[Figure, ...]:
        path = self.at.of_adjustment.amount
        sums = (self.read.figure(each, path) for each in self.adjustments(charge=charge))
        return tuple(each for each in sums if each is not None)

    def _says_when_due(self) -> bool:
        currency = self.read.text(self.root, self.at.currency)
        has_terms = self.read.text(self.root, self.at.terms) is not None
        return has_terms or bool(self.at.due(self.read, self.root, currency or "XXX"))
