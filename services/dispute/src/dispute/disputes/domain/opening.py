"""What a dispute must be before anybody stops chasing: a part of what is owed and uncontested."""

from collections.abc import Sequence
from datetime import timedelta

from dispute.disputes.domain import commands, events
from dispute.disputes.domain.errors import CurrencyUnacceptable, ExceedsBalance, NothingToContest
from dispute.disputes.domain.receivable import contestable
from recoup_events.dispute import DisputeEvent, DisputeOpened
from recoup_events.kernel.money import Money
from recoup_events.kernel.slices import Slice

REVIEW_AFTER = timedelta(days=30)
"""A debtor who contests should have an answer within this time."""


def opened(command: commands.OpenDispute) -> Sequence[DisputeEvent | events.ReviewPlanned]:
    """The events, or the reason why the request cannot be right."""
    slice = Slice(invoice_id=command.invoice_id, amount=_contested(command))
    return [
        DisputeOpened(
            dispute_id=command.dispute_id,
            customer_id=command.customer_id,
            creditor_id=command.creditor_id,
            slice=slice,
            reason=command.reason,
            statement=command.statement,
            metadata=command.metadata,
        ),
        events.ReviewPlanned(
            dispute_id=command.dispute_id,
            customer_id=command.customer_id,
            review_at=command.at + REVIEW_AFTER,
        ),
    ]


def _contested(command: commands.OpenDispute) -> Money:
    most = _most(command)
    amount = most if command.amount is None else command.amount
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


def _most(command: commands.OpenDispute) -> Money:
    most = contestable(command.owed, command.contested)
    if not most:
        raise NothingToContest(
            f"Of the {command.owed} owed on invoice {command.invoice_id} nothing is left to "
            "contest; look at its payments, credits and open disputes."
        )
    return most
