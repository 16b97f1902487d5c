"""Bookings in JSON, as several features take them: who booked it first, and the tax in it."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import BaseModel, Field

from invoice.fields import Rate
from recoup_events.invoice import Origin, TaxPart
from recoup_service.api.amounts import Amount, GivenAmount
from recoup_service.api.fields import RequestBody

BookedFrom = Annotated[
    Origin,
    Field(
        description="`recoup`: it is decided here and posted to the ERP (`/v1/postings`); `erp`: the "
        "ERP has booked it already."
    ),
]


class TaxBody(RequestBody):
    """The tax of one rate in the amount."""

    rate: Rate = Field(examples=["19"])
    tax: GivenAmount


TaxParts = Annotated[
    tuple[TaxBody, ...],
    Field(max_length=20, description="The tax in the amount, by rate, as far as you know it."),
]


class TaxShown(BaseModel):
    rate: str = Field(description="Per cent.")
    tax: Amount


def tax_parts(taxes: Iterable[TaxBody]) -> tuple[TaxPart, ...]:
    return tuple(TaxPart(rate=part.rate, tax=part.tax.money) for part in taxes)


def taxes_shown(taxes: Iterable[TaxPart]) -> tuple[TaxShown, ...]:
    return tuple(TaxShown(rate=part.rate, tax=Amount.of(part.tax)) for part in taxes)
