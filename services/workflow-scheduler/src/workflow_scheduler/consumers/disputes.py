"""Disputes: what is contested is not chased, and the rest is (D07)."""

from collections.abc import Sequence

from recoup_events.dispute import (
    DisputeOpened,
    DisputePartlyUpheld,
    DisputeRejected,
    DisputeUpheld,
    DisputeWithdrawn,
)
from recoup_events.envelope import Cause, Envelope, Stream
from recoup_events.workflow_scheduler import PauseCause
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.consumers.slices import pass_on
from workflow_scheduler.domain.commands import PauseSlice, ResumeSlice
from workflow_scheduler.domain.enrolment import enrolment_of

Settled = DisputeWithdrawn | DisputeRejected | DisputeUpheld | DisputePartlyUpheld


def reads(heard: Envelope[DisputeOpened] | Envelope[Settled]) -> Sequence[Stream]:
    """What any reaction here loads."""
    return [enrolment_of(heard.account, heard.fact.slice.invoice_id)]


async def pause_slice(work: UnitOfWork, heard: Envelope[DisputeOpened], cause: Cause) -> None:
    """Leave the contested slice out."""
    why = (PauseCause.DISPUTE, heard.fact.dispute_id)
    await pass_on(PauseSlice, work, heard.account, heard.fact.slice, why, cause)


async def resume_slice(work: UnitOfWork, heard: Envelope[Settled], cause: Cause) -> None:
    """Chase the slice again; what is credited of it leaves the balance by a fact of its own."""
    why = (PauseCause.DISPUTE, heard.fact.dispute_id)
    await pass_on(ResumeSlice, work, heard.account, heard.fact.slice, why, cause)
