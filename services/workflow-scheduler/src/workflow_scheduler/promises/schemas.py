"""How a request names what is promised, or spoken of: parts of invoices."""

from typing import Annotated

from pydantic import Field

from recoup_events.invoice import MOST_TERMS
from recoup_events.kernel.ids import TenantId
from recoup_service.api.amounts import PositiveAmount
from recoup_service.api.named_resources import InvoiceNamed
from workflow_scheduler.promises.domain.parts import Part


class PromisedSlice(InvoiceNamed):
    """A part of what is chased of one invoice, or of one of its terms."""

    amount: PositiveAmount | None = Field(
        default=None, description="All of it that is chased now, if left out."
    )
    term: int | None = Field(
        default=None,
        ge=1,
        le=MOST_TERMS,
        strict=True,
        description="The number of the term; the soonest due come first if left out.",
    )

    def part(self, tenant: TenantId) -> Part:
        amount = None if self.amount is None else self.amount.money
        return Part(invoice_id=self.invoice_in(tenant), amount=amount, term=self.term)


Slices = Annotated[
    list[PromisedSlice],
    Field(
        min_length=1,
        max_length=100,
        description="Of one currency, owed to one creditor; each invoice, or each of its terms, once.",
    ),
]
