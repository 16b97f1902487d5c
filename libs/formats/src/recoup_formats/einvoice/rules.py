"""The arithmetic of EN 16931: what a document says of itself must come to what it asks for.

A rule is silent where a figure is missing that must be there: that is refused by itself.
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import ROUND_FLOOR, Decimal

from recoup_formats.codes import Code
from recoup_formats.einvoice.figures import Figure, Figures, VatRow
from recoup_formats.problems import NOWHERE, Problem
from recoup_formats.xml import Element, place

ZERO = Decimal(0)
CENT = Decimal("0.01")
Broken = Iterator[Problem]


def broken_rules(figures: Figures) -> list[Problem]:
    """Each rule that does not hold, with the numbers on both sides."""
    return [problem for rule in RULES for problem in rule(figures)]


def _broken(rule: str, sentence: str, element: Element | None) -> Problem:
    at = NOWHERE if element is None else place(element)
    return Problem(Code.RULE_BROKEN, f"{rule}: {sentence}", at, rule)


def _rounded(number: Decimal) -> Decimal:
    """To two decimals as XPath does it, half of one up."""
    return ((number / CENT + Decimal("0.5")).to_integral_value(ROUND_FLOOR)) * CENT


def _sum(figures: Iterable[Figure]) -> Decimal:
    return _rounded(sum((each.value for each in figures), ZERO))


def _value(figure: Figure | None) -> Decimal:
    return ZERO if figure is None else figure.value


def lines_add_up(figures: Figures) -> Broken:
    """BR-CO-10."""
    stated = figures.line_total
    if stated is not None and stated.value != (comes_to := _sum(figures.lines)):
        sentence = (
            f"the sum of line net amounts (BT-106) is stated as {stated.value}, and the "
            f"{len(figures.lines)} lines (BT-131) come to {comes_to}. Correct the document."
        )
        yield _broken("BR-CO-10", sentence, stated.element)


def _of_document(rule: str, what: str, total: Figure | None, parts: tuple[Figure, ...]) -> Broken:
    if total is None and not parts:
        return
    comes_to = _sum(parts)
    if total is None or total.value != comes_to:
        stated = "not stated" if total is None else f"stated as {total.value}"
        sentence = (
            f"the total of {what} is {stated}, and the {len(parts)} of the document come to "
            f"{comes_to}. Correct the document."
        )
        yield _broken(rule, sentence, parts[0].element if total is None else total.element)


def allowances_add_up(figures: Figures) -> Broken:
    """BR-CO-11."""
    if figures.has_totals:
        what = "allowances (BT-107)"
        yield from _of_document("BR-CO-11", what, figures.allowance_total, figures.allowances)


def charges_add_up(figures: Figures) -> Broken:
    """BR-CO-12."""
    if figures.has_totals:
        yield from _of_document(
            "BR-CO-12", "charges (BT-108)", figures.charge_total, figures.charges
        )


def net_adds_up(figures: Figures) -> Broken:
    """BR-CO-13."""
    if figures.net is None or figures.line_total is None:
        return
    lines = figures.line_total.value
    allowed, charged = _value(figures.allowance_total), _value(figures.charge_total)
    comes_to = _rounded(lines - allowed + charged)
    if figures.net.value != comes_to:
        sentence = (
            f"the total without VAT (BT-109) is stated as {figures.net.value}, and lines {lines} "
            f"- allowances {allowed} + charges {charged} come to {comes_to}. Correct the document."
        )
        yield _broken("BR-CO-13", sentence, figures.net.element)


def taxes_add_up(figures: Figures) -> Broken:
    """BR-CO-14."""
    for tax, rows in figures.taxes:
        if not rows:
            continue
        comes_to = _sum(row.tax for row in rows if row.tax is not None)
        if tax.value != comes_to:
            sentence = (
                f"the total of VAT (BT-110) is stated as {tax.value}, and its {len(rows)} rates "
                f"(BT-117) come to {comes_to}. Correct the document."
            )
            yield _broken("BR-CO-14", sentence, tax.element)


def gross_adds_up(figures: Figures) -> Broken:
    """BR-CO-15."""
    if figures.gross is None or figures.net is None:
        return
    gross, net = figures.gross, figures.net.value
    if len(figures.taxes) > 1 or (figures.tax_is_needed and not figures.taxes):
        sentence = (
            f"the total of VAT (BT-110) is stated {len(figures.taxes)} times in the document's "
            f"currency, so net {net} and gross {gross.value} cannot be compared. State it once."
        )
        yield _broken("BR-CO-15", sentence, gross.element)
        return
    tax = figures.taxes[0].tax.value if figures.taxes else ZERO
    if gross.value != (comes_to := _rounded(net + tax)):
        sentence = (
            f"the total with VAT (BT-112) is stated as {gross.value}, and net {net} + VAT {tax} "
            f"come to {comes_to}. Correct the document."
        )
        yield _broken("BR-CO-15", sentence, gross.element)


def payable_adds_up(figures: Figures) -> Broken:
    """BR-CO-16."""
    if figures.payable is None or figures.gross is None:
        return
    gross = figures.gross.value
    prepaid, rounding = _value(figures.prepaid), _value(figures.rounding)
    comes_to = _rounded(gross - prepaid + rounding)
    if figures.payable.value != comes_to:
        sentence = (
            f"the amount due (BT-115) is stated as {figures.payable.value}, and gross {gross} - "
            f"prepaid {prepaid} + rounding {rounding} come to {comes_to}. Correct the document."
        )
        yield _broken("BR-CO-16", sentence, figures.payable.element)


def rates_hold(figures: Figures) -> Broken:
    """BR-CO-17, within one unit of the currency, as the standard's own check has it."""
    for _, rows in figures.taxes:
        for row in rows:
            if row.tax is not None and row.taxable is not None and not _rate_holds(row):
                taxable, tax = row.taxable.value, row.tax.value
                rate = "no rate" if row.rate is None else f"{row.rate} %"
                sentence = (
                    f"the VAT (BT-117) on {taxable} at {rate} is stated as {tax}, and comes to "
                    f"{_rounded(taxable * (row.rate or ZERO) / 100)}. Correct the document."
                )
                yield _broken("BR-CO-17", sentence, row.tax.element)


