"""Shares a payment out over invoices, and takes it back, in the transaction that owns their accounts."""

from collections.abc import Sequence
from typing import cast

from invoice.allocations.domain.errors import NothingAllocated, NumberAmbiguous, UnknownAllocation
from invoice.allocations.domain.funds import Funds, Share
from invoice.allocations.handlers import (
    Found,
    charges_first,
    find_shares,
    own_the_paid,
    paid_stream,
    take_discounts,
    today_for,
    unapply,
)
from invoice.creditors.handlers import creditor_of
from invoice.customers.handlers import Parties, registered_parties
from invoice.invoices.domain.commands import ApplyPayment
from invoice.invoices.domain.decider import INVOICE
from invoice.open_items.domain.open_receivables import OPEN_RECEIVABLES
from invoice.payments.domain.commands import (
    AllocatePayment,
    KeepDifference,
    LeaveAmbiguous,
    ReleasePayment,
    ReservePayment,
    ReversePayment,
    UnallocatePayment,
)
from invoice.payments.domain.errors import CashFromElsewhere
from invoice.payments.domain.payment import PAYMENT, recorded
from invoice.references.domain.invoice_numbers import Reference
from recoup_events.invoice import (
    Books,
    Continuation,
    InvoiceContinued,
    PaymentAllocated,
    PaymentUnapplied,
    SourceOfCash,
)
from recoup_events.invoice.creditor import PaymentTolerance
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import AllocationId
from recoup_events.kernel.money import Money
from recoup_eventstore.ports import DocumentKey
from recoup_eventstore.work import UnitOfWork

OTHER = {SourceOfCash.ERP: SourceOfCash.BANK, SourceOfCash.BANK: SourceOfCash.ERP}
APPLIED = "Applied to what it was reserved for."


async def payer_and_payee(
    work: UnitOfWork, account: Account, creditor: str, source: str, *, customer_at: str
) -> Parties:
    """Who paid whom; where both the ERP and the bank could say so, one of them does."""
    parties = await registered_parties(work, account, creditor, customer_at=customer_at)
    check_source((await creditor_of(work, account.tenant, parties.creditor_id)).books, source)
    return parties


def check_source(books: Books, source: str) -> None:
    """Refuses what the other of the two sends."""
    if source == OTHER[books.source_of_cash]:
        raise CashFromElsewhere(
            f"The creditor's source_of_cash is {books.source_of_cash.value!r}, so what the source "
            f"{source!r} sends would count twice; send payments from the one, or change the books.",
            pointer="/source",
        )


async def allocate_payment(
    work: UnitOfWork, stream: Stream, references: Sequence[Reference], cause: Cause
) -> Found:
    """Pay what was found; money for a number that fits several invoices waits on account."""
    payment = recorded(await work.state(PAYMENT, stream))
    funds, account = payment.funds, stream.account
    found = await find_shares(work, account, funds, references, pays_for_others=True)
    if found.shares:
        await allocate_money(work, stream, found.shares, cause)
    if found.ambiguous:
        await work.execute(PAYMENT, stream, LeaveAmbiguous(numbers=tuple(found.ambiguous)), cause)
    return found


async def allocate_money(
    work: UnitOfWork, stream: Stream, shares: Sequence[Share], cause: Cause
) -> None:
    """Apply these parts of a payment, and give the discounts that they earn."""
    payment = recorded(await work.state(PAYMENT, stream))
    funds, account = payment.funds, stream.account
    own_the_paid(work, account, funds.customers | {share.customer_id for share in shares})
    command = AllocatePayment(shares=tuple(shares))
    (allocated,) = await work.execute(PAYMENT, stream, command, cause)
    allocations = cast(PaymentAllocated, allocated.event).allocations
    for part in await charges_first(work, account, allocations):
        apply = ApplyPayment(
            payer_id=payment.received.customer_id,
            payment_id=payment.received.payment_id,
            receivable_id=part.receivable_id,
            allocation_id=part.allocation_id,
            amount=part.amount,
            value_date=payment.received.value_date,
            applied_on=part.applied_on,
            automatic=part.automatic,
        )
        await work.execute(INVOICE, paid_stream(account, part), apply, cause)
    await take_discounts(work, account, allocations, cause, payment.received.charges)
    await _release_applied(work, stream, funds, shares, cause)
    books = (await creditor_of(work, stream.account.tenant, funds.creditor_id)).books
    if books.payment_tolerance != PaymentTolerance():
        keep = KeepDifference(tolerance=books.payment_tolerance)
        await work.execute(PAYMENT, stream, keep, cause)


async def allocate_more(
    work: UnitOfWork, stream: Stream, references: Sequence[Reference], cause: Cause
) -> None:
    """The same for money that is on account, refused where nothing comes of it."""
    found = await allocate_payment(work, stream, references, cause)
    if found.ambiguous:
        raise NumberAmbiguous.of(found.ambiguous[0])
    if not found.shares:
        left = recorded(await work.state(PAYMENT, stream)).funds.unapplied
        raise NothingAllocated(
            f"Nothing was allocated: {left} of the payment are left, and there is nothing "
            "owed that they could pay; read the payment and its invoices again."
        )


