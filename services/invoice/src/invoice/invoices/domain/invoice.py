"""What the events of an invoice add up to."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import reduce
from typing import TypedDict

from pydantic import Field

from invoice.invoices.domain.applications import CreditPart, Part, PaymentPart
from invoice.invoices.domain.errors import InvoiceRefused
from recoup_events import invoice as events
from recoup_events.invoice.discount import DiscountKind
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import AllocationId, CustomerId, InvoiceId, ReceivableId, WriteOffId
from recoup_events.kernel.metadata import NO_METADATA, Metadata
from recoup_events.kernel.money import Money, total

AGING = "aging"
"""The timer that wakes an invoice when an unpaid term enters its next bucket of age."""

AMENDABLE = ("number", "purchase_order", "lines", "terms", "time_zone")
"""What of an issued invoice can be put right; its amounts are adjusted."""


class InvoiceState(StrEnum):
    OPEN = "open"
    OVERDUE = "overdue"
    PAID = "paid"
    WRITTEN_OFF = "written_off"
    CANCELLED = "cancelled"
    CONTINUED = "continued"
    """What was owed is asked for on another invoice."""


class Ids(TypedDict):
    """What every event about an invoice names."""

    invoice_id: InvoiceId
    customer_id: CustomerId


class NoInvoice(Value):
    """Nothing was issued under this id."""


class WriteOffPart(Value):
    """What of a write-off or a discount still stands, on which terms."""

    parts: Mapping[ReceivableId, Money]
    taxes: tuple[events.TaxPart, ...]
    kind: DiscountKind = DiscountKind.DISCOUNT
    """Of what is given off."""
    origin: events.Origin
    effective_on: date

    @property
    def amount(self) -> Money:
        return reduce(Money.__add__, self.parts.values())


class Passed(Value):
    """What one invoice asks for from a day on, and the one that it continues does no more."""

    on: date
    parts: Mapping[ReceivableId, Money]

    @property
    def amount(self) -> Money:
        return reduce(Money.__add__, self.parts.values())


class Invoice(Value):
    issued: events.InvoiceIssued
    amended: events.InvoiceAmended | None = None
    """What it says by now, where that was changed."""
    terms: tuple[events.Term, ...]
    """As they stand, the soonest due first."""
    applied: Mapping[AllocationId, Part] = Field(default_factory=dict)
    write_offs: Mapping[WriteOffId, WriteOffPart] = Field(default_factory=dict)
    write_offs_made: int = 0
    discount: WriteOffPart | None = None
    """What of a discount that was taken still stands."""
    given_up: bool = False
    """The last that was owed was written off."""
    cancelled: bool = False
    continued_by: InvoiceId | None = None
    continuations: Mapping[ReceivableId, ReceivableId] = Field(default_factory=dict)
    """The terms that continue its own."""
    passed_on: tuple[Passed, ...] = ()
    """What is asked for there and not here, by its own terms."""
    taken_over: tuple[Passed, ...] = ()
    """What came to be owed on those that it continues, once it did, by its own terms."""
    chase: events.Chase = events.Chase.NOW
    chase_from: date | None = None
    aged: Mapping[ReceivableId, int] = Field(default_factory=dict)
    """The first day of the last bucket of age that an overdue term has entered."""
    charges: tuple[events.ChargeAssessed, ...] = ()
    """What was charged for its terms, which is owed on documents of their own."""
    metadata: Metadata = NO_METADATA

    @property
    def ids(self) -> Ids:
        return {"invoice_id": self.issued.invoice_id, "customer_id": self.issued.customer_id}

    @property
    def number(self) -> str:
        return self._text.number

    @property
    def purchase_order(self) -> str | None:
        return self._text.purchase_order

    @property
    def lines(self) -> tuple[events.Line, ...]:
        return self._text.lines

    @property
    def due_date(self) -> date:
        """The next on which something is to be paid, or the last of all."""
        unpaid = (t.due_date for t in self.terms if self.owed(t.receivable_id))
        return next(unpaid, self.terms[-1].due_date)

    @property
    def time_zone(self) -> str:
        """Whose calendar decides when a due date has ended."""
        return self._text.time_zone

    @property
    def _text(self) -> events.InvoiceIssued | events.InvoiceAmended:
        return self.amended or self.issued

    @property
    def total(self) -> Money:
        """What the debtor is asked to pay."""
        return total((term.amount for term in self.terms), self.currency)

    @property
    def balance(self) -> Money:
        """What is still owed."""
        if self.cancelled:
            return Money.zero(self.currency)
        given_off = self.written_off + self.discounted
        return self.total - self.credited - self.paid - given_off - self.continued

    def term(self, id: ReceivableId) -> events.Term:
        return next(term for term in self.terms if term.receivable_id == id)

    def owed(self, id: ReceivableId) -> Money:
        """What is still owed on one of its terms."""
        if self.cancelled:
            return Money.zero(self.currency)
        applied = (part.amount for part in self.applied.values() if part.receivable_id == id)
        given_off = self.written_off_of(id) + self.discounted_of(id) + self.continued_of(id)
        return self.term(id).amount - total(applied, self.currency) - given_off

    @property
    def credited(self) -> Money:
        credits = (part for part in self.applied.values() if isinstance(part, CreditPart))
        return total((credit.amount for credit in credits), self.currency)

    def granted(self, id: ReceivableId) -> Money:
        """What disputes were upheld for on one of its terms."""
        grants = (p.amount for p in self.applied.values() if p.granted and p.receivable_id == id)
        return total(grants, self.currency)

    @property
    def paid(self) -> Money:
        payments = (part for part in self.applied.values() if isinstance(part, PaymentPart))
        return total((payment.amount for payment in payments), self.currency)

    @property
    def written_off(self) -> Money:
        return total((part.amount for part in self.write_offs.values()), self.currency)

    def written_off_of(self, id: ReceivableId) -> Money:
        """What is written off on one of its terms."""
        nothing = Money.zero(self.currency)
        parts = (part.parts.get(id, nothing) for part in self.write_offs.values())
        return total(parts, self.currency)

    @property
    def discounted(self) -> Money:
        return Money.zero(self.currency) if self.discount is None else self.discount.amount

    def discounted_of(self, id: ReceivableId) -> Money:
        nothing = Money.zero(self.currency)
        return nothing if self.discount is None else self.discount.parts.get(id, nothing)

    @property
    def counted_on(self) -> date:
        """The day on which the last of what lowers it began to count, whenever each was booked."""
        applied = (part.applied_on for part in self.applied.values())
        written_off = (part.effective_on for part in self.write_offs.values())
        return max([self.issued.issue_date, *applied, *written_off])

    @property
    def continued(self) -> Money:
        """What is asked for on the invoice that continues it."""
        return total((each.amount for each in self.passed_on), self.currency)

    def continued_of(self, id: ReceivableId) -> Money:
        parts = (each.parts[id] for each in self.passed_on if id in each.parts)
        return total(parts, self.currency)

    def still(self, owed: Money) -> Money:
        """What is said to be owed: where another invoice continues it, that is asked for at once."""
        return owed if self.continued_by is None else Money.zero(self.currency)

    @property
    def continues(self) -> tuple[InvoiceId, ...]:
        """The invoices in whose place it is asked for."""
        return tuple(dict.fromkeys(each.invoice_id for each in self.issued.continues))

    @property
    def currency(self) -> str:
        return self.issued.total.currency

    @property
    def state(self) -> InvoiceState:
        if self.cancelled:
            return InvoiceState.CANCELLED
        if self.continued_by is not None:
            return InvoiceState.CONTINUED
        if not self.balance:
            return InvoiceState.WRITTEN_OFF if self.given_up else InvoiceState.PAID
        return InvoiceState.OVERDUE if self.aged else InvoiceState.OPEN

    def state_of(self, id: ReceivableId) -> InvoiceState:
        """Where one of its terms stands."""
        if self.cancelled:
            return InvoiceState.CANCELLED
        if self.continued_of(id):
            return InvoiceState.CONTINUED
        if not self.owed(id):
            given_up = self.written_off_of(id) and (self.given_up or self.balance)
            return InvoiceState.WRITTEN_OFF if given_up else InvoiceState.PAID
        return InvoiceState.OVERDUE if id in self.aged else InvoiceState.OPEN


State = NoInvoice | Invoice
NOTHING: State = NoInvoice()


def issued_invoice(state: State) -> Invoice:
    """The invoice of a state that has one."""
    if isinstance(state, NoInvoice):
        raise InvoiceRefused("There is no such invoice; issue it first.")
    return state