def _rate_holds(row: VatRow) -> bool:
    assert row.tax is not None
    assert row.taxable is not None
    tax = abs(row.tax.value)
    if row.rate is None or abs(row.rate) < Decimal("0.5"):
        return tax < Decimal("0.5")
    return abs(tax - _rounded(abs(row.taxable.value) * row.rate / 100)) < 1


def says_when_due(figures: Figures) -> Broken:
    """BR-CO-25."""
    payable = figures.payable
    if figures.is_credit or figures.says_when_due:
        return
    if payable is not None and payable.value > 0:
        sentence = (
            f"{payable.value} is due (BT-115), and neither a due date (BT-9) nor terms (BT-20) "
            "say when. Add one."
        )
        yield _broken("BR-CO-25", sentence, payable.element)


DECIMALS: dict[str, tuple[str, Callable[[Figures], Iterable[Figure | None]]]] = {
    "BR-DEC-01": ("an allowance (BT-92)", lambda figures: figures.allowances),
    "BR-DEC-05": ("a charge (BT-99)", lambda figures: figures.charges),
    "BR-DEC-09": ("the sum of lines (BT-106)", lambda figures: (figures.line_total,)),
    "BR-DEC-10": ("the total of allowances (BT-107)", lambda figures: (figures.allowance_total,)),
    "BR-DEC-11": ("the total of charges (BT-108)", lambda figures: (figures.charge_total,)),
    "BR-DEC-12": ("the total without VAT (BT-109)", lambda figures: (figures.net,)),
    "BR-DEC-13": ("the total of VAT (BT-110)", lambda figures: (t.tax for t in figures.taxes)),
    "BR-DEC-14": ("the total with VAT (BT-112)", lambda figures: (figures.gross,)),
    "BR-DEC-16": ("the paid amount (BT-113)", lambda figures: (figures.prepaid,)),
    "BR-DEC-17": ("the rounding (BT-114)", lambda figures: (figures.rounding,)),
    "BR-DEC-18": ("the amount due (BT-115)", lambda figures: (figures.payable,)),
    "BR-DEC-19": ("a taxable amount (BT-116)", lambda figures: _of_rates(figures, taxable=True)),
    "BR-DEC-20": ("VAT of a rate (BT-117)", lambda figures: _of_rates(figures, taxable=False)),
    "BR-DEC-23": ("a line's net amount (BT-131)", lambda figures: figures.lines),
}


def _of_rates(figures: Figures, *, taxable: bool) -> Iterator[Figure | None]:
    for _, rows in figures.taxes:
        for row in rows:
            yield row.taxable if taxable else row.tax


def two_decimals(figures: Figures) -> Broken:
    """BR-DEC."""
    for rule, (what, of) in DECIMALS.items():
        for figure in of(figures):
            if figure is not None and figure.value != _rounded(figure.value):
                sentence = f"{what} is {figure.value}; it has at most two decimals. Round it."
                yield _broken(rule, sentence, figure.element)


RULES: tuple[Callable[[Figures], Broken], ...] = (
    lines_add_up,
    allowances_add_up,
    charges_add_up,
    net_adds_up,
    taxes_add_up,
    gross_adds_up,
    payable_adds_up,
    rates_hold,
    says_when_due,
    two_decimals,
)
