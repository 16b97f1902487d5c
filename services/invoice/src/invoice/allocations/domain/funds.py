"""What a payment or credit note brings: which parts are allocated, and when the rest is free."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Self

from invoice.invoices.domain.errors import ExceedsBalance
from invoice.invoices.domain.invoice import Invoice
from recoup_events.invoice import Allocation
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import (
    AllocationId,
    CreditorId,
    CustomerId,
    InvoiceId,
    ReceivableId,
    allocation_id_of,
)
from recoup_events.kernel.money import Money, total
from recoup_events.kernel.slices import Slice


class Share(NamedTuple):
    """So much for this term of an invoice, which counts nothing before it was issued."""

    invoice_id: InvoiceId
    receivable_id: ReceivableId
    customer_id: CustomerId
    amount: Money
    issue_date: date
    clearing_document: str | None = None
    automatic: bool = False
    """Nobody named it."""

    @classmethod
    def of(cls, invoice: Invoice, receivable_id: ReceivableId, amount: Money) -> Self:
        return cls(
            **invoice.ids,
            receivable_id=receivable_id,
            amount=amount,
            issue_date=invoice.issued.issue_date,
        )


class Funds(Value):
    creditor_id: CreditorId
    """Whose it is; it pays this creditor's invoices alone."""
    amount: Money
    free_from: date
    """What is on account cannot be allocated from an earlier day: it came in, or came back, then."""
    allocations: Mapping[AllocationId, Allocation] = {}
    allocated: Money
    """What they come to; kept as a sum, for one payment may pay thousands."""
    customers: frozenset[CustomerId] = frozenset()
    """Whose invoices they are of."""
    given: int = 0
    """Allocations ever made."""
    refunded: Money
    difference: Money | None = None
    """Too little to be on account: the creditor's tolerance keeps it."""
    reserved: Mapping[ReceivableId, Slice] = {}
    """What of it is kept for what it is meant to pay."""
    gone: bool = False
    """The bank took the money back, or the credit was cancelled."""

    @property
    def currency(self) -> str:
        return self.amount.currency

    @property
    def unapplied(self) -> Money:
        """On account; below zero where the bank took back what had been refunded."""
        came = Money.zero(self.currency) if self.gone else self.amount
        kept = Money.zero(self.currency) if self.difference is None else self.difference
        return came - self.allocated - self.refunded - kept

    def available(self, to: Collection[ReceivableId] = ()) -> Money:
        """What may be applied to these, or given back: on account, and not kept for others."""
        kept = (slice.amount for id, slice in self.reserved.items() if id not in to)
        return self.unapplied - total(kept, self.currency)

    @property
    def kept(self) -> Money:
        """What is reserved altogether."""
        return total((slice.amount for slice in self.reserved.values()), self.currency)

    def reserving(self, slices: Iterable[Slice]) -> "Funds":
        """With this kept for these receivables, and as before for others."""
        named = {slice.receivable_id: slice for slice in slices}
        kept = {id: slice for id, slice in {**self.reserved, **named}.items() if slice.amount}
        return self.model_copy(update={"reserved": kept})

    def share_out(self, id: str, shares: Sequence[Share]) -> tuple[Allocation, ...]:
        """The allocations these shares make of the payment or credit note ``id``."""
        self._check(shares)
        return tuple(
            Allocation(
                allocation_id=allocation_id_of(id, nth),
                invoice_id=share.invoice_id,
                receivable_id=share.receivable_id,
                customer_id=share.customer_id,
                amount=share.amount,
                applied_on=max(self.free_from, share.issue_date),
                clearing_document=share.clearing_document,
                automatic=share.automatic,
            )
            for nth, share in enumerate(shares, start=self.given)
        )

    def _check(self, shares: Sequence[Share]) -> None:
        """Each may have what is kept for it, and all of them together what is kept for nobody."""
        nothing = Money.zero(self.currency)
        beyond = (
            max(share.amount - self.kept_for(share.receivable_id), nothing) for share in shares
        )
        if self.available() < total(beyond, self.currency):
            wanted = total((share.amount for share in shares), self.currency)
            raise ExceedsBalance(
                f"{wanted} are to be allocated, {self.unapplied} are left and {self.kept} of them are "
                "reserved; ask for less, or release what is reserved for others.",
                pointer="/references",
            )

    def kept_for(self, id: ReceivableId) -> Money:
        return self.reserved[id].amount if id in self.reserved else Money.zero(self.currency)

    def taken_off(self, remaining: Mapping[AllocationId, Money]) -> tuple[Allocation, ...]:
        """What of these allocations exceeds what is to remain of them; nothing the second time."""
        excess = {
            id: self.allocations[id].amount - rest
            for id, rest in remaining.items()
            if id in self.allocations and rest < self.allocations[id].amount
        }
        return tuple(
            self.allocations[id].model_copy(update={"amount": amount})
            for id, amount in excess.items()
        )

    def with_allocations(self, new: Iterable[Allocation]) -> "Funds":
        added = {allocation.allocation_id: allocation for allocation in new}
        amounts = (allocation.amount for allocation in added.values())
        update = {
            "allocations": {**self.allocations, **added},
            "allocated": self.allocated + total(amounts, self.currency),
            "customers": self.customers | {each.customer_id for each in added.values()},
            "given": self.given + len(added),
        }
        return self.model_copy(update=update)

    def without(self, taken: Iterable[Allocation], on: date) -> "Funds":
        kept, allocated = dict(self.allocations), self.allocated
        for allocation in taken:
            id = allocation.allocation_id
            allocated -= allocation.amount
            rest = kept[id].amount - allocation.amount
            if rest:
                kept[id] = kept[id].model_copy(update={"amount": rest})
            else:
                del kept[id]
        update = {
            "allocations": kept,
            "allocated": allocated,
            "customers": frozenset(each.customer_id for each in kept.values()),
            "free_from": max(self.free_from, on),
        }
        return self.model_copy(update=update)

    def keeping(self, difference: Money | None) -> "Funds":
        """With this kept and not on account."""
        return self.model_copy(update={"difference": difference})

    def emptied(self) -> "Funds":
        nothing = {"allocations": {}, "allocated": Money.zero(self.currency)}
        return self.model_copy(update=nothing | {"customers": frozenset(), "gone": True})


def days_taken_off(taken: Iterable[Allocation], today: date) -> date:
    """The day from which these parts are free: not before they counted."""
    return max([today, *(allocation.applied_on for allocation in taken)])
