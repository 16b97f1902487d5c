"""Disputes about terms of invoices whose books are kept twice, as the dispute service says them."""

from itertools import count
from uuid import UUID

from recoup_events.dispute import (
    DisputeOpened,
    DisputeUpheld,
    DisputeWithdrawn,
    Reason,
)
from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    CustomerId,
    DisputeId,
    InvoiceId,
    TenantId,
    creditor_id_of,
)
from recoup_events.kernel.money import Money
from recoup_events.kernel.slices import Slice
from recoup_testing.naive_ledger import Term
from recoup_testing.planned_twice import PlansKeptTwice


class DisputesKeptTwice:
    """The invoice service receives what becomes of each, and the naive ledger notes it."""

    def __init__(self, plans: PlansKeptTwice) -> None:
        self.plans, self.books, self.naive = plans, plans.books, plans.books.naive
        self.recorded, self.numbers = list[Event](), count(1)

    def open(self, term: Term, amount: int) -> None:
        name = f"dsp_{next(self.numbers)}"
        opened = DisputeOpened(
            dispute_id=DisputeId(name),
            customer_id=self._customer(term),
            creditor_id=creditor_id_of(TenantId(self.books.tenant), self.books.creditor),
            slices=self._slices(term, amount),
            reason=Reason.QUALITY,
            statement="Two boxes arrived damaged.",
        )
        self._say(opened)
        self.naive.disputed[name] = (term, amount)

    def withdraw(self, name: str) -> None:
        term, amount = self.naive.disputed.pop(name)
        withdrawn = DisputeWithdrawn(
            dispute_id=DisputeId(name),
            customer_id=self._customer(term),
            slices=self._slices(term, amount),
            reason="a mistake",
        )
        self._say(withdrawn)

    def uphold(self, name: str) -> None:
        term, amount = self.naive.disputed.pop(name)
        slices = self._slices(term, amount)
        upheld = DisputeUpheld(
            dispute_id=DisputeId(name),
            customer_id=self._customer(term),
            slices=slices,
            credit=slices[0].amount,
            credits=slices,
            reason="damaged",
        )
        self._say(upheld)
        self.naive.grant(name, term, amount)

    def _customer(self, term: Term) -> CustomerId:
        return CustomerId(self.naive.documents[term[0]].customer)

    def _slices(self, term: Term, amount: int) -> tuple[Slice, ...]:
        return (
            Slice(
                invoice_id=InvoiceId(self.books.ids[term[0]]),
                receivable_id=self.plans.receivable(term),
                amount=Money(minor_units=amount, currency=self.books.currency),
            ),
        )

    def _say(self, event: DisputeOpened | DisputeWithdrawn | DisputeUpheld) -> None:
        self.recorded.append(event)
        invoices, _ = self.plans.exchange.participants
        stream = Stream(self.plans.account(event.customer_id), "dispute", event.dispute_id)
        cause = Cause(self.books.clock.instant, "system:dispute", UUID(int=7))
        received = Envelope(invoices.command_runner.new_id(), stream, 1, cause, event)
        self.books.run(invoices.receive(received, cause))
