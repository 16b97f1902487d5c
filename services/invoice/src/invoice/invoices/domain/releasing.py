"""What was applied to terms and is too much goes back on account, the latest allocation first.

What was written off or given as a discount comes before that: nobody gets money back of an invoice that he did not pay whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from invoice.invoices.domain.applications import Part, PaymentPart
from invoice.invoices.domain.discounting import taken_back
from invoice.invoices.domain.invoice import Invoice
from invoice.invoices.domain.writing_off import reversed_part
from recoup_events import invoice as events
from recoup_events.kernel.ids import AllocationId, ReceivableId
from recoup_events.kernel.money import Money

Taken = events.PaymentUnapplied | events.CreditUnapplied
Amounts = Mapping[ReceivableId, Money]


def released(
    invoice: Invoice, after: Amounts, today: date, reason: str, *, grants: bool
) -> Sequence[events.InvoiceEvent]:
    """Take off what would leave a term with less than nothing ``after`` all that is decided now.

    With ``grants``, those of disputes come last.
    """
    nothing = Money.zero(invoice.currency)
    balances = {id: max(balance, nothing) for id, balance in after.items()}
    excess = {id: max(-balance, nothing) for id, balance in after.items()}
    moves: list[events.InvoiceEvent] = []
    for write_off_id, written_off in list(invoice.write_offs.items())[::-1]:
        back = {id: min(excess.get(id, nothing), part) for id, part in written_off.parts.items()}
        back = {id: part for id, part in back.items() if part}
        if back:
            moves.append(reversed_part(invoice, write_off_id, back, balances, today, reason))
            excess |= {id: excess[id] - part for id, part in back.items()}
    if invoice.discount is not None:
        parts = invoice.discount.parts.items()
        back = {id: min(excess.get(id, nothing), part) for id, part in parts}
        back = {id: part for id, part in back.items() if part}
        if back:
            moves.append(taken_back(invoice, back, balances, today, reason))
            excess |= {id: excess[id] - part for id, part in back.items()}
    for id, balance in balances.items():
        moves += _taken_off(invoice, id, excess[id], balance, today, reason, grants=grants)
    return moves


def _taken_off(
    invoice: Invoice,
    id: ReceivableId,
    excess: Money,
    balance: Money,
    today: date,
    reason: str,
    *,
    grants: bool,
) -> Iterator[Taken]:
    for allocation_id, part in _latest_first(invoice, id, grants=grants):
        amount = min(excess, part.amount)
        if amount.minor_units > 0:
            yield unapplied(invoice, allocation_id, amount, balance, today, reason)
            excess -= amount


def _latest_first(
    invoice: Invoice, id: ReceivableId, *, grants: bool
) -> Sequence[tuple[AllocationId, Part]]:
    latest = [pair for pair in invoice.applied.items() if pair[1].receivable_id == id][::-1]
    ordered = [pair for pair in latest if not pair[1].granted]
    return ordered + [pair for pair in latest if pair[1].granted] if grants else ordered


def unapplied(
    invoice: Invoice, id: AllocationId, amount: Money, balance: Money, today: date, reason: str
) -> Taken:
    """``amount`` of an allocation is taken off, on the later of both their days."""
    part = invoice.applied[id]
    on, rest = max(today, part.applied_on), part.amount - amount
    if isinstance(part, PaymentPart):
        return events.PaymentUnapplied(
            **invoice.ids,
            receivable_id=part.receivable_id,
            payer_id=part.payer_id,
            payment_id=part.payment_id,
            allocation_id=id,
            amount=amount,
            remaining=rest,
            balance=balance,
            value_date=part.value_date,
            unapplied_on=on,
            reason=reason,
        )
    return events.CreditUnapplied(
        **invoice.ids,
        receivable_id=part.receivable_id,
        credit_note_id=part.credit_note_id,
        allocation_id=id,
        amount=amount,
        remaining=rest,
        balance=balance,
        unapplied_on=on,
        reason=reason,
    )
