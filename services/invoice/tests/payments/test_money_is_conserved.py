"""Whatever is asked, in whatever order: no cent appears, none is lost, nothing is owed twice."""

from collections.abc import Sequence
from contextlib import suppress

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from invoice.allocations.domain.allocation import Wish, allocate
from invoice.credit_notes.domain import commands as credit_commands
from invoice.credit_notes.domain.credit_note import CreditNote
from invoice.invoices.domain import commands as invoice_commands
from invoice.invoices.domain.invoice import Invoice
from invoice.payments.domain import commands as payment_commands
from invoice.payments.domain.payment import Payment
from recoup_events.invoice import Discount
from recoup_events.kernel.ids import CreditNoteId, InvoiceId, PaymentId, ReceivableId
from recoup_events.kernel.money import Money
from recoup_events.kernel.refusals import Refused
from recoup_events.kernel.slices import Slice
from recoup_testing.money_commands import (
    AT,
    CUSTOMER,
    DAY,
    TAKE_BACK,
    adjustment,
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
from recoup_testing.money_invariants import (
    INVOICE_IDS,
    NOTE_IDS,
    OWNERS,
    PAYERS,
    PAYMENT_IDS,
    MoneyAddsUp,
    euros,
)

AMOUNTS = st.integers(min_value=1, max_value=200_00).map(
    lambda cents: Money(minor_units=cents, currency="EUR")
)
PERCENTS = st.sampled_from(["0", "2", "50"])
SCHEDULES = st.lists(AMOUNTS, min_size=1, max_size=3)
invoices = st.sampled_from(INVOICE_IDS)
places = st.integers(min_value=0, max_value=2)
payments = st.sampled_from(PAYMENT_IDS)
notes = st.sampled_from(NOTE_IDS)


class Ledger(MoneyAddsUp):
    @initialize(schedules=st.lists(SCHEDULES, min_size=3, max_size=3), percent=PERCENTS)
    def issue(self, schedules: list[list[Money]], percent: str) -> None:
        for id, amounts in zip(INVOICE_IDS, schedules, strict=True):
            self.ask(
                id, issue_invoice(id, OWNERS[id], amounts, [Discount(percent=percent, until=DAY)])
            )

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
        wishes = [
            (
                term.due_date,
                invoice.issued.external_id,
                Wish(invoice.issued.invoice_id, None, term.receivable_id),
            )
            for invoice in self.each(Invoice)
            for term in invoice.terms
        ]
        self.allocate(id, [wish for *_, wish in sorted(wishes, key=lambda wish: wish[:2])])

    @rule(id=payments | notes, invoice=invoices, amount=AMOUNTS, place=st.none() | places)
    def allocate_a_part(
        self, id: str, invoice: InvoiceId, amount: Money, place: int | None
    ) -> None:
        term = None if place is None else self.term(invoice, place)
        self.allocate(id, [Wish(invoice, amount, term)])

    def term(self, id: InvoiceId, place: int) -> ReceivableId:
        terms = self.states[id].terms
        return ReceivableId(terms[place % len(terms)].receivable_id)

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
        for part in event.allocations:
            self.ask(part.invoice_id, invoice_commands.TakeDiscount())

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

    @rule(id=invoices, name=st.uuids().map(str), amount=AMOUNTS, place=places)
    def uphold_a_dispute(self, id: InvoiceId, name: str, amount: Money, place: int) -> None:
        slice = Slice(invoice_id=id, receivable_id=self.term(id, place), amount=amount)
        with suppress(Refused):
            self.ask(id, credit_dispute(name, slice))

    @rule(
        id=invoices,
        cents=st.integers(min_value=-150_00, max_value=100_00),
        place=st.none() | places,
    )
    def adjust(self, id: InvoiceId, cents: int, place: int | None) -> None:
        """Not what disputes granted; their credit notes are not kept here."""
        change = Money(minor_units=cents, currency="EUR")
        state: Invoice = self.states[id]
        place = None if place is None else place % len(state.terms)
        lowered = state.terms if place is None else [state.terms[place]]
        room = euros(term.amount - state.granted(term.receivable_id) for term in lowered)
        if (room + change).minor_units >= 0:
            with suppress(Refused):
                self.ask(id, adjustment(change, place))

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


TestMoneyIsConserved = Ledger.TestCase
