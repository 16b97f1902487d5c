"""A few cents more than is owed are kept, within the creditor's tolerance, as long as the rest pays."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from invoice.allocations.domain.funds import Funds
from invoice.invoices.domain.tolerating import REASONS, within
from invoice.payments.domain import commands
from recoup_events.invoice.discount import DiscountKind
from recoup_events.invoice.payment import PaymentDifferenceKept, PaymentDifferenceReturned
from recoup_events.kernel.money import Money


def keep(
    command: commands.KeepDifference, ids: Any, funds: Funds
) -> Sequence[PaymentDifferenceKept]:
    """Once, of money that pays something, and of what nobody has reserved or given back."""
    rest = funds.available()
    paid = funds.allocated
    untouched = not (funds.refunded or funds.kept or funds.difference)
    if not (paid and untouched) or within(command.tolerance, rest, paid, None) is None:
        return []
    return [
        PaymentDifferenceKept(
            **ids,
            amount=rest,
            unapplied=funds.keeping(rest).unapplied,
            kept_on=max(each.applied_on for each in funds.allocations.values()),
            reason=REASONS[DiscountKind.PAYMENT_DIFFERENCE],
        )
    ]


def returned(ids: Any, funds: Funds, on: date, reason: str) -> Sequence[PaymentDifferenceReturned]:
    """It was kept of money that paid; that does no more."""
    if funds.difference is None:
        return []
    whole: Money = funds.keeping(None).unapplied
    return [
        PaymentDifferenceReturned(
            **ids, amount=funds.difference, unapplied=whole, returned_on=on, reason=reason
        )
    ]
