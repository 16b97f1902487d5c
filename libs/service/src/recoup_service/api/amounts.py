"""Money as integrators write it: a decimal string and a currency, and never a float."""

import re
from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from recoup_events.money import Currency, Money

_DECIMAL = re.compile(r"^-?[0-9]+(\.[0-9]+)?$")
LONGEST = 40
"""Characters; more of them would only keep everybody waiting while they are read."""


class Amount(BaseModel):
    """An amount of money, exact to the currency's smallest unit."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    currency: Currency = Field(
        description="ISO 4217 code.",
        examples=["EUR"],
        json_schema_extra={"pattern": "^[A-Z]{3}$"},
    )
    amount: str = Field(
        description="A decimal number in a string, with no more decimals than the currency has: "
        "two for EUR, none for JPY, three for KWD.",
        pattern=_DECIMAL.pattern,
        max_length=LONGEST,
        examples=["12.50"],
    )

    @field_validator("amount", mode="before")
    @classmethod
    def _written_out(cls, amount: Any) -> Any:
        if not isinstance(amount, str) or not _DECIMAL.fullmatch(amount):
            raise ValueError('send a decimal number in a string, such as "12.50"')
        return amount

    @field_validator("amount")
    @classmethod
    def _fits_the_currency(cls, amount: str, info: ValidationInfo) -> str:
        if "currency" in info.data:
            cls._check(_parsed(amount, info.data["currency"]))
        return amount

    @classmethod
    def _check(cls, money: Money) -> None:
        """Any amount will do."""

    @classmethod
    def of(cls, money: Money) -> Self:
        return cls(currency=money.currency, amount=money.decimal)

    @property
    def money(self) -> Money:
        return Money.parse(self.amount, self.currency)


class PositiveAmount(Amount):
    """An amount of money above zero."""

    @classmethod
    def _check(cls, money: Money) -> None:
        if money.minor_units <= 0:
            raise ValueError(f"{money} is not more than zero")


def _parsed(amount: str, currency: str) -> Money:
    try:
        return Money.parse(amount, currency)
    except ValidationError:
        raise ValueError(f"{amount} {currency} is too large; check the decimal point") from None


def in_currency(row: Mapping[str, Any], column: str) -> Amount:
    """A column of minor units in the currency of its row."""
    return Amount.of(Money(minor_units=row[column], currency=row["currency"]))
