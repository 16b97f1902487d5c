"""What happens to what is promised: it is paid, lowered, planned, or asked for on another invoice."""

from collections.abc import Sequence
from contextlib import suppress

from recoup_events.invoice import (
    InvoiceAdjusted,
    InvoiceCancelled,
    InvoiceContinued,
    InvoiceCredited,
    InvoiceDiscountTaken,
    InvoiceWrittenOff,
    PaymentApplied,
    PaymentUnapplied,
)
from recoup_events.invoice.payment_attempt import (
    PaymentAttemptFailed,
    PaymentAttemptPending,
    PaymentAttemptReturned,
)
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import PromiseId, ReceivableId, derived
from recoup_events.kernel.slices import Slice
from recoup_events.payment_plan import PlanAgreed
from recoup_events.workflow_scheduler import Given, PromiseSource, Withdrawal
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.balance import balances_of
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolment_of
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.promises.domain.commands import (
    ContinuePromise,
    MatchMoney,
    ReducePromise,
    UnmatchMoney,
    WithdrawPromise,
)
from workflow_scheduler.promises.domain.decider import PROMISE
from workflow_scheduler.promises.domain.errors import PromiseDayUnfit, PromiseRefused, SliceUnfit
from workflow_scheduler.promises.domain.parts import Part, part_of
from workflow_scheduler.promises.domain.promise import Promise, PromiseState
from workflow_scheduler.promises.domain.promised import PROMISED
from workflow_scheduler.promises.handlers import Word, make_promise

Attempted = PaymentAttemptPending | PaymentAttemptFailed | PaymentAttemptReturned

Lowered = (
    InvoiceAdjusted | InvoiceCancelled | InvoiceCredited | InvoiceDiscountTaken | InvoiceWrittenOff
)


async def match_payment(work: UnitOfWork, received: Envelope[PaymentApplied], cause: Cause) -> None:
    """The oldest promise over the receivable that the money meets in time comes first."""
    event, left = received.event, received.event.amount
    for stream, promise in await _promises(work, received.account, event.receivable_id):
        if not left:
            break
        command = MatchMoney(
            allocation_id=event.allocation_id,
            invoice_id=event.invoice_id,
            receivable_id=event.receivable_id,
            amount=left,
            counted_on=event.value_date,
        )
        before = promise.paid
        await work.execute(PROMISE, stream, command, cause)
        left -= (await _promise(work, stream)).paid - before


async def unmatch_payment(
    work: UnitOfWork, received: Envelope[PaymentUnapplied], cause: Cause
) -> None:
    """What is taken off the invoice counts for none of them; the latest loses first."""
    event = received.event
    promises = await _promises(work, received.account, event.receivable_id)
    counted = [(stream, p.counted.get(event.allocation_id)) for stream, p in promises]
    holding = [(stream, each.amount) for stream, each in counted if each is not None]
    if not holding:
        return
    too_much = sum((amount for _, amount in holding[1:]), holding[0][1]) - event.remaining
    for stream, amount in reversed(holding):
        part = min(amount, too_much)
        if part.minor_units <= 0:
            break
        command = UnmatchMoney(
            allocation_id=event.allocation_id,
            invoice_id=event.invoice_id,
            receivable_id=event.receivable_id,
            amount=part,
            now=cause.at,
        )
        await work.execute(PROMISE, stream, command, cause)
        too_much -= part


async def reduce(work: UnitOfWork, received: Envelope[Lowered], cause: Cause) -> None:
    """All promises over a receivable together expect no more than is owed on it."""
    for id, owed in balances_of(received.event).items():
        left = owed
        for stream, promise in await _open_promises(work, received.account, id):
            command = ReducePromise(
                invoice_id=received.event.invoice_id, receivable_id=id, most=left
            )
            await work.execute(PROMISE, stream, command, cause)
            left -= min(left, promise.open_on(id))


async def continue_promises(
    work: UnitOfWork, received: Envelope[InvoiceContinued], cause: Cause
) -> None:
    """What was promised of an invoice is promised of the one that continues it."""
    moved = {each.receivable_id: each.continued_by for each in received.event.continuations}
    streams: dict[Stream, Promise] = {}
    for id in moved:
        streams |= dict(await _open_promises(work, received.account, id))
    for stream, promise in streams.items():
        withdraw = WithdrawPromise(reason=Withdrawal.CONTINUED)
        await work.execute(PROMISE, stream, withdraw, cause)
        made = promise.made
        command = ContinuePromise(
            promise_id=PromiseId(derived("prm", made.promise_id, received.event.continued_by)),
            customer_id=made.customer_id,
            creditor_id=made.creditor_id,
            due_on=made.due_on,
            grace_days=made.grace_days,
            slices=tuple(_moved(promise, received.event)),
            given=made.given,
            made_on=made.made_on,
            time_zone=made.time_zone,
            words=made.words,
            resumes=made.resumes,
        )
        if command.slices:
            continuing = PROMISE.stream(*received.account, command.promise_id)
            await work.execute(PROMISE, continuing, command, cause)


