"""What a dispute must be before anybody stops chasing: a part of what is owed and uncontested."""

from collections.abc import Sequence

from dispute.disputes.domain import commands, events
from dispute.disputes.domain.errors import (
    CurrencyUnacceptable,
    ExceedsBalance,
    NothingToContest,
    UnknownLine,
)
from dispute.disputes.domain.verifying import check_period
from recoup_events.dispute import DisputeEvent, DisputeOpened
from recoup_events.kernel.money import Money, total
from recoup_events.kernel.slices import Slice, first_of
from recoup_receivables.terms import numbered_term


def opened(command: commands.OpenDispute) -> Sequence[DisputeEvent | events.ReviewPlanned]:
    """The events, or the reason why the request cannot be right."""
    check_period(command.validation)
    free = _free(command)
    slices = first_of(free, _contested(command, free))
    return [
        DisputeOpened(
            dispute_id=command.dispute_id,
            customer_id=command.customer_id,
            creditor_id=command.creditor_id,
            slices=slices,
            reason=command.reason,
            statement=command.statement,
            metadata=command.metadata,
            reference=command.reference,
            line=command.line,
            validation=command.validation,
        ),
        events.ReviewPlanned(
            dispute_id=command.dispute_id,
            customer_id=command.customer_id,
            review_at=command.policy.answer_by(command.reason, command.at, command.debtor),
        ),
    ]


def _free(command: commands.OpenDispute) -> Sequence[Slice]:
    """What may be contested of the invoice, or of the term that was named."""
    free = list(command.invoice.contestable)
    if command.term is None:
        return free
    return [numbered_term(free, command.term, command.invoice.invoice_id, "/term")]


def _contested(command: commands.OpenDispute, free: Sequence[Slice]) -> Money:
    most = total((slice.amount for slice in free), free[0].amount.currency)
    amount = most if command.amount is None else command.amount
    if command.line is not None:
        amount = _of_line(command, command.line, most)
    if command.invoice.continued_by is not None:
        raise NothingToContest(
            f"Invoice {command.invoice.invoice_id} is asked for on {command.invoice.continued_by}, "
            "which continues it; contest that one."
        )
    if not most:
        raise NothingToContest(
            f"Nothing of invoice {command.invoice.invoice_id} is left to contest; look at its "
            "payments, credits and open disputes."
        )
    if amount.currency != most.currency:
        raise CurrencyUnacceptable(
            f"The invoice is in {most.currency}; send the contested amount in it.",
            pointer="/amount/currency",
        )
    if most < amount:
        raise ExceedsBalance(
            f"{amount} is more than the {most} that are owed and not contested yet; "
            "send at most that much, or leave amount out to contest all of it.",
            pointer="/amount/amount",
        )
    return amount


def _of_line(command: commands.OpenDispute, number: int, most: Money) -> Money:
    """No more than the line is over; without an amount all of it, as far as it is still owed."""
    lines = command.invoice.lines
    worth = lines[number - 1] if number <= len(lines) else 0
    if worth <= 0:
        raise UnknownLine(
            f"Invoice {command.invoice.invoice_id} has no line {number} that asks for anything: "
            f"{len(lines)} are known; name another, or leave the line out and send an amount.",
            pointer="/line",
        )
    line = Money(minor_units=worth, currency=most.currency)
    if command.amount is None:
        return min(line, most)
    if command.amount.currency == line.currency and line < command.amount:
        raise ExceedsBalance(
            f"{command.amount} is more than the {line} of line {number}; send at most that much, "
            "or leave amount out to contest all of the line.",
            pointer="/amount/amount",
        )
    return command.amount
