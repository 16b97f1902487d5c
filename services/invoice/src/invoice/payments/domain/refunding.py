"""Money on account goes back to the payer, once for each refund."""

from collections.abc import Mapping, Sequence
from typing import Any

from invoice.allocations.domain.funds import Funds
from invoice.customers.domain.errors import DuplicateExternalId
from invoice.invoices.domain.errors import CurrencyUnacceptable, ExceedsBalance
from invoice.payments.domain import commands
from invoice.payments.domain.errors import RefundUnacceptable
from recoup_events import invoice as events


def refunded(
    command: commands.RefundPayment,
    ids: Any,
    funds: Funds,
    refunds: Mapping[str, events.PaymentRefunded],
) -> Sequence[events.PaymentRefunded]:
    """The same refund again changes nothing; another one of its external id is refused."""
    known = refunds.get(command.external_id)
    if known is not None:
        if (known.amount, known.refunded_on) == (command.amount, command.refunded_on):
            return []
        raise DuplicateExternalId.of(command.external_id, f"a refund of {known.amount}")
    if command.amount.currency != funds.currency:
        raise CurrencyUnacceptable(
            f"The payment is in {funds.currency}; refund it in that currency.",
            pointer="/amount/currency",
        )
    free = funds.available()
    if free < command.amount:
        raise ExceedsBalance(
            f"Only {free} of the payment are on account and free; refund at most that much, or first "
            "release what is reserved, or take an allocation off its invoice.",
            pointer="/amount/amount",
        )
    if command.refunded_on < funds.free_from:
        raise RefundUnacceptable(
            f"The money is on account from {funds.free_from} on; send that day or a later one.",
            pointer="/refunded_on",
        )
    return [
        events.PaymentRefunded(**ids, **dict(command), unapplied=funds.unapplied - command.amount)
    ]
