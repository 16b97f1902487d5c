"""The words of documents, in the languages there are; amounts and days as their reader writes them."""

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from babel import Locale
from babel.numbers import format_decimal

from recoup_events.kernel.money import Money
from recoup_receivables import localized

LANGUAGES = ("en", "de", "fr", "es", "it", "nl")
SINGLE = "C62"
"""Of UN/ECE Recommendation 20: one of them."""


class Words(NamedTuple):
    language: str
    locale: Locale
    texts: Mapping[str, Any]

    def __call__(self, name: str, **values: str) -> str:
        return str(self.texts[name]).format(**values)

    def kind(self, kind: str, reference: str) -> str:
        """What a line of a statement is."""
        return str(self.texts["kinds"][kind]).format(reference=reference)

    def money(self, amount: Money) -> str:
        return localized.amount(amount, self.locale)

    def day(self, on: date) -> str:
        return localized.day(on, self.locale)

    def country(self, code: str) -> str:
        """As the last line of an address has it."""
        return str(self.locale.territories.get(code, code)).upper()

    def quantity(self, quantity: str | None, unit: str | None) -> str:
        """Its unit by its code, but for single things."""
        if quantity is None:
            return ""
        number = str(format_decimal(Decimal(quantity), "#,##0.######", self.locale))
        return number if unit in (None, SINGLE) else f"{number} {unit}"

    def percent(self, hundredths: int) -> str:
        return f"{format_decimal(Decimal(hundredths) / 100, '0.00', self.locale)} %"


def words_in(language: str, country: str) -> Words:
    """In this language, or in English where it is not among them."""
    known = language.partition("-")[0].lower()
    known = known if known in LANGUAGES else LANGUAGES[0]
    return Words(known, localized.locale_of(known, country), _texts(known))


@cache
def _texts(language: str) -> Mapping[str, Any]:
    text = files("invoice.documents").joinpath("texts", f"{language}.toml").read_text("utf-8")
    return tomllib.loads(text)
