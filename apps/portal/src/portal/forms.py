"""What a form says, read kindly: as its reader writes amounts and days."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from recoup_events.kernel.currencies import EXPONENTS
from recoup_events.kernel.money import Money

LONGEST_TEXT = 2000
_AMOUNT = re.compile(r"[0-9][0-9 .,'\u2019\u00a0\u202f]{0,20}")


def text_of(form: Mapping[str, Any], name: str) -> str:
    """Trimmed, and without what no form of ours sends."""
    value = form.get(name, "")
    if not isinstance(value, str):
        return ""
    return "".join(c for c in value.strip()[:LONGEST_TEXT] if c == "\n" or c.isprintable())


def day_of(form: Mapping[str, Any], name: str, first: date, last: date) -> date | None:
    """``None`` for what is no day, or none of these."""
    try:
        day = date.fromisoformat(text_of(form, name))
    except ValueError:
        return None
    return day if first <= day <= last else None


def amount_of(text: str, most: Money) -> Money | None:
    """As people write it, with a comma or a point; ``None`` for what is none, zero, or too much."""
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return None
    places = EXPONENTS[most.currency]
    plain = re.sub(r"[ '\u2019\u00a0\u202f]", "", text)
    whole, mark, rest = _at_last_mark(plain)
    if mark and len(rest) == 3 and places != 3:  # 1.234 is a thousand and more
        whole, rest = whole + rest, ""
    digits = re.sub(r"[.,]", "", whole)
    try:
        minor = int(Decimal(f"{digits}.{rest or 0}").scaleb(places))
    except InvalidOperation:
        return None
    if len(rest) > places or not 0 < minor <= most.minor_units:
        return None
    return Money(minor_units=minor, currency=most.currency)


def _at_last_mark(text: str) -> tuple[str, str, str]:
    at = max(text.rfind("."), text.rfind(","))
    return (text, "", "") if at < 0 else (text[:at], text[at], text[at + 1 :])


def days_ahead(today: date, days: int) -> date:
    return today + timedelta(days=days)
