"""What an issued invoice asks for is raised, lowered, or not asked for any more."""

from collections.abc import Sequence

from invoice.invoices.domain import commands
from invoice.invoices.domain.errors import AdjustmentUnacceptable, CurrencyUnacceptable
from invoice.invoices.domain.invoice import Invoice, paid_by
from invoice.invoices.domain.releasing import released
from invoice.invoices.domain.writing_off import check_taxes
from recoup_events import invoice as events
from recoup_events.kernel.money import Money
from recoup_receivables.calendar import local_date

Moves = Sequence[events.InvoiceEvent]


def adjust(command: commands.AdjustInvoice, invoice: Invoice) -> Moves:
    """Never a balance below zero: what is applied and too much goes on account first."""
    change = _checked(command.change, invoice)
    check_taxes(command.taxes, change)
    today = local_date(command.at, invoice.time_zone)
    on = max(today, invoice.issued.issue_date)
    excess = -(invoice.balance + change)
    moves, free = released(invoice, excess, today, command.reason, grants=True)
    balance = free + change
    adjusted = events.InvoiceAdjusted(
        **invoice.ids,
        amount=change,
        total=invoice.total + change,
        balance=balance,
        origin=command.origin,
        taxes=command.taxes,
        effective_on=on,
        reason=command.reason,
    )
    if balance and not invoice.balance:
        reopened = events.InvoiceReopened(**invoice.ids, balance=balance, reason=command.reason)
        return [*moves, adjusted, reopened]
    return [*moves, adjusted, *paid_by(invoice, [*moves, adjusted], on)]


def _checked(change: Money, invoice: Invoice) -> Money:
    if change.currency != invoice.currency:
        raise CurrencyUnacceptable(
            f"Invoice {invoice.number} is in {invoice.currency}; send an amount in it.",
            pointer="/amount/currency",
        )
    if not change or (invoice.total + change).minor_units < 0:
        raise AdjustmentUnacceptable(
            f"Invoice {invoice.number} is over {invoice.total}; lower it by at most that much, "
            "or raise it.",
            pointer="/amount/amount",
        )
    return change


def cancel(command: commands.CancelInvoice, invoice: Invoice) -> Moves:
    """What was applied goes on account; what a dispute was granted here was never owed."""
    today = local_date(command.at, invoice.time_zone)
    kept = invoice.total - invoice.granted
    moves, free = released(invoice, kept, today, command.reason, grants=False)
    cancelled = events.InvoiceCancelled(
        **invoice.ids,
        amount=free,
        effective_on=max(today, invoice.issued.issue_date),
        reason=command.reason,
    )
    return [*moves, cancelled]
