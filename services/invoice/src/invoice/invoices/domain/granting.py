"""What an upheld dispute grants is credited, and what else is applied makes room for it."""

from collections.abc import Mapping, Sequence
from datetime import date

from invoice.invoices.domain import commands
from invoice.invoices.domain.evolving import paid_by
from invoice.invoices.domain.invoice import Invoice
from invoice.invoices.domain.releasing import released
from invoice.invoices.domain.settling import check_currency
from recoup_events import invoice as events
from recoup_events.kernel.ids import AllocationId, ReceivableId, allocation_id_of, derived
from recoup_events.kernel.money import Money
from recoup_receivables.calendar import local_date


def credit_dispute(
    command: commands.CreditDispute, invoice: Invoice
) -> Sequence[events.InvoiceEvent]:
    """What was granted is never owed again, so payments make room for it, the latest first.

    It is credited up to what the invoice is over; whoever waits for it sees even that it is nothing.
    """
    today = local_date(command.at, invoice.time_zone)
    amounts = _amounts(command, invoice)
    ids = _allocations(command, amounts)
    after = {id: invoice.owed(id) - amount for id, amount in amounts.items()}
    moves = list(released(invoice, after, today, command.reason, grants=False))
    for id, amount in amounts.items():
        moves.append(_credited(command, invoice, id, amount, ids[id], today))
    return [*moves, *paid_by(invoice, moves, today)]


def _credited(
    command: commands.CreditDispute,
    invoice: Invoice,
    id: ReceivableId,
    amount: Money,
    allocation_id: AllocationId,
    today: date,
) -> events.InvoiceCredited:
    balance = max(invoice.owed(id) - amount, Money.zero(invoice.currency))
    return events.InvoiceCredited(
        **invoice.ids,
        receivable_id=id,
        grounds=events.UpheldDispute(dispute_id=command.dispute_id),
        credit_note_id=command.credit_note_id,
        allocation_id=allocation_id,
        amount=amount,
        balance=balance,
        applied_on=max(today, invoice.issued.issue_date),
        reason=command.reason,
    )


def _amounts(command: commands.CreditDispute, invoice: Invoice) -> Mapping[ReceivableId, Money]:
    """Of each term what was granted of it, and of the rest what they still have room for."""
    room = {
        term.receivable_id: term.amount
        - invoice.granted(term.receivable_id)
        - invoice.continued_of(term.receivable_id)
        for term in invoice.terms
    }
    amounts: dict[ReceivableId, Money] = {}
    left = Money.zero(invoice.currency)
    for credit in command.credits:
        check_currency(credit.amount, invoice)
        left += credit.amount
        if credit.receivable_id in room:
            amounts[credit.receivable_id] = min(credit.amount, room[credit.receivable_id])
            left -= amounts[credit.receivable_id]
    for id, most in room.items():
        taken = amounts.get(id, Money.zero(invoice.currency))
        more = min(left, most - taken)
        if more:
            amounts[id], left = taken + more, left - more
    return amounts


def _allocations(
    command: commands.CreditDispute, amounts: Mapping[ReceivableId, Money]
) -> Mapping[ReceivableId, AllocationId]:
    """The credit note allocates in this order, and never nothing."""
    note = command.credit_note_id
    some = [id for id, amount in amounts.items() if amount]
    nothing = {id: AllocationId(derived("alc", note, id)) for id in amounts}
    given = enumerate(some, start=command.allocations)
    return nothing | {id: allocation_id_of(note, nth) for nth, id in given}
