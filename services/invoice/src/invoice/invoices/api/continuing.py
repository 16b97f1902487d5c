"""What an invoice is asked for in the place of, in JSON."""

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from invoice.invoices.api.chase import FirstDay, TakenBody, Wish
from invoice.invoices.api.schedule import Scheduled
from invoice.invoices.domain.invoice import Invoice
from recoup_events.invoice import MOST_TERMS, Chase, Term
from recoup_events.kernel.ids import InvoiceId, TenantId
from recoup_events.kernel.money import Money
from recoup_service.api.amounts import Amount
from recoup_service.api.fields import Words
from recoup_service.api.named_resources import InvoiceOf

KEPT = ("due_date", "schedule", "chase", "chase_from", "taken")
"""What an invoice has of those that it continues."""


class Continuing(Scheduled):
    """When an invoice is due and chased: as it says, or as those that it continues."""

    chase: Wish = Chase.NOW
    chase_from: FirstDay = None
    taken: TakenBody | None = None
    continues: Annotated[tuple[InvoiceOf, ...], Field(max_length=MOST_TERMS)] = Field(
        default=(),
        description="Earlier invoices of the customer and creditor in whose place it is asked for: a "
        "residual item, or one that was billed anew. They are `continued`, what was paid on them "
        "stays so, and this one keeps their due dates, age, disputes, holds and steps taken; so leave "
        "out when it is due and chased: an invoice that continues others keeps theirs.",
    )
    difference_reason: Words | None = Field(
        default=None,
        description="With `continues`: why the total is another than what is owed on those. They are "
        "adjusted by the difference first, with this reason.",
        examples=["One box was taken back"],
    )

    @model_validator(mode="after")
    def _due_once(self) -> Self:
        sent = [name for name in KEPT if name in self.model_fields_set and getattr(self, name)]
        if self.continues and sent:
            raise ValueError(f"an invoice that continues others keeps theirs; leave out {sent[0]}")
        if not self.continues and (self.due_date is None) == (self.schedule is None):
            raise ValueError("send either due_date or schedule")
        return self

    def terms_of(self, id: InvoiceId, total: Money) -> tuple[Term, ...]:
        """None yet, where they are those of the invoices that it continues."""
        return () if self.continues else super().terms_of(id, total)

    def continued_in(self, tenant: TenantId, creditor: str) -> Sequence[InvoiceId]:
        """By Recoup's ids."""
        return [each.invoice_of(tenant, creditor) for each in self.continues]


class ContinuationShown(BaseModel):
    """A term of another invoice, and the one of this invoice that it is asked for with."""

    invoice_id: str
    receivable_id: str
    continued_by: str = Field(description="The receivable of this invoice.")
    amount: Amount = Field(description="What was owed on it when it was continued.")


def continuations_shown(invoice: Invoice) -> tuple[ContinuationShown, ...]:
    return tuple(
        ContinuationShown(**{**dict(each), "amount": Amount.of(each.amount)})
        for each in invoice.issued.continues
    )
