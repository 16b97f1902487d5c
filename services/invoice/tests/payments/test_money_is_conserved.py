"""Whatever is asked, in whatever order: no cent appears, none is lost, nothing is owed twice."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from invoice.invoices.domain import commands as invoice_commands
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import Invoice
from invoice.payments.domain import commands as payment_commands
from invoice.payments.domain.allocation import Wish, allocate, oldest_first
from invoice.payments.domain.payment import PAYMENT, Payment
from recoup_events import invoice as events
from recoup_events.invoice import CreditNote
from recoup_events.kernel.ids import CustomerId, InvoiceId, PaymentId
from recoup_events.kernel.money import Money, total
from recoup_events.kernel.refusals import Refused
from recoup_testing.creditors import CREDITOR

DAY = date(2026, 1, 5)
AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
CUSTOMER = CustomerId("cus_1")
INVOICE_IDS = [InvoiceId(f"inv_{i}") for i in range(3)]
PAYMENT_IDS = [PaymentId(f"pay_{i}") for i in range(3)]
AMOUNTS = st.integers(min_value=1, max_value=200_00).map(
    lambda cents: Money(minor_units=cents, currency="EUR")
)
invoices = st.sampled_from(INVOICE_IDS)
payments = st.sampled_from(PAYMENT_IDS)


def euros(amounts: Any) -> Money:
    return total(amounts, "EUR")


class Ledger(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.states: dict[str, Any] = {}
        self.recorded: dict[str, list[Any]] = defaultdict(list)

    def ask(self, id: str, command: Any) -> None:
        decider: Any = INVOICE if id in INVOICE_IDS else PAYMENT
        state = self.states.get(id, decider.initial)
        for event in decider.decide(command, state):
            state = decider.evolve(state, event)
            self.recorded[id].append(event)
        self.states[id] = state

    def each(self, kind: type[Any]) -> list[Any]:
        return [state for state in self.states.values() if isinstance(state, kind)]

    @initialize(amounts=st.lists(AMOUNTS, min_size=3, max_size=3))
    def issue(self, amounts: list[Money]) -> None:
        for id, amount in zip(INVOICE_IDS, amounts, strict=True):
            self.ask(
                id,
                invoice_commands.IssueInvoice(
                    invoice_id=id,
                    customer_id=CUSTOMER,
                    creditor_id=CREDITOR,
                    external_id=id,
                    number=id,
                    purchase_order=None,
                    total=amount,
                    lines=(),
                    issue_date=DAY,
                    due_date=DAY,
                    time_zone="UTC",
                    at=AT,
                ),
            )

    @rule(id=payments, amount=AMOUNTS)
    def receive(self, id: PaymentId, amount: Money) -> None:
        with suppress(Refused):
            self.ask(
                id,
                payment_commands.ReceivePayment(
                    payment_id=id,
                    customer_id=CUSTOMER,
                    creditor_id=CREDITOR,
                    external_id=id,
                    amount=amount,
                    method="transfer",
                    value_date=DAY,
                    reference=None,
                ),
            )

    @rule(id=payments)
    def allocate_to_the_oldest(self, id: PaymentId) -> None:
        self.allocate(id, oldest_first(self.each(Invoice)))

    @rule(id=payments, invoice=invoices, amount=AMOUNTS)
    def allocate_a_part(self, id: PaymentId, invoice: InvoiceId, amount: Money) -> None:
        self.allocate(id, [Wish(invoice, amount)])

    def allocate(self, id: PaymentId, wishes: Sequence[Wish]) -> None:
        payment = self.states.get(id)
        if not isinstance(payment, Payment):
            return
        balances = {i.issued.invoice_id: i.balance for i in self.each(Invoice)}
        allocations = allocate(payment.unapplied, wishes, balances)
        if not allocations:
            return
        self.ask(id, payment_commands.AllocatePayment(allocations=allocations))
        for part in allocations:
            self.ask(
                part.invoice_id,
                invoice_commands.ApplyPayment(payment_id=id, amount=part.amount, value_date=DAY),
            )

    @rule(id=payments)
    def reverse(self, id: PaymentId) -> None:
        payment = self.states.get(id)
        if not isinstance(payment, Payment) or payment.reversed:
            return
        self.ask(id, payment_commands.ReversePayment(reason="returned"))
        for invoice_id in payment.allocated:
            self.ask(invoice_id, invoice_commands.UnapplyPayment(payment_id=id, reason="returned"))

    @rule(id=invoices, name=st.text(max_size=2), amount=AMOUNTS)
    def credit(self, id: InvoiceId, name: str, amount: Money) -> None:
        with suppress(Refused):
            self.ask(
                id,
                invoice_commands.CreditInvoice(
                    note=CreditNote(number=name), amount=amount, reason="price", at=AT
                ),
            )

    @rule(id=invoices, name=st.uuids().map(str), amount=AMOUNTS)
    def uphold_a_dispute(self, id: InvoiceId, name: str, amount: Money) -> None:
        self.ask(
            id,
            invoice_commands.CreditDispute(dispute_id=name, amount=amount, reason="price", at=AT),
        )

    @rule(id=invoices)
    def cancel(self, id: InvoiceId) -> None:
        with suppress(Refused):
            self.ask(id, invoice_commands.CancelInvoice(reason="mistake"))

    @invariant()
    def what_is_owed_follows_from_the_events_and_is_never_below_zero(self) -> None:
        for invoice in self.each(Invoice):
            recorded = self.recorded[invoice.issued.invoice_id]
            owed = invoice.issued.total
            owed -= euros(f.amount for f in recorded if isinstance(f, events.InvoiceCredited))
            owed -= euros(f.amount for f in recorded if isinstance(f, events.PaymentApplied))
            owed += euros(f.amount for f in recorded if isinstance(f, events.PaymentUnapplied))
            assert invoice.balance == (euros([]) if invoice.cancelled else owed)
            assert invoice.balance.minor_units >= 0

    @invariant()
    def every_payment_is_allocated_or_on_account_to_the_cent(self) -> None:
        for payment in self.each(Payment):
            on_invoices = euros(
                invoice.applied.get(payment.received.payment_id, euros([]))
                for invoice in self.each(Invoice)
            )
            assert on_invoices == euros(payment.allocated.values())
            assert payment.unapplied.minor_units >= 0
            kept = euros([]) if payment.reversed else payment.received.amount
            assert on_invoices + payment.unapplied == kept

    @invariant()
    def the_balance_that_is_said_is_the_balance(self) -> None:
        for invoice in self.each(Invoice):
            recorded = self.recorded[invoice.issued.invoice_id]
            balances = [event.balance for event in recorded if hasattr(event, "balance")]
            assert invoice.cancelled or balances[-1:] in ([], [invoice.balance])


TestMoneyIsConserved = Ledger.TestCase
