"""Whether a sweep takes two people, and its start once they agree."""

from invoice.approvals.handlers import request_approval
from invoice.creditors.handlers import creditor_of
from invoice.sweeps.domain.sweep import SWEEP, SweepRefused, SweepStarted
from recoup_events.invoice import ApprovalApproved
from recoup_events.invoice.approval import SmallBalances
from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_eventstore.batch_run import StartRun
from recoup_eventstore.work import UnitOfWork


async def start_sweep(
    work: UnitOfWork, stream: Stream, wanted: SmallBalances, cause: Cause
) -> Stream | None:
    """The approval it waits for, where it comes to more than one person may write off."""
    limit = (
        await creditor_of(work, stream.account.tenant, wanted.creditor_id)
    ).books.write_off_limit
    if limit is not None and limit.currency == wanted.up_to.currency and limit < wanted.up_to:
        raise SweepRefused(
            f"One person may write off {limit} of an invoice; send that or less as up_to, or raise the "
            "creditor's write_off_limit.",
            pointer="/up_to",
        )
    if limit is not None and (limit.currency != wanted.up_to.currency or limit < wanted.found):
        return await request_approval(work, stream.account, wanted, cause)
    await _start(work, stream, wanted, cause)
    return None


async def follow_approved(
    work: UnitOfWork, approved: Envelope[ApprovalApproved], cause: Cause
) -> None:
    """A second person agreed: it begins, with what is owed by now."""
    request = approved.event.request
    if isinstance(request, SmallBalances):
        stream = SWEEP.stream(*approved.account, request.sweep_id)
        await _start(work, stream, request, cause)


async def _start(work: UnitOfWork, stream: Stream, wanted: SmallBalances, cause: Cause) -> None:
    started = SweepStarted(sweep_id=wanted.sweep_id, wanted=wanted, at=cause.at)
    await work.execute(SWEEP, stream, StartRun(started=started), cause)
