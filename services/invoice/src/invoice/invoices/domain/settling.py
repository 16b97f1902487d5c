"""Payments and credits are applied to an invoice, and taken off it."""

from collections.abc import Sequence
from datetime import date

from invoice.invoices.domain import commands
from invoice.invoices.domain.errors import CurrencyUnacceptable, ExceedsBalance
from invoice.invoices.domain.invoice import Invoice
from invoice.invoices.domain.releasing import unapplied
from recoup_events import invoice as events
from recoup_events.kernel.ids import ReceivableId
from recoup_events.kernel.money import Money

Moves = Sequence[events.InvoiceEvent]


def apply(command: commands.ApplyPayment, invoice: Invoice) -> Moves:
    owed = _checked(command.amount, command.receivable_id, invoice)
    applied = events.PaymentApplied(**invoice.ids, **dict(command), balance=owed - command.amount)
    return [applied, *_paid(invoice, command.amount, command.applied_on)]


def credit(command: commands.ApplyCredit, invoice: Invoice) -> Moves:
    owed = _checked(command.amount, command.receivable_id, invoice)
    credited = events.InvoiceCredited(
        **invoice.ids,
        **command.model_dump(exclude={"number", "amount"}),
        grounds=events.CreditNote(number=command.number),
        amount=command.amount,
        balance=owed - command.amount,
    )
    return [credited, *_paid(invoice, command.amount, command.applied_on)]


def unapply(command: commands.Unapply, invoice: Invoice) -> Moves:
    part = invoice.applied[command.allocation_id]
    balance = invoice.owed(part.receivable_id)
    if not invoice.cancelled:
        balance += part.amount
    taken = unapplied(
        invoice, command.allocation_id, part.amount, balance, command.today, command.reason
    )
    if invoice.balance or invoice.cancelled or not part.amount:
        return [taken]
    reopened = events.InvoiceReopened(**invoice.ids, balance=part.amount, reason=command.reason)
    return [taken, reopened]


def _paid(invoice: Invoice, amount: Money, on: date) -> Sequence[events.InvoicePaid]:
    return [events.InvoicePaid(**invoice.ids, paid_on=on)] if amount == invoice.balance else []


def _checked(amount: Money, id: ReceivableId, invoice: Invoice) -> Money:
    """What is owed on the term."""
    check_currency(amount, invoice)
    owed = invoice.owed(id)
    if owed < amount:
        raise ExceedsBalance(
            f"Only {owed} is owed on invoice {invoice.number}; send at most that much.",
            pointer="/amount/amount",
        )
    return owed


def check_currency(amount: Money, invoice: Invoice) -> None:
    if amount.currency != invoice.currency:
        raise CurrencyUnacceptable(
            f"Invoice {invoice.number} is in {invoice.currency}; send an amount in it.",
            pointer="/amount/currency",
        )
