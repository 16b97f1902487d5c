"""Decimal text to exact amounts; what a locale would have to explain is never guessed."""

import re
from decimal import Decimal

from recoup_events.kernel.currencies import EXPONENTS
from recoup_events.kernel.money import LARGEST, Money
from recoup_formats.codes import Code
from recoup_formats.problems import NOWHERE, FileRefused, Location

_XML_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
LONGEST = 32


def decimal_of(text: str, at: Location = NOWHERE) -> Decimal:
    """Read what XML Schema calls a decimal: a point, no exponent, no grouping."""
    written = text.strip()
    if len(written) > LONGEST or not _XML_DECIMAL.fullmatch(written):
        raise FileRefused.because(
            Code.AMOUNT_INVALID,
            f"{short(written)} is no decimal number. Write it with a point, like 1234.56.",
            at,
        )
    number = Decimal(written)
    if abs(number) >= LARGEST:
        raise FileRefused.because(
            Code.AMOUNT_INVALID, f"{short(written)} is larger than any amount can be.", at
        )
    return number


def known_currency(code: str, at: Location = NOWHERE) -> str:
    if code not in EXPONENTS:
        raise FileRefused.because(
            Code.CURRENCY_UNKNOWN,
            f"{short(code)} is no ISO 4217 currency. Send a code such as EUR.",
            at,
        )
    return code


def money_of(number: Decimal, currency: str, at: Location = NOWHERE) -> Money:
    """In minor units, exactly or not at all."""
    places = EXPONENTS[known_currency(currency, at)]
    units = number.scaleb(places)
    whole = int(units)
    if units != whole:
        raise FileRefused.because(
            Code.DECIMALS,
            f"{number} has more decimals than {currency}, which has {places}. Round it where it "
            "comes from.",
            at,
        )
    if abs(whole) > LARGEST:
        raise FileRefused.because(
            Code.AMOUNT_INVALID, f"{number} is larger than any amount can be.", at
        )
    return Money(minor_units=whole, currency=currency)


def short(text: str) -> str:
    """Quoted for a sentence, whatever somebody sent."""
    cut = text if len(text) <= 40 else text[:37] + "…"
    return repr(cut)
