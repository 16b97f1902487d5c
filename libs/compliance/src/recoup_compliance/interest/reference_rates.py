"""Reference rates as dated tables, each known until a day; after it nobody knows, and none is made up."""

import csv
from bisect import bisect_right
from datetime import date
from functools import cache
from importlib.resources import files

from recoup_events.kernel.event import Value
from recoup_events.kernel.refusals import Refused


class RateUnknown(Refused):
    """The law refers to a rate that is not known yet, or not any more."""

    code = "rate_unknown"


class ReferenceRate(Value):
    """A rate that laws refer to, in hundredths of a percent: 475 is 4.75 %."""

    id: str
    name: str
    source: str
    known_until: date
    """The last day on which it is known which rate applies."""

    def on(self, day: date) -> int:
        """The rate that applies on this day."""
        starts, rates = _table(self.id)
        place = bisect_right(starts, day)
        if place == 0:
            raise RateUnknown(
                f"The {self.name} of {day} is not known: the table begins on {starts[0]}; "
                "charge interest from a later day, or an amount of your own."
            )
        if day > self.known_until:
            raise RateUnknown(
                f"The {self.name} of {day} is not known: the table ends on {self.known_until}; "
                "ask again once a newer one is installed."
            )
        return rates[place - 1]


@cache
def _table(id: str) -> tuple[tuple[date, ...], tuple[int, ...]]:
    """The first days of the rates, rising, and the rates."""
    text = (files("recoup_compliance.interest") / "rates" / f"{id}.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    starts = tuple(date.fromisoformat(row["effective_from"]) for row in rows)
    return starts, tuple(hundredths(row["percent"]) for row in rows)


def hundredths(percent: str) -> int:
    """Read ``"-0.62"`` as -62."""
    whole, _, decimals = percent.removeprefix("-").partition(".")
    value = int(whole + decimals.ljust(2, "0"))
    return -value if percent.startswith("-") else value


def percent(rate: int) -> str:
    """Write 1275 as ``12.75 %``."""
    return f"{'-' * (rate < 0)}{abs(rate) // 100}.{abs(rate) % 100:02d} %"


BANK_RATE = ReferenceRate(
    id="bank-rate",
    name="Bank Rate",
    source="Bank of England, official Bank Rate history",
    known_until=date(2026, 10, 10),
)
ECB = ReferenceRate(
    id="ecb-main-refinancing",
    name="ECB main refinancing rate",
    source="European Central Bank, key interest rates; minimum bid rate before 15 October 2008",
    known_until=date(2026, 10, 8),
)
DE_BASE = ReferenceRate(
    id="de-base-rate",
    name="German base rate",
    source="Deutsche Bundesbank, Basiszinssatz (BGB 247)",
    known_until=date(2026, 12, 31),
)
AT_BASE = ReferenceRate(
    id="at-base-rate",
    name="Austrian base rate",
    source="Oesterreichische Nationalbank, Basiszinssatz on 1 January and 1 July",
    known_until=date(2026, 12, 31),
)
FR_LEGAL_PROFESSIONALS = ReferenceRate(
    id="fr-legal-rate-professionals",
    name="French legal rate for professional creditors",
    source="Ministry of the Economy, half-yearly orders",
    known_until=date(2026, 12, 31),
)
FR_LEGAL_INDIVIDUALS = ReferenceRate(
    id="fr-legal-rate-individuals",
    name="French legal rate for private creditors",
    source="Ministry of the Economy, half-yearly orders",
    known_until=date(2026, 12, 31),
)
RATES = (BANK_RATE, ECB, DE_BASE, AT_BASE, FR_LEGAL_PROFESSIONALS, FR_LEGAL_INDIVIDUALS)
