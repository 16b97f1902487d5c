"""What an issued invoice asks for is raised, lowered, or not asked for any more."""

from collections.abc import Mapping, Sequence

from invoice.invoices.domain import commands
from invoice.invoices.domain.errors import AdjustmentUnacceptable, CurrencyUnacceptable
from invoice.invoices.domain.evolving import paid_by
from invoice.invoices.domain.invoice import Invoice
from invoice.invoices.domain.releasing import released
from invoice.invoices.domain.writing_off import check_taxes
from recoup_events import invoice as events
from recoup_events.kernel.money import Money, total
from recoup_receivables.calendar import local_date

Moves = Sequence[events.InvoiceEvent]


def adjust(command: commands.AdjustInvoice, invoice: Invoice) -> Moves:
    """Never a balance below zero: what is applied and too much goes on account first."""
    _check(command, invoice)
    check_taxes(command.taxes, command.change)
    today = local_date(command.at, invoice.time_zone)
    changes = command.by_place or _spread(command.change, invoice)
    nothing = Money.zero(invoice.currency)
    by_term = [(t, changes.get(place, nothing)) for place, t in enumerate(invoice.terms)]
    after = {t.receivable_id: invoice.owed(t.receivable_id) + change for t, change in by_term}
    adjusted = events.InvoiceAdjusted(
        **invoice.ids,
        amount=command.change,
        total=invoice.total + command.change,
        terms=tuple(
            _changed(t, change, invoice.still(max(after[t.receivable_id], nothing)))
            for t, change in by_term
        ),
        origin=command.origin,
        taxes=command.taxes,
        continues=command.continues,
        effective_on=max(today, invoice.issued.issue_date),
        reason=command.reason,
    )
    moves = [*released(invoice, after, today, command.reason, grants=True), adjusted]
    balance = total((term.balance for term in adjusted.terms), invoice.currency)
    if balance and not invoice.balance and invoice.continued_by is None:
        reopened = events.InvoiceReopened(**invoice.ids, balance=balance, reason=command.reason)
        return [*moves, reopened]
    return [*moves, *paid_by(invoice, moves, adjusted.effective_on)]


def _changed(term: events.Term, change: Money, balance: Money) -> events.ChangedTerm:
    return events.ChangedTerm(
        receivable_id=term.receivable_id,
        due_date=term.due_date,
        amount=term.amount + change,
        change=change,
        balance=balance,
    )


def _spread(change: Money, invoice: Invoice) -> Mapping[int, Money]:
    """More is due with the last term; less takes the latest first, and grants of disputes last."""
    if change.minor_units > 0:
        return {len(invoice.terms) - 1: change}
    nothing = Money.zero(invoice.currency)
    granted = [invoice.granted(term.receivable_id) for term in invoice.terms]
    ungranted = [term.amount - grant for term, grant in zip(invoice.terms, granted, strict=True)]
    changes: dict[int, Money] = {}
    left = -change
    for parts in (ungranted, granted):
        for place in reversed(range(len(parts))):
            part = min(left, parts[place])
            changes[place] = changes.get(place, nothing) - part
            left -= part
    return changes


def _check(command: commands.AdjustInvoice, invoice: Invoice) -> None:
    change = command.change
    if change.currency != invoice.currency:
        raise CurrencyUnacceptable(
            f"Invoice {invoice.number} is in {invoice.currency}; send an amount in it.",
            pointer="/amount/currency",
        )
    if not (change or command.by_place) or (invoice.total + change).minor_units < 0:
        raise AdjustmentUnacceptable(
            f"Invoice {invoice.number} is over {invoice.total}; lower it by at most that much, "
            "or raise it.",
            pointer="/amount/amount",
        )
    for place, part in command.by_place.items():
        _check_term(place, part, invoice)


def _check_term(place: int, change: Money, invoice: Invoice) -> None:
    if place >= len(invoice.terms):
        raise AdjustmentUnacceptable(
            f"Invoice {invoice.number} has no term {place + 1}: there are {len(invoice.terms)}; "
            "name one of them, or leave the term out.",
            pointer="/term",
        )
    amount = invoice.terms[place].amount
    if (amount + change).minor_units < 0:
        raise AdjustmentUnacceptable(
            f"Term {place + 1} of invoice {invoice.number} is over {amount}; lower it by at most "
            "that much, or leave the term out to lower others as well.",
            pointer="/amount/amount",
        )


def cancel(command: commands.CancelInvoice, invoice: Invoice) -> Moves:
    """What was applied goes on account; what a dispute was granted here was never owed."""
    today = local_date(command.at, invoice.time_zone)
    nothing = Money.zero(invoice.currency)
    kept = {t.receivable_id: t.amount - invoice.granted(t.receivable_id) for t in invoice.terms}
    after = {id: invoice.owed(id) - amount for id, amount in kept.items()}
    cancelled = events.InvoiceCancelled(
        **invoice.ids,
        amount=total(kept.values(), invoice.currency),
        terms=tuple(
            events.ChangedTerm(**dict(t), change=-kept[t.receivable_id], balance=nothing)
            for t in invoice.terms
        ),
        effective_on=max(today, invoice.issued.issue_date),
        reason=command.reason,
    )
    return [*released(invoice, after, today, command.reason, grants=False), cancelled]
