"""Every move that changes what is owed on an invoice: credits, payments, and taking them back."""

from collections.abc import Sequence
from datetime import date

from invoice.invoices.domain import commands
from invoice.invoices.domain.errors import CurrencyUnacceptable, ExceedsBalance
from invoice.invoices.domain.invoice import Invoice
from recoup_events import invoice as events
from recoup_events.kernel.money import Money
from recoup_receivables.calendar import local_date

Moves = Sequence[events.InvoiceEvent]


def credit(command: commands.CreditInvoice, invoice: Invoice) -> Moves:
    _check(command.amount, invoice)
    on = local_date(command.at, invoice.time_zone)
    return _credited(invoice, command.note, command.amount, command.reason, on)


def credit_dispute(command: commands.CreditDispute, invoice: Invoice) -> Moves:
    _check_currency(command.amount, invoice)
    amount = min(command.amount, invoice.balance)
    if not amount:
        return []
    on = local_date(command.at, invoice.time_zone)
    grounds = events.UpheldDispute(dispute_id=command.dispute_id)
    return _credited(invoice, grounds, amount, command.reason, on)


def _credited(
    invoice: Invoice, grounds: events.Grounds, amount: Money, reason: str, on: date
) -> Moves:
    balance = invoice.balance - amount
    credited = events.InvoiceCredited(
        **invoice.ids, grounds=grounds, amount=amount, balance=balance, reason=reason
    )
    return [credited, *_paid(invoice, balance, on)]


def apply(command: commands.ApplyPayment, invoice: Invoice) -> Moves:
    _check(command.amount, invoice)
    balance = invoice.balance - command.amount
    applied = events.PaymentApplied(
        **invoice.ids,
        payment_id=command.payment_id,
        amount=command.amount,
        balance=balance,
        applied_on=command.value_date,
    )
    return [applied, *_paid(invoice, balance, command.value_date)]


def unapply(command: commands.UnapplyPayment, invoice: Invoice) -> Moves:
    amount = invoice.applied[command.payment_id]
    balance = invoice.balance + amount
    unapplied = events.PaymentUnapplied(
        **invoice.ids,
        payment_id=command.payment_id,
        amount=amount,
        balance=balance,
        reason=command.reason,
    )
    if invoice.balance:
        return [unapplied]
    reopened = events.InvoiceReopened(**invoice.ids, balance=balance, reason=command.reason)
    return [unapplied, reopened]


def _paid(invoice: Invoice, balance: Money, on: date) -> Sequence[events.InvoicePaid]:
    return [] if balance else [events.InvoicePaid(**invoice.ids, paid_on=on)]


def _check(amount: Money, invoice: Invoice) -> None:
    _check_currency(amount, invoice)
    if invoice.balance < amount:
        raise ExceedsBalance(
            f"Only {invoice.balance} is owed on invoice {invoice.number}; send at most that much.",
            pointer="/amount/amount",
        )


def _check_currency(amount: Money, invoice: Invoice) -> None:
    if amount.currency != invoice.currency:
        raise CurrencyUnacceptable(
            f"Invoice {invoice.number} is in {invoice.currency}; send an amount in it.",
            pointer="/amount/currency",
        )
