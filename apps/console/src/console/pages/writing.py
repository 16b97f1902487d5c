"""How a reader's country writes amounts, days and moments; the words are English."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from recoup_events.kernel.currencies import EXPONENTS
from recoup_events.kernel.money import Money

MINUS = "\u2212"
_DEFAULT = Locale.parse("en_GB")


class Writing:
    """One reader's locale and time zone."""

    def __init__(self, locale: Locale, zone: ZoneInfo) -> None:
        self.locale = locale
        self.zone = zone

    def amount(self, money: Money) -> str:
        """Without its currency, which stands beside it."""
        return self.minor(money.minor_units, money.currency)

    def minor(self, minor_units: int, currency: str) -> str:
        places = EXPONENTS.get(currency, 2)
        value = Decimal(minor_units).scaleb(-places)
        return _minus(format_decimal(value, format=_pattern(places), locale=self.locale))

    def money(self, money: Money) -> str:
        return f"{self.amount(money)}\u00a0{money.currency}"

    def sent(self, amount: Mapping[str, str]) -> str:
        """An amount as the APIs write it, without its currency."""
        return self.amount(Money.parse(amount["amount"], amount["currency"]))

    def iso(self, text: str | None) -> str:
        """A day or a moment as the APIs write it."""
        if not text:
            return ""
        return self.day(date.fromisoformat(text)) if len(text) == 10 else self.moment(_read(text))

    def clock_of(self, text: str) -> str:
        """The time of day of a moment as the APIs write it."""
        return self.clock(_read(text))

    def number(self, number: int) -> str:
        return _minus(format_decimal(number, locale=self.locale))

    def decimal(self, text: str | float) -> str:
        """A rate or an average, to the place it has."""
        value = Decimal(str(text))
        return _minus(format_decimal(value, locale=self.locale, decimal_quantization=False))

    def day(self, day: date | None) -> str:
        return "" if day is None else format_date(day, "medium", locale=self.locale)

    def moment(self, at: datetime) -> str:
        """To the minute, in the reader's time zone."""
        day = format_date(at.astimezone(self.zone).date(), "medium", locale=self.locale)
        return f"{day} {self.clock(at)}"

    def clock(self, at: datetime) -> str:
        return format_time(at, "short", tzinfo=self.zone, locale=self.locale)

    def today(self, now: datetime) -> date:
        return now.astimezone(self.zone).date()

    def say(self, value: Any) -> str:
        """A field of an event."""
        match value:
            case None:
                return ""
            case Money():
                return self.money(value)
            case datetime():
                return self.moment(value)
            case date():
                return self.day(value)
            case bool():
                return "yes" if value else "no"
            case int():
                return self.number(value)
            case Enum():
                return words(str(value.value))
            case _:
                return str(value)


def _read(text: str) -> datetime:
    return datetime.fromisoformat(text)


@lru_cache
def _pattern(places: int) -> str:
    return "#,##0" + ("." + "0" * places if places else "")


def _minus(text: str) -> str:
    return text.replace("-", MINUS)


def words(code: str) -> str:
    """``cease_request`` as people write it."""
    return code.replace("_", " ")


def writing_for(accept_language: str, zone: str) -> Writing:
    """What a browser asks for, as far as it is known; British English and UTC else."""
    return Writing(_locale(accept_language[:200]), zone_of(zone))


@lru_cache(maxsize=500)
def _locale(accepted: str) -> Locale:
    for part in accepted.split(","):
        try:
            return Locale.parse(part.partition(";")[0].strip(), sep="-")
        except (ValueError, UnknownLocaleError):
            continue
    return _DEFAULT


_ZONES = frozenset(available_timezones())


@lru_cache(maxsize=600)
def zone_of(name: str) -> ZoneInfo:
    return ZoneInfo(name if name in _ZONES else "UTC")
