"""Whatever is asked, in whatever order: no cent appears, none is lost, nothing is owed twice."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from itertools import chain
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from invoice.allocations.domain.allocation import Wish, allocate, oldest_first
from invoice.credit_notes.domain import commands as credit_commands
from invoice.credit_notes.domain.credit_note import CreditNote
from invoice.invoices.domain import commands as invoice_commands
from invoice.invoices.domain.applications import PaymentPart
from invoice.invoices.domain.invoice import Invoice
from invoice.payments.domain import commands as payment_commands
from invoice.payments.domain.payment import Payment
from recoup_events import invoice as events
from recoup_events.kernel.ids import CreditNoteId, CustomerId, InvoiceId, PaymentId
from recoup_events.kernel.money import Money, total
from recoup_events.kernel.refusals import Refused
from recoup_testing.money_commands import (
    ADDED_TO_THE_BALANCE,
    AT,
    CUSTOMER,
    DAY,
    DECIDERS,
    TAKE_BACK,
    TAKEN_OFF_THE_BALANCE,
    applied,
    credit_dispute,
    credit_note,
    issue_invoice,
    received,
    unallocate_note,
    unallocate_payment,
    unapply,
    write_off,
)
from recoup_testing.money_entries import entries

INVOICE_IDS = [InvoiceId(f"inv_{i}") for i in range(3)]
PAYMENT_IDS = [PaymentId(f"pay_{i}") for i in range(3)]
NOTE_IDS = [CreditNoteId(f"crn_{i}") for i in range(2)]
CHILD, OTHER = CustomerId("cus_2"), CustomerId("cus_3")
OWNERS = dict(zip(INVOICE_IDS, (CUSTOMER, CHILD, OTHER), strict=True))
"""Whose invoice each is; the money of any pays those of all, the credit only its own customer's."""
PAYERS = dict(zip(PAYMENT_IDS, (CUSTOMER, CUSTOMER, CHILD), strict=True))
AMOUNTS = st.integers(min_value=1, max_value=200_00).map(
    lambda cents: Money(minor_units=cents, currency="EUR")
)
invoices = st.sampled_from(INVOICE_IDS)
payments = st.sampled_from(PAYMENT_IDS)
notes = st.sampled_from(NOTE_IDS)


def euros(amounts: Any) -> Money:
    return total(amounts, "EUR")


