"""What a payment names in JSON, and how its currency was exchanged."""

from typing import Annotated, Self

from pydantic import BaseModel, Field

from invoice.allocations.domain.allocation import MOST
from invoice.allocations.schemas import ReferenceBody
from invoice.references.domain.invoice_numbers import Reference
from recoup_events.invoice.payment import Exchange, Rate
from recoup_service.api.amounts import Amount, PositiveAmount
from recoup_service.api.fields import Name, RequestBody

SETTLES = "What it pays, in the currency of what is owed."
RATE = (
    "How much of that currency one unit of the money that came in is: a decimal number in a string."
)


class ExchangeBody(RequestBody):
    """Money of one currency for debts in another; Recoup has no rates of its own."""

    taken: PositiveAmount = Field(description="What came in.")
    settles: PositiveAmount = Field(description=SETTLES)
    rate: Rate = Field(description=RATE, examples=["0.9214"])

    @property
    def exchange(self) -> Exchange:
        return Exchange(taken=self.taken.money, settles=self.settles.money, rate=self.rate)


class ExchangeShown(BaseModel):
    taken: Amount = Field(description="What came in.")
    settles: Amount = Field(description=SETTLES)
    rate: str = Field(description=RATE, examples=["0.9214"])

    @classmethod
    def of(cls, exchange: Exchange | None) -> Self | None:
        if exchange is None:
            return None
        taken, settles = Amount.of(exchange.taken), Amount.of(exchange.settles)
        return cls(taken=taken, settles=settles, rate=exchange.rate)


class PaidReference(ReferenceBody):
    """An invoice of the payer, of its group, or of the `customer` that is named."""

    customer: Name | None = Field(
        default=None,
        description="Whose invoice it is, by your id or Recoup's. Left out, it is one of the payer's "
        "group, and a number means the payer's own first.",
        examples=["C-1002"],
    )

    @property
    def reference(self) -> Reference:
        return super().reference._replace(customer=self.customer)


PaidReferences = Annotated[tuple[PaidReference, ...], Field(max_length=MOST)]
