"""Invoices, payments and credit notes of three customers, and what holds whatever is asked of them."""

from collections import defaultdict
from itertools import chain
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, invariant

from invoice.credit_notes.domain.credit_note import CreditNote
from invoice.invoices.domain.applications import PaymentPart
from invoice.invoices.domain.invoice import Invoice
from invoice.payments.domain.payment import Payment
from recoup_events import invoice as events
from recoup_events.kernel.ids import CreditNoteId, CustomerId, InvoiceId, PaymentId
from recoup_events.kernel.money import Money, total
from recoup_receivables.balance import Balances, balances_after
from recoup_testing.money_commands import (
    ADDED_TO_THE_BALANCE,
    CUSTOMER,
    DECIDERS,
    TAKEN_OFF_THE_BALANCE,
    unallocate_note,
    unallocate_payment,
)
from recoup_testing.money_entries import entries

INVOICE_IDS = [InvoiceId(f"inv_{i}") for i in range(3)]
PAYMENT_IDS = [PaymentId(f"pay_{i}") for i in range(3)]
NOTE_IDS = [CreditNoteId(f"crn_{i}") for i in range(2)]
CHILD, OTHER = CustomerId("cus_2"), CustomerId("cus_3")
OWNERS = dict(zip(INVOICE_IDS, (CUSTOMER, CHILD, OTHER), strict=True))
"""Whose invoice each is; the money of any pays those of all, the credit only its own customer's."""
PAYERS = dict(zip(PAYMENT_IDS, (CUSTOMER, CUSTOMER, CHILD), strict=True))


def euros(amounts: Any) -> Money:
    return total(amounts, "EUR")


class MoneyAddsUp(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.states: dict[str, Any] = {}
        self.recorded: dict[str, list[Any]] = defaultdict(list)

    def ask(self, id: str, command: Any) -> list[Any]:
        """Decide it, and let payments and credit notes follow what an invoice gave back."""
        decider: Any = DECIDERS[id[:3]]
        state = self.states.get(id, decider.initial)
        new = list(decider.decide(command, state))
        for event in new:
            state = decider.evolve(state, event)
            self.recorded[id].append(event)
        self.states[id] = state
        for event in new:
            if isinstance(event, events.PaymentUnapplied | events.CreditUnapplied):
                self.follow(event)
        return new

    def follow(self, event: events.PaymentUnapplied | events.CreditUnapplied) -> None:
        remaining = {event.allocation_id: event.remaining}
        if isinstance(event, events.PaymentUnapplied):
            self.ask(event.payment_id, unallocate_payment(remaining))
        else:
            self.ask(event.credit_note_id, unallocate_note(remaining))

    def each(self, kind: type[Any]) -> list[Any]:
        return [state for state in self.states.values() if isinstance(state, kind)]

    @invariant()
    def what_is_owed_follows_from_the_events_and_is_never_below_zero(self) -> None:
        for invoice in self.each(Invoice):
            recorded = self.recorded[invoice.issued.invoice_id]
            owed = invoice.issued.total
            for event in recorded:
                if isinstance(event, TAKEN_OFF_THE_BALANCE):
                    owed -= event.amount
                elif isinstance(event, ADDED_TO_THE_BALANCE):
                    owed += event.amount
            assert invoice.balance == owed
            each = [invoice.owed(term.receivable_id) for term in invoice.terms]
            assert euros(each) == owed
            assert min(balance.minor_units for balance in each) >= 0

    @invariant()
    def every_cent_is_allocated_refunded_or_on_account(self) -> None:
        applied = [part for i in self.each(Invoice) for part in i.applied.items()]
        for source in [*self.each(Payment), *self.each(CreditNote)]:
            funds = source.funds
            on_invoices = {id: part.amount for id, part in applied if id in funds.allocations}
            assert on_invoices == {id: part.amount for id, part in funds.allocations.items()}
            assert funds.allocated == euros(on_invoices.values())
            assert funds.customers == {part.customer_id for part in funds.allocations.values()}
            kept = euros([]) if funds.gone else funds.amount
            assert euros(on_invoices.values()) + funds.unapplied + funds.refunded == kept
            assert funds.gone or funds.unapplied.minor_units >= 0
        allocated = [
            id for s in self.states.values() if hasattr(s, "funds") for id in s.funds.allocations
        ]
        assert all(id in allocated or part.granted for id, part in applied)

    @invariant()
    def both_sides_name_each_other(self) -> None:
        for invoice in self.each(Invoice):
            for id, part in invoice.applied.items():
                if isinstance(part, PaymentPart):
                    assert part.payer_id == PAYERS[part.payment_id]
                    allocation = self.states[part.payment_id].funds.allocations[id]
                    assert allocation.customer_id == invoice.issued.customer_id

    @invariant()
    def what_each_customer_owes_adds_up_from_the_moves_it_is_shown(self) -> None:
        owed: dict[CustomerId, Money] = defaultdict(lambda: euros([]))
        for event in chain(*self.recorded.values()):
            for (customer_id, _), amount in entries(event, NOTE_IDS.__contains__).items():
                owed[customer_id] += amount
        for customer_id in (CUSTOMER, CHILD, OTHER):
            mine = [i.balance for i in self.each(Invoice) if i.issued.customer_id == customer_id]
            paid = [p.funds for p in self.each(Payment) if p.received.customer_id == customer_id]
            noted = [n.funds for n in self.each(CreditNote) if n.issued.customer_id == customer_id]
            on_account = euros(funds.unapplied for funds in [*paid, *noted])
            assert owed[customer_id] == euros(mine) - on_account

    @invariant()
    def the_balance_that_is_said_is_the_balance(self) -> None:
        for invoice in self.each(Invoice):
            balances: Balances = {}
            for event in self.recorded[invoice.issued.invoice_id]:
                balances = balances_after(event, balances)
            for term in invoice.terms:
                assert balances[term.receivable_id] == invoice.owed(term.receivable_id)
