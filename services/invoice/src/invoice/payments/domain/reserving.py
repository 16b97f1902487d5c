"""Money on account is kept for what it is meant to pay, until it is applied there or released."""

from collections.abc import Sequence
from typing import Any

from invoice.allocations.domain.funds import Funds
from invoice.invoices.domain.errors import ExceedsBalance
from invoice.payments.domain import commands
from recoup_events import invoice as events
from recoup_events.kernel.money import Money, total
from recoup_events.kernel.slices import Slice


def reserve(
    command: commands.ReservePayment, ids: Any, funds: Funds
) -> Sequence[events.PaymentReserved]:
    """So much for each, whatever was kept for it before; the same again changes nothing."""
    slices = tuple(
        Slice(invoice_id=share.invoice_id, receivable_id=share.receivable_id, amount=share.amount)
        for share in command.shares
    )
    named = {slice.receivable_id: slice for slice in slices}
    if all(funds.reserved.get(id) == slice for id, slice in named.items()):
        return []
    wanted, free = total((s.amount for s in slices), funds.currency), funds.available(named)
    if free < wanted:
        raise ExceedsBalance(
            f"{wanted} are to be reserved and only {free} are on account and free; "
            "reserve at most that much, or release what is reserved for others.",
            pointer="/references",
        )
    kept = funds.reserving(slices).kept
    return [events.PaymentReserved(**ids, slices=slices, reserved=kept, reason=command.reason)]


def release(
    command: commands.ReleasePayment, ids: Any, funds: Funds
) -> Sequence[events.PaymentReleased]:
    """What is to remain for each, or nothing for any; what is kept already is not raised by it."""
    nothing = Money.zero(funds.currency)
    slices = tuple(
        slice.model_copy(update={"amount": rest})
        for id, slice in funds.reserved.items()
        if command.remaining is None or id in command.remaining
        if (rest := (command.remaining or {}).get(id, nothing)) < slice.amount
    )
    if not slices:
        return []
    kept = funds.reserving(slices).kept
    return [events.PaymentReleased(**ids, slices=slices, reserved=kept, reason=command.reason)]
