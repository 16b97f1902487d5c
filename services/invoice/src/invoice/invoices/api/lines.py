"""Lines of invoices in JSON."""

from typing import Self

from pydantic import Field, model_validator

from invoice.fields import Rate
from recoup_events.invoice.line import Line, Quantity, UnitCode
from recoup_service.api.amounts import GivenAmount
from recoup_service.api.fields import RequestBody, Words


class LineBody(RequestBody):
    """One line; a discount is a line below zero. Send `quantity` and `unit` together, or neither."""

    description: Words = Field(examples=["Hex bolts M8, box of 500"])
    net: GivenAmount = Field(description="Without tax, for all of it.")
    tax: GivenAmount
    quantity: Quantity | None = Field(
        default=None,
        description="How many or how much, with its `unit`; below zero for what was taken back. "
        "Copies of an invoice are e-invoices with lines only where every line has it.",
        examples=["3"],
    )
    unit: UnitCode | None = Field(
        default=None,
        description="UN/ECE Recommendation 20 or 21: `C62` for one, `HUR` for an hour, `KGM`.",
        examples=["C62"],
    )
    tax_rate: Rate | None = Field(
        default=None,
        description="Per cent, one of the document's `taxes`; where that has one rate alone, the "
        "line need not name it.",
        examples=["19"],
    )

    @model_validator(mode="after")
    def _of_something(self) -> Self:
        if (self.quantity is None) != (self.unit is None):
            raise ValueError("send quantity and unit together, or neither")
        return self

    @classmethod
    def of(cls, line: Line) -> Self:
        net, tax = GivenAmount.of(line.net), GivenAmount.of(line.tax)
        return cls(**dict(line) | {"net": net, "tax": tax})

    @property
    def line(self) -> Line:
        return Line(**dict(self) | {"net": self.net.money, "tax": self.tax.money})
