"""Asks for an approval, in the unit of work of whoever needs it.

What is approved is done by a follower of ``approval.approved`` in the feature that asked for it, in
the same unit of work.
"""

from invoice.approvals.domain.approval import (
    APPROVAL,
    Approval,
    Refuse,
    RequestApproval,
    approval_of,
    approval_stream,
)
from invoice.approvals.domain.requests_made import REQUESTS_MADE, made_about
from recoup_events.invoice.approval import Request
from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_events.kernel.ids import ApprovalId
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.approvals import ApprovalState

REPLACED = "Something else was asked for in its place."


async def request_approval(
    work: UnitOfWork, account: Account, request: Request, cause: Cause
) -> Stream:
    """Where it waits: the same again waits once, and something else takes its place."""
    made = await work.document(REQUESTS_MADE, account, made_about(request))
    if made.count:
        latest = approval_stream(account, request, made.count)
        waiting = await _waiting(work, latest)
        if waiting is not None and waiting.request == request:
            return latest
    await withdraw_request(work, account, request, cause)
    stream = approval_stream(account, request, made.count + 1)
    command = RequestApproval(
        approval_id=ApprovalId(stream.id), request=request, by=cause.actor, at=cause.at
    )
    await work.execute(APPROVAL, stream, command, cause)
    return stream


async def withdraw_request(
    work: UnitOfWork, account: Account, request: Request, cause: Cause
) -> None:
    """Whatever of its kind waits about the same thing is not wanted any more."""
    made = await work.document(REQUESTS_MADE, account, made_about(request))
    if not made.count:
        return
    latest = approval_stream(account, request, made.count)
    if await _waiting(work, latest) is not None:
        await work.execute(APPROVAL, latest, Refuse(reason=REPLACED, by=cause.actor), cause)


async def _waiting(work: UnitOfWork, stream: Stream) -> Approval | None:
    approval = approval_of(await work.state(APPROVAL, stream))
    return approval if approval.state is ApprovalState.REQUESTED else None
