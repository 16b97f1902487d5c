"""What a person says of a receipt, in JSON."""

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import Field, StrictBool, model_validator

from invoice.allocations.schemas import references_of
from invoice.clearings.domain.recognition import Part
from invoice.payments.schemas import ExchangeBody, PaidReferences
from invoice.receipts.handlers.booking import Choice
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.ids import RemittanceId, TenantId
from recoup_events.kernel.money import Money
from recoup_service.api.amounts import PositiveAmount
from recoup_service.api.fields import Name, RequestBody, Words
from recoup_service.api.named_resources import CustomerNamed

MOST_PARTS = 100


class PartBody(CustomerNamed):
    """So much of it is this customer's, and becomes a payment of its own."""

    amount: PositiveAmount | None = Field(
        default=None, description="In the receipt's currency; all that waits if left out."
    )
    references: PaidReferences = ()
    auto_allocate: StrictBool = Field(
        default=True,
        description="Without references it pays what is longest due; `false` keeps it on account.",
    )
    exchange: ExchangeBody | None = Field(
        default=None, description="Where it pays debts in another currency."
    )

    def choice(self, tenant: TenantId, left: Money, nth: int) -> Choice:
        return Choice(
            customer=Account(tenant, self.customer_in(tenant)),
            amount=left if self.amount is None else self.amount.money,
            exchange=None if self.exchange is None else self.exchange.exchange,
            references=references_of(self.references),
            longest_due=not self.references and self.auto_allocate,
            customer_at=f"/parts/{nth}{self.customer_pointer}",
        )


class Acceptance(RequestBody):
    """Whose the money is and what it pays: send either `candidate` or `parts`.

    Send the amount of each of several parts.
    """

    candidate: int | None = Field(
        default=None, ge=1, strict=True, description="The number of the candidate, from 1."
    )
    parts: Annotated[tuple[PartBody, ...], Field(min_length=1, max_length=MOST_PARTS)] | None = (
        Field(
            default=None,
            description="In place of a candidate: of one customer, or split over several. What they "
            "leave of the receipt waits on.",
        )
    )
    reason: Words | None = Field(
        default=None,
        description="Send the reason for other parts than a candidate's.",
        examples=["The payer called: it is for their branch"],
    )

    @model_validator(mode="after")
    def _chosen_once(self) -> Self:
        if (self.candidate is None) == (self.parts is None):
            raise ValueError("send either candidate or parts")
        if self.parts is not None and self.reason is None:
            raise ValueError("send the reason for other parts than a candidate's")
        if len(self.parts or ()) > 1 and any(part.amount is None for part in self.parts or ()):
            raise ValueError("send the amount of each of several parts")
        return self

    def choices(self, tenant: TenantId, left: Money) -> Sequence[Choice]:
        parts = enumerate(self.parts or ())
        return [part.choice(tenant, left, nth) for nth, part in parts]


class ClearedBody(RequestBody):
    """So much of it is this remittance's transfer."""

    remittance_id: Name = Field(examples=["rmt_77b0"])
    amount: PositiveAmount | None = Field(
        default=None, description="In the remittance's currency; all that waits if left out."
    )

    def part(self, left: Money) -> Part:
        amount = left if self.amount is None else self.amount.money
        return Part(RemittanceId(self.remittance_id), amount)


class Clearing(RequestBody):
    """It is what an agency announced; send the amount of each of several remittances."""

    remittances: Annotated[tuple[ClearedBody, ...], Field(min_length=1, max_length=MOST_PARTS)]
    reason: Words = Field(examples=["The agency named the wrong reference"])

    @model_validator(mode="after")
    def _shared_out(self) -> Self:
        if len(self.remittances) > 1 and any(each.amount is None for each in self.remittances):
            raise ValueError("send the amount of each of several remittances")
        return self


class Return(RequestBody):
    """The money goes back to whoever sent it."""

    amount: PositiveAmount | None = Field(default=None, description="All that waits if left out.")
    reason: Words = Field(examples=["Not for us: the payer meant another company"])
