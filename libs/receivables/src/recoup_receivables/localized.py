"""Amounts and days as their reader writes them, by Unicode's locale data."""

from copy import copy
from datetime import date
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from recoup_events.kernel.currencies import EXPONENTS
from recoup_events.kernel.money import Money

_NARROW = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " "})
"""A text message with one of these would need twice the parts, and a search would miss it."""


def locale_of(language: str, country: str) -> Locale:
    """The language as the country writes it, e.g. English as in Britain; else as it is anywhere."""
    tag = language.replace("-", "_")
    for known in (f"{tag.partition('_')[0]}_{country}", tag, tag.partition("_")[0]):
        try:
            return Locale.parse(known)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def amount(money: Money, locale: Locale) -> str:
    """With as many decimals as the currency has, whatever the locale would round to."""
    pattern = copy(locale.currency_formats["standard"])
    places = EXPONENTS[money.currency]
    pattern.frac_prec = (places, places)
    written = pattern.apply(
        Decimal(money.decimal), locale, currency=money.currency, currency_digits=False
    )
    return str(written).translate(_NARROW)


def day(on: date, locale: Locale) -> str:
    written = format_date(on, "long", locale).translate(_NARROW)
    return f"1er{written[1:]}" if locale.language == "fr" and on.day == 1 else written


def short_day(on: date, locale: Locale) -> str:
    """For tables, where there is little room."""
    return format_date(on, "medium", locale).translate(_NARROW)
