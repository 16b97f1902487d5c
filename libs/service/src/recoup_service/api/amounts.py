"""Money as integrators write it: a decimal string and a currency, and never a float."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from recoup_events.kernel.amount_range import AmountRange
from recoup_events.kernel.money import LARGEST, Currency, Money
from recoup_service.api.fields import ISO_4217, RequestBody

_DECIMAL = re.compile(r"^-?[0-9]+(\.[0-9]+)?$")
LONGEST = 40
"""Characters; more of them would only keep everybody waiting while they are read."""


Decimals = Annotated[
    str,
    Field(
        description="A decimal number in a string, with no more decimals than the currency has: "
        "two for EUR, none for JPY, three for KWD.",
        pattern=_DECIMAL.pattern,
        examples=["12.50"],
    ),
]


class Amount(BaseModel):
    """An amount or a sum of money, exact to the currency's smallest unit."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    currency: Currency = Field(
        description="ISO 4217 code.",
        examples=["EUR"],
        json_schema_extra=ISO_4217,
    )
    amount: Decimals

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
            cls._check(Money.parse(amount, info.data["currency"]))
        return amount

    @classmethod
    def _check(cls, money: Money) -> None:
        """Any amount will do."""

    @classmethod
    def of(cls, money: Money) -> Self:
        return cls(currency=money.currency, amount=money.decimal)

    @cached_property
    def money(self) -> Money:
        return Money.parse(self.amount, self.currency)


class GivenAmount(Amount):
    """An amount of money as a request names it: one that no typing error has made."""

    amount: Annotated[
        Decimals,
        Field(
            max_length=LONGEST,
            description="A decimal number in a string, with no more decimals than the currency has: "
            "two for EUR, none for JPY, three for KWD. It is below 10^15 of the currency's smallest unit.",
        ),
    ]

    @classmethod
    def _check(cls, money: Money) -> None:
        if abs(money.minor_units) > LARGEST:
            raise ValueError(f"{money} is too large; check the decimal point")


class PositiveAmount(GivenAmount):
    """An amount of money above zero."""

    @classmethod
    def _check(cls, money: Money) -> None:
        super()._check(money)
        if money.minor_units <= 0:
            raise ValueError(f"{money} is not more than zero")


def in_currency(row: Mapping[str, Any], column: str) -> Amount:
    """A column of minor units in the currency of its row."""
    return Amount.of(Money(minor_units=int(row[column]), currency=row["currency"]))


class AmountRangeBody(RequestBody):
    """Amounts of one currency; those of other currencies are not among them."""

    currency: Currency = Field(
        description="ISO 4217 code.", examples=["EUR"], json_schema_extra=ISO_4217
    )
    at_least: PositiveAmount | None = Field(default=None, description="From this amount on.")
    below: PositiveAmount | None = Field(default=None, description="Below this amount.")

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        given = [each.money for each in (self.at_least, self.below) if each is not None]
        if any(each.currency != self.currency for each in given):
            raise ValueError("send at_least and below in the currency of the range")
        if len(given) == 2 and not given[0] < given[1]:
            raise ValueError("send an at_least that is less than below")
        return self

    @property
    def range(self) -> AmountRange:
        return AmountRange(
            currency=self.currency,
            at_least=None if self.at_least is None else self.at_least.money,
            below=None if self.below is None else self.below.money,
        )

    @classmethod
    def of(cls, amounts: AmountRange) -> Self:
        given = {"at_least": amounts.at_least, "below": amounts.below}
        shown = {k: PositiveAmount.of(each) for k, each in given.items() if each is not None}
        return cls(currency=amounts.currency, **shown)
