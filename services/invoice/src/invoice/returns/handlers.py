"""Finds the receipt that a bank took back, and reverses what it became."""

from collections.abc import Sequence

from invoice.payments.domain.payment import PAYMENT, Payment
from invoice.payments.handlers import reverse_payment
from invoice.receipts.domain.commands import SendBack
from invoice.receipts.domain.receipt import RECEIPT, Receipt
from invoice.returns.domain.bank_return import ReturnUnmatched
from recoup_events.kernel.envelope import Cause, Stream
from recoup_events.kernel.ids import PaymentId, TenantId
from recoup_events.kernel.money import Money
from recoup_eventstore.work import UnitOfWork


async def take_back(
    work: UnitOfWork,
    tenant: TenantId,
    candidates: Sequence[str],
    amount: Money,
    reason: str,
    cause: Cause,
) -> tuple[str, tuple[PaymentId, ...]]:
    """The receipt, and its payments that are reversed now; what of it waits goes back."""
    found = await _the_one(work, tenant, candidates, amount)
    receipt = await work.state(RECEIPT, found)
    payments = [PAYMENT.stream(tenant, part.customer_id, part.payment_id) for part in receipt.parts]
    work.own_also({found.account, *(payment.account for payment in payments)})
    if receipt.left:
        command = SendBack(amount=None, by=cause.actor, reason=reason)
        await work.execute(RECEIPT, found, command, cause)
    for payment in payments:
        await reverse_payment(work, payment, reason, cause)
    return receipt.receipt_id, tuple(part.payment_id for part in receipt.parts)


async def _the_one(
    work: UnitOfWork, tenant: TenantId, candidates: Sequence[str], amount: Money
) -> Stream:
    """Of this amount, and not taken back before."""
    kept = []
    for id in candidates:
        stream = RECEIPT.stream(tenant, id, id)
        receipt = await work.state(RECEIPT, stream)
        if receipt.known.amount == amount and await _stands(work, tenant, receipt):
            kept.append(stream)
    if len(kept) == 1:
        return kept[0]
    if not kept:
        raise ReturnUnmatched(
            f"No receipt over {amount} with this end-to-end id stands. Name it as `receipt`, or "
            "reverse the payment that came back.",
            pointer="/end_to_end_id",
        )
    ids = ", ".join(stream.id for stream in kept)
    raise ReturnUnmatched(
        f"Several receipts over {amount} have this end-to-end id: {ids}. Name one as `receipt`.",
        pointer="/receipt",
    )


async def _stands(work: UnitOfWork, tenant: TenantId, receipt: Receipt) -> bool:
    """Some of it is not gone: neither sent back nor reversed."""
    for part in receipt.parts:
        payment = await work.state(
            PAYMENT, PAYMENT.stream(tenant, part.customer_id, part.payment_id)
        )
        if isinstance(payment, Payment) and not payment.funds.gone:
            return True
    return bool(receipt.left)
