"""Until when the price of an invoice can be sued for, by country; each to be confirmed by counsel.

Where a country knows several periods, by state, by what was sold or by form, the shortest stands here: whoever is
told of a suit can then be sued whichever holds. What lets a period begin anew is not counted, for it only lengthens it.
"""

from datetime import date
from typing import NamedTuple

from recoup_events.invoice import CustomerKind

BUSINESS = (CustomerKind.ENTITY, CustomerKind.SOLE_TRADER)
CONSUMER = (CustomerKind.NATURAL_PERSON,)


class Limitation(NamedTuple):
    """Counted from the day the invoice is due."""

    country: str
    years: int
    citation: str
    debtors: tuple[CustomerKind, ...] = (*BUSINESS, *CONSUMER)
    from_end_of_year: bool = False

    def over_on(self, due_on: date) -> date:
        """The first day on which it is too late."""
        if self.from_end_of_year:
            return date(due_on.year + self.years + 1, 1, 1)
        year = due_on.year + self.years
        if (due_on.month, due_on.day) == (2, 29):
            return date(year, 3, 1)
        return due_on.replace(year=year)


LIMITATIONS = (
    Limitation("AT", 3, "ABGB 1486 no. 1"),
    Limitation("AU", 3, "Limitation Act 1981 (NT) s. 12(1)(a); six years in the states"),
    Limitation("CA", 2, "Limitations Act, 2002 (Ontario) s. 4 and like it in most provinces"),
    Limitation("CH", 5, "OR 128; ten years for what OR 127 covers"),
    Limitation("DE", 3, "BGB 195, 199(1)", from_end_of_year=True),
    Limitation("ES", 3, "Código Civil 1967 no. 4", CONSUMER),
    Limitation("ES", 5, "Código Civil 1964(2)", BUSINESS),
    Limitation("FR", 2, "Code de la consommation L. 218-2", CONSUMER),
    Limitation("FR", 5, "Code de commerce L. 110-4", BUSINESS),
    Limitation(
        "GB", 5, "Prescription and Limitation (Scotland) Act 1973 s. 6; six years elsewhere"
    ),
    Limitation("IE", 6, "Statute of Limitations 1957 s. 11(1)(a)"),
    Limitation("IT", 1, "Codice civile 2955 no. 5 (presumed paid)", CONSUMER),
    Limitation("IT", 10, "Codice civile 2946", BUSINESS),
    Limitation("NL", 2, "BW 7:28", CONSUMER),
    Limitation("NL", 5, "BW 3:307(1)", BUSINESS),
    Limitation("NZ", 6, "Limitation Act 2010 s. 11"),
    Limitation("PL", 2, "Kodeks cywilny 554"),
    Limitation("US", 3, "N.Y. CPLR 214-i, N.C. Gen. Stat. 1-52(1), and longer in most states"),
)


def limitation_of(country: str, debtor: CustomerKind) -> Limitation | None:
    """``None`` where no period is known here."""
    found = (each for each in LIMITATIONS if each.country == country and debtor in each.debtors)
    return next(found, None)