class Ledger(RuleBasedStateMachine):
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

    @initialize(amounts=st.lists(AMOUNTS, min_size=3, max_size=3))
    def issue(self, amounts: list[Money]) -> None:
        for id, amount in zip(INVOICE_IDS, amounts, strict=True):
            self.ask(id, issue_invoice(id, OWNERS[id], amount))

    @rule(id=payments, amount=AMOUNTS)
    def receive(self, id: PaymentId, amount: Money) -> None:
        with suppress(Refused):
            self.ask(id, received(id, PAYERS[id], amount))

    @rule(id=notes, amount=AMOUNTS)
    def issue_credit_note(self, id: CreditNoteId, amount: Money) -> None:
        with suppress(Refused):
            self.ask(id, credit_note(id, amount))

    @rule(id=payments | notes)
    def allocate_to_the_oldest(self, id: str) -> None:
        self.allocate(id, oldest_first(self.each(Invoice)))

    @rule(id=payments | notes, invoice=invoices, amount=AMOUNTS)
    def allocate_a_part(self, id: str, invoice: InvoiceId, amount: Money) -> None:
        self.allocate(id, [Wish(invoice, amount)])

    def allocate(self, id: str, wishes: Sequence[Wish]) -> None:
        source = self.states.get(id)
        if not isinstance(source, Payment | CreditNote):
            return
        by_id = {i.issued.invoice_id: i for i in self.each(Invoice)}
        if isinstance(source, CreditNote):
            wishes = [wish for wish in wishes if OWNERS[wish.invoice_id] == CUSTOMER]
        shares = allocate(source.funds.unapplied, wishes, by_id)
        if not shares:
            return
        if isinstance(source, Payment):
            (event,) = self.ask(id, payment_commands.AllocatePayment(shares=shares))
        else:
            (event,) = self.ask(id, credit_commands.AllocateCreditNote(shares=shares))
        for part in event.allocations:
            self.ask(part.invoice_id, applied(id, part, PAYERS.get(PaymentId(id), CUSTOMER)))

    @rule(id=payments | notes, nth=st.integers(min_value=0, max_value=3))
    def take_one_off(self, id: str, nth: int) -> None:
        source = self.states.get(id)
        if isinstance(source, Payment | CreditNote):
            for part in list(source.funds.allocations.values())[nth : nth + 1]:
                remaining = {part.allocation_id: euros([])}
                payment = isinstance(source, Payment)
                self.ask(id, (unallocate_payment if payment else unallocate_note)(remaining))
                self.ask(part.invoice_id, unapply(part.allocation_id))

    @rule(id=payments, name=st.sampled_from("ab"), amount=AMOUNTS)
    def refund(self, id: PaymentId, name: str, amount: Money) -> None:
        refund = payment_commands.RefundPayment(
            external_id=name, amount=amount, refunded_on=DAY, reason="twice"
        )
        with suppress(Refused):
            self.ask(id, refund)

    @rule(id=payments | notes)
    def take_back(self, id: str) -> None:
        source = self.states.get(id)
        if isinstance(source, Payment | CreditNote) and not source.funds.gone:
            if isinstance(source, Payment):
                self.ask(id, payment_commands.ReversePayment(reason="x", today=DAY))
            else:
                self.ask(id, credit_commands.CancelCreditNote(reason="x", today=DAY))
            for part in source.funds.allocations.values():
                self.ask(part.invoice_id, unapply(part.allocation_id))

    @rule(id=invoices, name=st.uuids().map(str), amount=AMOUNTS)
    def uphold_a_dispute(self, id: InvoiceId, name: str, amount: Money) -> None:
        with suppress(Refused):
            self.ask(id, credit_dispute(name, amount))

    @rule(id=invoices, cents=st.integers(min_value=-150_00, max_value=100_00))
    def adjust(self, id: InvoiceId, cents: int) -> None:
        change = Money(minor_units=cents, currency="EUR")
        state = self.states[id]
        if isinstance(state, Invoice) and (state.total - state.granted + change).minor_units >= 0:
            with suppress(Refused):
                self.ask(id, invoice_commands.AdjustInvoice(change=change, reason="x", at=AT))

    @rule(id=invoices, amount=AMOUNTS | st.none())
    def write_off(self, id: InvoiceId, amount: Money | None) -> None:
        with suppress(Refused):
            self.ask(id, write_off(amount))

    @rule(id=invoices)
    def take_the_write_offs_back(self, id: InvoiceId) -> None:
        with suppress(Refused):
            self.ask(id, TAKE_BACK)

    @rule(id=invoices)
    def cancel(self, id: InvoiceId) -> None:
        with suppress(Refused):
            self.ask(id, invoice_commands.CancelInvoice(reason="mistake", at=AT))

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
            assert invoice.balance.minor_units >= 0

    @invariant()
    def every_cent_is_allocated_refunded_or_on_account(self) -> None:
        applied = [part for i in self.each(Invoice) for part in i.applied.items()]
        for source in [*self.each(Payment), *self.each(CreditNote)]:
            funds = source.funds
            on_invoices = {id: part.amount for id, part in applied if id in funds.allocations}
            assert on_invoices == {id: part.amount for id, part in funds.allocations.items()}
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
            recorded = self.recorded[invoice.issued.invoice_id]
            balances = [event.balance for event in recorded if hasattr(event, "balance")]
            assert invoice.cancelled or balances[-1:] in ([], [invoice.balance])


TestMoneyIsConserved = Ledger.TestCase
