"""What was applied and is too much goes back on account, the latest allocation first.

What was written off comes before that: nobody gets money back of an invoice that he did not pay whole.
"""

from collections.abc import Sequence
from datetime import date

from invoice.invoices.domain.applications import PaymentPart
from invoice.invoices.domain.invoice import Invoice
from invoice.invoices.domain.writing_off import reversed_part
from recoup_events import invoice as events
from recoup_events.kernel.ids import AllocationId
from recoup_events.kernel.money import Money

Taken = events.PaymentUnapplied | events.CreditUnapplied
Released = Taken | events.InvoiceWriteOffReversed


def released(
    invoice: Invoice, excess: Money, today: date, reason: str, *, grants: bool
) -> tuple[Sequence[Released], Money]:
    """Take ``excess`` off and say the balance then; with ``grants``, those of disputes come last."""
    moves: list[Released] = []
    balance = invoice.balance
    for write_off_id, written_off in list(invoice.write_offs.items())[::-1]:
        amount = min(excess, written_off.amount)
        if amount.minor_units > 0:
            moves.append(reversed_part(invoice, write_off_id, amount, balance, today, reason))
            balance, excess = balance + amount, excess - amount
    latest = list(invoice.applied.items())[::-1]
    ordered = [pair for pair in latest if not pair[1].granted]
    if grants:
        ordered += [pair for pair in latest if pair[1].granted]
    for id, part in ordered:
        amount = min(excess, part.amount)
        if amount.minor_units <= 0:
            continue
        moves.append(unapplied(invoice, id, amount, balance, today, reason))
        balance, excess = balance + amount, excess - amount
    return moves, balance


def unapplied(
    invoice: Invoice, id: AllocationId, amount: Money, balance: Money, today: date, reason: str
) -> Taken:
    """``amount`` of an allocation is taken off a ``balance``, on the later of both their days."""
    part = invoice.applied[id]
    on, rest = max(today, part.applied_on), part.amount - amount
    now_owed = balance if invoice.cancelled else balance + amount
    if isinstance(part, PaymentPart):
        return events.PaymentUnapplied(
            **invoice.ids,
            payer_id=part.payer_id,
            payment_id=part.payment_id,
            allocation_id=id,
            amount=amount,
            remaining=rest,
            balance=now_owed,
            value_date=part.value_date,
            unapplied_on=on,
            reason=reason,
        )
    return events.CreditUnapplied(
        **invoice.ids,
        credit_note_id=part.credit_note_id,
        allocation_id=id,
        amount=amount,
        remaining=rest,
        balance=now_owed,
        unapplied_on=on,
        reason=reason,
    )
