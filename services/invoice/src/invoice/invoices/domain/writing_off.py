"""What is owed and not expected any more is written off, and taken back."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from invoice.invoices.domain import commands
from invoice.invoices.domain.errors import (
    CurrencyUnacceptable,
    ExceedsBalance,
    InvoiceRefused,
    TaxesUnacceptable,
)
from invoice.invoices.domain.invoice import Invoice
from recoup_events import invoice as events
from recoup_events.kernel.ids import ReceivableId, WriteOffId, derived
from recoup_events.kernel.money import Money, total
from recoup_receivables.calendar import local_date

Moves = Sequence[events.InvoiceEvent]


def write_off(command: commands.WriteOff, invoice: Invoice) -> Moves:
    """Nobody is asked for it any more; nothing says that it was paid."""
    amount = invoice.balance if command.amount is None else command.amount
    if amount.currency != invoice.currency:
        raise CurrencyUnacceptable(
            f"Invoice {invoice.number} is in {invoice.currency}; send an amount in it.",
            pointer="/amount/currency",
        )
    if invoice.balance < amount:
        raise ExceedsBalance(
            f"Only {invoice.balance} is owed on invoice {invoice.number}; "
            "write off at most that much.",
            pointer="/amount/amount",
        )
    check_taxes(command.taxes, amount)
    today = local_date(command.at, invoice.time_zone)
    nth = invoice.write_offs_made
    written_off = events.InvoiceWrittenOff(
        **invoice.ids,
        write_off_id=WriteOffId(derived("wof", invoice.issued.invoice_id, nth)),
        amount=amount,
        taxes=command.taxes,
        terms=tuple(_spread(amount, invoice)),
        origin=command.origin,
        effective_on=max(today, invoice.issued.issue_date),
        reason=command.reason,
    )
    return [written_off]


def _spread(amount: Money, invoice: Invoice) -> Iterator[events.ChangedTerm]:
    """What is longest due is expected the least."""
    for term in invoice.terms:
        owed = invoice.owed(term.receivable_id)
        part = min(owed, amount)
        if part:
            yield events.ChangedTerm(**dict(term), change=-part, balance=owed - part)
            amount -= part


def check_taxes(taxes: Sequence[events.TaxPart], amount: Money) -> None:
    """They are in its currency, one for each rate, and together no more than the amount."""
    for nth, part in enumerate(taxes):
        if part.tax.currency != amount.currency:
            raise CurrencyUnacceptable(
                f"The tax is in {part.tax.currency} and the amount in {amount.currency}; "
                "send both in one currency.",
                pointer=f"/taxes/{nth}/tax/currency",
            )
    if len({part.rate for part in taxes}) < len(taxes):
        raise TaxesUnacceptable(
            "A rate stands there twice; send one sum of each.", pointer="/taxes"
        )
    together = total((part.tax for part in taxes), amount.currency).minor_units
    if any(part.tax.minor_units * amount.minor_units < 0 for part in taxes) or abs(together) > abs(
        amount.minor_units
    ):
        raise TaxesUnacceptable(
            f"The taxes are not a part of {amount}; send what of it is tax.", pointer="/taxes"
        )


def reverse(command: commands.ReverseWriteOff, invoice: Invoice) -> Moves:
    """One of them, or all; it is owed again, and chased as what was reopened."""
    today = local_date(command.at, invoice.time_zone)
    named = command.write_off_id
    if not invoice.write_offs or (named is not None and named not in invoice.write_offs):
        raise InvoiceRefused(
            f"Nothing of invoice {invoice.number} is written off under this name; read it again.",
            pointer=None if named is None else "/write_off_id",
        )
    ids = list(invoice.write_offs) if named is None else [named]
    balances = {term.receivable_id: invoice.owed(term.receivable_id) for term in invoice.terms}
    for id in ids:
        for term, part in invoice.write_offs[id].parts.items():
            balances[term] += part
    balances = {id: invoice.still(owed) for id, owed in balances.items()}
    moves: list[events.InvoiceEvent] = [
        reversed_part(
            invoice,
            id,
            invoice.write_offs[id].parts,
            balances,
            today,
            command.reason,
            command.origin,
        )
        for id in ids
    ]
    if not invoice.balance and invoice.continued_by is None:
        owed = total(balances.values(), invoice.currency)
        moves.append(
            events.InvoiceReopened(
                **invoice.ids, balance=owed, reason=command.reason, write_off_id=ids[-1]
            )
        )
    return moves


def reversed_part(
    invoice: Invoice,
    id: WriteOffId,
    back: Mapping[ReceivableId, Money],
    balances: Mapping[ReceivableId, Money],
    today: date,
    reason: str,
    origin: events.Origin | None = None,
) -> events.InvoiceWriteOffReversed:
    """So much of each term is taken back; nobody else booked it than wrote it off."""
    part = invoice.write_offs[id]
    amount = total(back.values(), invoice.currency)
    return events.InvoiceWriteOffReversed(
        **invoice.ids,
        write_off_id=id,
        amount=amount,
        taxes=part.taxes if amount == part.amount else (),
        remaining=part.amount - amount,
        terms=tuple(
            events.ChangedTerm(**dict(invoice.term(term)), change=change, balance=balances[term])
            for term, change in back.items()
        ),
        origin=origin or part.origin,
        effective_on=max(today, part.effective_on),
        reason=reason,
    )
