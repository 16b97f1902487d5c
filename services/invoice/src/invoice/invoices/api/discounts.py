"""What an invoice gives off for money that comes in time, and its taxes, in JSON."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from invoice.fields import Rate
from recoup_events.invoice import Discount, DiscountBase, DocumentTax
from recoup_events.invoice.discount import MOST_DISCOUNTS, ZeroTax
from recoup_service.api.amounts import Amount, GivenAmount, PositiveAmount
from recoup_service.api.fields import Day, Name, RequestBody


class DiscountBody(RequestBody):
    """Money whose value date is not later and that covers the rest closes the invoice."""

    percent: Rate | None = Field(
        default=None, description="Send either `percent` or `amount`.", examples=["2"]
    )
    amount: PositiveAmount | None = Field(default=None, description="Tax included.")
    on: DiscountBase = Field(
        default=DiscountBase.TOTAL,
        description="Of what it is so many per cent: of the `total`, or of the `net`, for which the "
        "`taxes` are sent.",
    )
    until: Day = Field(description="The last value date in time.", examples=["2026-01-15"])

    @model_validator(mode="after")
    def _either(self) -> Self:
        if (self.percent is None) == (self.amount is None):
            raise ValueError("send either percent or amount")
        return self

    @property
    def discount(self) -> Discount:
        amount = None if self.amount is None else self.amount.money
        return Discount(percent=self.percent, amount=amount, on=self.on, until=self.until)


class DocumentTaxBody(RequestBody):
    """What of the total is of one rate of tax."""

    rate: Rate = Field(description="Per cent.", examples=["19"])
    net: GivenAmount
    tax: GivenAmount
    zero: ZeroTax | None = Field(
        default=None,
        description="Why the rate is nought. Without it, a copy is no more than a MINIMUM e-invoice.",
        examples=["exempt"],
    )
    exemption_reason: Name | None = Field(
        default=None,
        description="In words, with every `zero` but `zero_rated`.",
        examples=["Steuerfrei nach § 4 Nr. 8 UStG"],
    )

    @classmethod
    def of(cls, each: DocumentTax) -> Self:
        return cls(
            rate=each.rate,
            net=GivenAmount.of(each.net),
            tax=GivenAmount.of(each.tax),
            zero=each.zero,
            exemption_reason=each.exemption_reason,
        )

    @property
    def document_tax(self) -> DocumentTax:
        return DocumentTax(
            rate=self.rate,
            net=self.net.money,
            tax=self.tax.money,
            zero=self.zero,
            exemption_reason=self.exemption_reason,
        )


Discounts = Annotated[
    tuple[DiscountBody, ...],
    Field(
        max_length=MOST_DISCOUNTS,
        description="Given off for money that comes in time and, with the discount, covers the "
        "invoice in full; each until a day.",
    ),
]
DocumentTaxes = Annotated[
    tuple[DocumentTaxBody, ...],
    Field(
        max_length=20,
        description="Net and tax by rate, together the total; the tax in a discount follows them.",
    ),
]


class DiscountShown(BaseModel):
    percent: str | None
    amount: Amount | None
    on: DiscountBase
    until: date


def discount_shown(discount: Discount) -> DiscountShown:
    return DiscountShown(
        percent=discount.percent,
        amount=None if discount.amount is None else Amount.of(discount.amount),
        on=discount.on,
        until=discount.until,
    )
