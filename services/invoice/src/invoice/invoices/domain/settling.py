"""Payments and credits are applied to an invoice, and taken off it."""

from collections.abc import Sequence
from datetime import date

from invoice.invoices.domain import commands
from invoice.invoices.domain.errors import CurrencyUnacceptable, ExceedsBalance
from invoice.invoices.domain.invoice import Invoice, paid_by
from invoice.invoices.domain.releasing import released, unapplied
from recoup_events import invoice as events
from recoup_events.kernel.money import Money
from recoup_receivables.calendar import local_date

Moves = Sequence[events.InvoiceEvent]


def apply(command: commands.ApplyPayment, invoice: Invoice) -> Moves:
    _check(command.amount, invoice)
    balance = invoice.balance - command.amount
    applied = events.PaymentApplied(**invoice.ids, **dict(command), balance=balance)
    return [applied, *_paid(invoice, balance, command.applied_on)]


def credit(command: commands.ApplyCredit, invoice: Invoice) -> Moves:
    _check(command.amount, invoice)
    balance = invoice.balance - command.amount
    credited = events.InvoiceCredited(
        **invoice.ids,
        **command.model_dump(include={"credit_note_id", "allocation_id", "applied_on", "reason"}),
        grounds=events.CreditNote(number=command.number),
        amount=command.amount,
        balance=balance,
    )
    return [credited, *_paid(invoice, balance, command.applied_on)]


def credit_dispute(command: commands.CreditDispute, invoice: Invoice) -> Moves:
    """What was granted is never owed again, so payments make room for it, the latest first.

    It is credited up to what the invoice is over; whoever waits for it sees even that it is nothing.
    """
    _check_currency(command.amount, invoice)
    today = local_date(command.at, invoice.time_zone)
    amount = min(command.amount, invoice.total - invoice.granted)
    excess = amount - invoice.balance
    moves, free = released(invoice, excess, today, command.reason, grants=False)
    balance = free - amount
    credited = events.InvoiceCredited(
        **invoice.ids,
        grounds=events.UpheldDispute(dispute_id=command.dispute_id),
        credit_note_id=command.credit_note_id,
        allocation_id=command.allocation_id,
        amount=amount,
        balance=balance,
        applied_on=max(today, invoice.issued.issue_date),
        reason=command.reason,
    )
    return [*moves, credited, *paid_by(invoice, [*moves, credited], today)]


def unapply(command: commands.Unapply, invoice: Invoice) -> Moves:
    part = invoice.applied[command.allocation_id]
    taken = unapplied(
        invoice, command.allocation_id, part.amount, invoice.balance, command.today, command.reason
    )
    if invoice.balance or invoice.cancelled or not part.amount:
        return [taken]
    reopened = events.InvoiceReopened(**invoice.ids, balance=part.amount, reason=command.reason)
    return [taken, reopened]


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
