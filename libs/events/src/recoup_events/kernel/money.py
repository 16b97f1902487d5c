"""Money as integer minor units of an ISO 4217 currency; there is no float on the way in or out."""

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Self, cast

from pydantic import AfterValidator, Field

from recoup_events.kernel.currencies import EXPONENTS
from recoup_events.kernel.event import Value

LARGEST = 10**15
"""A request that names more minor units is refused: no invoice is that large, a typing error is.

Sums know no such limit: what an account, a plan or a tenant adds up to is not for one row to decide.
"""
_DECIMAL = re.compile(r"(-?[0-9]+)(?:\.([0-9]+))?")


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies were added or compared."""


def _known(code: str) -> str:
    if code not in EXPONENTS:
        raise ValueError(f"{code!r} is not an ISO 4217 currency code; use e.g. EUR, USD or JPY")
    return code


Currency = Annotated[str, AfterValidator(_known)]


class Money(Value):
    """An amount or a sum in minor units (cents, yen, fils) of one currency, of any size."""

    minor_units: int = Field(strict=True)
    currency: Currency

    @classmethod
    def zero(cls, currency: str) -> Self:
        """One for each currency: sums begin with it, and most of what is owed has many sums."""
        return cast(Self, _zero(cls, currency))

    @classmethod
    def parse(cls, amount: str, currency: str) -> Self:
        """Read ``"12.50"``; raises ``ValueError`` on a float, a comma or too many decimals."""
        places = EXPONENTS[_known(currency)]
        written = _DECIMAL.fullmatch(amount)
        if written is None:
            raise ValueError(f"{amount!r} is not a decimal number such as 12.50")
        whole, decimals = written[1], (written[2] or "").rstrip("0")
        if len(decimals) > places:
            raise ValueError(f"{currency} has {places} decimals; got {amount!r}")
        return cls(minor_units=int(whole + decimals.ljust(places, "0")), currency=currency)

    @property
    def decimal(self) -> str:
        """The amount as a decimal string with the currency's own number of places."""
        places = EXPONENTS[self.currency]
        sign, digits = "-" * (self.minor_units < 0), str(abs(self.minor_units)).zfill(places + 1)
        return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)

    def __str__(self) -> str:
        return f"{self.decimal} {self.currency}"

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} do not mix")
        return other.minor_units

    def __add__(self, other: "Money") -> "Money":
        more = self._same(other)
        return Money(minor_units=self.minor_units + more, currency=self.currency) if more else self

    def __sub__(self, other: "Money") -> "Money":
        less = self._same(other)
        return Money(minor_units=self.minor_units - less, currency=self.currency) if less else self

    def __neg__(self) -> "Money":
        return Money(minor_units=-self.minor_units, currency=self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor_units < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor_units <= self._same(other)

    def __bool__(self) -> bool:
        return self.minor_units != 0


def _more_than_zero(amount: Money) -> Money:
    if amount.minor_units <= 0:
        raise ValueError(f"{amount} is not more than zero")
    return amount


Positive = Annotated[Money, AfterValidator(_more_than_zero)]


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum, zero of ``currency`` when there is nothing to add."""
    nothing = Money.zero(currency)
    units = sum(map(nothing._same, amounts))
    return Money(minor_units=units, currency=currency) if units else nothing


def rounded(minor_units: Fraction) -> int:
    """To whole minor units, half of one up."""
    return (2 * minor_units.numerator + minor_units.denominator) // (2 * minor_units.denominator)


def split(amount: Money, weights: Sequence[int]) -> tuple[Money, ...]:
    """Share an amount by weight, losing no minor unit: the largest remainders get the rest."""
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must not be negative and must add up to more than zero")
    shares = [divmod(amount.minor_units * weight, whole) for weight in weights]
    left = amount.minor_units - sum(quotient for quotient, _ in shares)
    by_remainder = sorted(range(len(weights)), key=lambda i: (-shares[i][1], i))
    extra = set(by_remainder[:left])
    return tuple(
        Money(minor_units=quotient + (i in extra), currency=amount.currency)
        for i, (quotient, _) in enumerate(shares)
    )


@lru_cache
def _zero(kind: type[Money], currency: str) -> Money:
    return kind(minor_units=0, currency=currency)