async def _release_applied(
    work: UnitOfWork, stream: Stream, before: Funds, shares: Sequence[Share], cause: Cause
) -> None:
    """What was applied is kept no more; after it, so that nobody is asked for it in between."""
    remaining = {
        share.receivable_id: before.reserved[share.receivable_id].amount - share.amount
        for share in shares
        if share.receivable_id in before.reserved
    }
    if remaining:
        nothing = Money.zero(before.currency)
        command = ReleasePayment(
            remaining={id: max(rest, nothing) for id, rest in remaining.items()}, reason=APPLIED
        )
        await work.execute(PAYMENT, stream, command, cause)


async def reserve_payment(
    work: UnitOfWork, stream: Stream, references: Sequence[Reference], reason: str, cause: Cause
) -> None:
    """Keep what is named, up to what is owed there."""
    payment = recorded(await work.state(PAYMENT, stream))
    found = await find_shares(work, stream.account, payment.funds, references)
    if found.ambiguous:
        raise NumberAmbiguous.of(found.ambiguous[0])
    if not found.shares:
        raise NothingAllocated(
            f"Nothing was reserved: {payment.funds.unapplied} of the payment are on account, and "
            "what was named owes nothing; read the payment and its invoices again."
        )
    command = ReservePayment(shares=tuple(found.shares), reason=reason)
    await work.execute(PAYMENT, stream, command, cause)


async def follow_continued(
    work: UnitOfWork, continued: Envelope[InvoiceContinued], cause: Cause
) -> None:
    """What is kept for an invoice is kept for the one that continues it."""
    event, account = continued.event, continued.account
    named = [
        DocumentKey(account, OPEN_RECEIVABLES.name, part.receivable_id)
        for part in event.continuations
    ]
    await work.preload(documents=named)
    for part in event.continuations:
        known = await work.document(OPEN_RECEIVABLES, account, part.receivable_id)
        for id in [id for id, cover in known.covers.items() if cover.by == "reserve"]:
            await _keep_for(work, PAYMENT.stream(*account, id), continued.event, part, cause)


async def _keep_for(
    work: UnitOfWork, stream: Stream, event: InvoiceContinued, part: Continuation, cause: Cause
) -> None:
    funds = recorded(await work.state(PAYMENT, stream)).funds
    nothing = Money.zero(funds.currency)
    release = ReleasePayment(remaining={part.receivable_id: nothing}, reason=event.reason)
    share = Share(
        invoice_id=event.continued_by,
        receivable_id=part.continued_by,
        customer_id=event.customer_id,
        amount=funds.kept_for(part.receivable_id) + funds.kept_for(part.continued_by),
        issue_date=event.effective_on,
    )
    await work.execute(PAYMENT, stream, release, cause)
    await work.execute(PAYMENT, stream, ReservePayment(shares=(share,), reason=event.reason), cause)


async def unallocate_payment(
    work: UnitOfWork, stream: Stream, id: AllocationId, reason: str, cause: Cause
) -> None:
    """The money is on account again; the bank took nothing back."""
    payment = recorded(await work.state(PAYMENT, stream))
    allocation = payment.funds.allocations.get(id)
    if allocation is None:
        raise UnknownAllocation.of(id)
    today = await today_for(work, stream.account, [allocation], cause)
    remaining = {id: Money.zero(payment.currency)}
    command = UnallocatePayment(remaining=remaining, reason=reason, today=today, held=True)
    await work.execute(PAYMENT, stream, command, cause)
    await unapply(work, stream.account, {id: allocation}, reason, today, cause)


async def reverse_payment(work: UnitOfWork, stream: Stream, reason: str, cause: Cause) -> None:
    """The bank took the money back: every invoice it paid is owed again."""
    payment = recorded(await work.state(PAYMENT, stream))
    allocations = payment.funds.allocations
    today = await today_for(work, stream.account, list(allocations.values()), cause)
    await work.execute(PAYMENT, stream, ReversePayment(reason=reason, today=today), cause)
    await unapply(work, stream.account, allocations, reason, today, cause, undone=True)


async def follow_unapplied(
    work: UnitOfWork, taken: Envelope[PaymentUnapplied], cause: Cause
) -> None:
    """What an invoice gave back is on the payer's account; where the payment gave first, it is so."""
    event = taken.event
    command = UnallocatePayment(
        remaining={event.allocation_id: event.remaining},
        reason=event.reason,
        today=event.unapplied_on,
    )
    stream = PAYMENT.stream(taken.tenant, event.payer_id, event.payment_id)
    if await work.exists(stream):
        await work.execute(PAYMENT, stream, command, cause)
