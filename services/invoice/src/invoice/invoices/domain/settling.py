"""Payments and credits are applied to an invoice, and taken off it."""

from collections.abc import Mapping, Sequence
from datetime import date

from invoice.invoices.domain import commands, discounting
from invoice.invoices.domain.applications import Part, PaymentPart
from invoice.invoices.domain.errors import CurrencyUnacceptable, ExceedsBalance
from invoice.invoices.domain.invoice import Invoice
from invoice.invoices.domain.releasing import unapplied
from recoup_events import invoice as events
from recoup_events.kernel.ids import ReceivableId
from recoup_events.kernel.money import Money, total

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
    """With money that goes, its discount goes."""
    part = invoice.applied[command.allocation_id]
    balances = {term.receivable_id: invoice.owed(term.receivable_id) for term in invoice.terms}
    back = _discount_of(part, invoice)
    for id, given in back.items():
        balances[id] += given
    if not invoice.cancelled:
        balances[part.receivable_id] += part.amount
    balances = {id: invoice.still(owed) for id, owed in balances.items()}
    owed = balances[part.receivable_id]
    why = (command.today, command.reason)
    taken: list[events.PaymentUnapplied | events.CreditUnapplied | events.InvoiceDiscountReversed]
    taken = [unapplied(invoice, command.allocation_id, part.amount, owed, *why)]
    if back:
        taken.append(discounting.taken_back(invoice, back, balances, *why))
    moves: list[events.InvoiceEvent] = [
        each.model_copy(update={"undone": command.undone}) for each in taken
    ]
    gone = invoice.cancelled or invoice.continued_by is not None
    if not (invoice.balance or gone) and part.amount:
        whole = total(balances.values(), invoice.currency)
        moves.append(events.InvoiceReopened(**invoice.ids, balance=whole, reason=command.reason))
    return moves


def _discount_of(part: Part, invoice: Invoice) -> Mapping[ReceivableId, Money]:
    """What a discount gave off for it, which was for the money as a whole."""
    earned = isinstance(part, PaymentPart) and part.amount and invoice.discount is not None
    return invoice.discount.parts if earned and invoice.discount is not None else {}


def _paid(invoice: Invoice, amount: Money, on: date) -> Sequence[events.InvoicePaid]:
    paid_on = max(on, invoice.counted_on)
    return [events.InvoicePaid(**invoice.ids, paid_on=paid_on)] if amount == invoice.balance else []


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
