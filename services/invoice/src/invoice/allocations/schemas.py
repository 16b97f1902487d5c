"""Which invoices are named, and what is allocated to them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, Field

from invoice.allocations.domain.allocation import MOST
from invoice.references.domain.invoice_numbers import Reference
from recoup_events.invoice import MOST_TERMS, Allocation
from recoup_service.api.amounts import Amount, PositiveAmount
from recoup_service.api.fields import Name, RequestBody, Words
from recoup_service.api.named_resources import SourceNamed

CLEARING = "Your document that cleared it, where your books have decided what the money pays; no policy moves it."


class ReferenceBody(SourceNamed):
    """An invoice that the money or the credit is meant for."""

    invoice: Name = Field(
        description="Your id of the invoice, Recoup's, or its number. A number that several unpaid "
        "invoices bear means the one over just this amount, the oldest due among equals; where "
        "there is none the number is ambiguous.",
        examples=["2026-0001"],
    )
    amount: PositiveAmount | None = Field(
        default=None,
        description="How much is for it; all that is owed on it if left out. What exceeds the "
        "balance stays on account.",
    )
    term: int | None = Field(
        default=None,
        ge=1,
        le=MOST_TERMS,
        strict=True,
        description="The number of the term it is for; the terms due first come first if left out.",
    )
    clearing_document: Name | None = Field(default=None, description=CLEARING)

    @property
    def reference(self) -> Reference:
        amount = None if self.amount is None else self.amount.money
        return Reference(
            self.invoice,
            amount,
            source=self.source,
            term=self.term,
            clearing_document=self.clearing_document,
        )


References = Annotated[tuple[ReferenceBody, ...], Field(max_length=MOST)]


def references_of(named: Iterable[ReferenceBody]) -> Sequence[Reference]:
    return [each.reference for each in named]


class NewAllocation(RequestBody):
    """Allocates what is on account; without references the longest due invoices come first."""

    references: References = ()


class Unallocation(RequestBody):
    reason: Words = Field(examples=["Meant for another invoice"])


class AllocationShown(BaseModel):
    id: str = Field(examples=["alc_3d21"])
    invoice_id: str
    receivable_id: str = Field(description="The term of the invoice.")
    customer_id: str = Field(description="Whose invoice it is.")
    amount: Amount
    clearing_document: str | None = Field(description=CLEARING)
    applied_on: date = Field(
        description="From this day on it counts on the invoice: the value date, or a later day on "
        "which the invoice was issued or the money came back from another one."
    )

    @classmethod
    def of(cls, allocation: Allocation) -> Self:
        return cls(
            id=allocation.allocation_id,
            invoice_id=allocation.invoice_id,
            receivable_id=allocation.receivable_id,
            customer_id=allocation.customer_id,
            amount=Amount.of(allocation.amount),
            clearing_document=allocation.clearing_document,
            applied_on=allocation.applied_on,
        )