def _moved(promise: Promise, continued: InvoiceContinued) -> Sequence[Slice]:
    """What is left of each slice, where it is asked for by now."""
    into = {each.receivable_id: each for each in continued.continuations}
    found = []
    for slice in promise.made.slices:
        left = promise.open_on(slice.receivable_id)
        by = into.get(slice.receivable_id)
        if by is not None:
            left = min(left, by.amount)
            slice = Slice(
                invoice_id=continued.continued_by, receivable_id=by.continued_by, amount=left
            )
        if left.minor_units > 0:
            found.append(slice.model_copy(update={"amount": left}))
    return found


async def give_way(work: UnitOfWork, received: Envelope[PlanAgreed], cause: Cause) -> None:
    """A plan takes the place of the promises over what it covers."""
    streams: list[Stream] = []
    for slice in received.event.slices:
        found = await _open_promises(work, received.account, slice.receivable_id)
        streams += [stream for stream, _ in found]
    for stream in dict.fromkeys(streams):
        withdraw = WithdrawPromise(reason=Withdrawal.PLANNED)
        await work.execute(PROMISE, stream, withdraw, cause)


async def _promises(
    work: UnitOfWork, account: Account, receivable_id: ReceivableId
) -> Sequence[tuple[Stream, Promise]]:
    known = await work.document(PROMISED, account, receivable_id)
    streams = [PROMISE.stream(*account, id) for id in known.promises]
    return [(stream, await _promise(work, stream)) for stream in streams]


async def _open_promises(
    work: UnitOfWork, account: Account, receivable_id: ReceivableId
) -> Sequence[tuple[Stream, Promise]]:
    known = await work.document(PROMISED, account, receivable_id)
    streams = [PROMISE.stream(*account, id) for id in known.open]
    return [(stream, await _promise(work, stream)) for stream in streams]


async def _promise(work: UnitOfWork, stream: Stream) -> Promise:
    promise = await work.state(PROMISE, stream)
    assert isinstance(promise, Promise), "what a view lists was made"
    return promise


def of_attempt(received: Envelope[Attempted]) -> list[Stream]:
    """The promise that an online payment makes while it is on its way."""
    account = received.account
    id = derived("prm", account.tenant, "payment_attempt", received.event.attempt_id)
    return [PROMISE.stream(*account, id)]


async def follow_attempt(work: UnitOfWork, received: Envelope[Attempted], cause: Cause) -> None:
    """Nobody is reminded of what is being collected: it is promised until it should have arrived.

    What failed, or was taken back, was nobody's word: it is chased again at once. What is not chased, or
    that the policy takes no promise of, goes on as it is: nothing is to be paused then.
    """
    event, [stream] = received.event, of_attempt(received)
    if not isinstance(event, PaymentAttemptPending):
        became = "Failed" if isinstance(event, PaymentAttemptFailed) else "Returned"
        promise = await work.state(PROMISE, stream)
        if isinstance(promise, Promise) and promise.state is not PromiseState.WITHDRAWN:
            note = f"{became}: {event.reason}"[:500]
            over = WithdrawPromise(reason=Withdrawal.IN_ERROR, note=note)
            await work.execute(PROMISE, stream, over, cause)
        return
    parts = [await _part(work, received.account, part.receivable_id) for part in event.parts]
    word = Word(
        customer_id=event.customer_id,
        parts=tuple(part for part in parts if part is not None),
        due_on=event.expected_on,
        given=Given(by=PromiseSource.PORTAL),
        words="Paid online; the money is on its way.",
    )
    if not word.parts:
        return
    with suppress(PromiseRefused, PromiseDayUnfit, SliceUnfit):
        await make_promise(work, stream, word, cause)


async def _part(work: UnitOfWork, account: Account, id: ReceivableId) -> Part | None:
    enrolment = await work.state(ENROLMENT, enrolment_of(account, id))
    return part_of(enrolment) if isinstance(enrolment, Enrolment) else None
