"""Customers: what is planned follows them to another place."""

from recoup_events.invoice import CustomerDetailsChanged
from recoup_events.kernel.envelope import Cause, Envelope
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.enrolments.domain.commands import FollowTerms
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolled
from workflow_scheduler.enrolments.domain.open_enrolments import OPEN_ENROLMENTS


async def follow_time_zone(
    work: UnitOfWork, received: Envelope[CustomerDetailsChanged], cause: Cause
) -> None:
    """The open enrolments of a customer share its days, so one of them shows whether they moved."""
    command = FollowTerms(now=cause.at, time_zone=received.event.time_zone)
    for id in await work.listed(OPEN_ENROLMENTS, received.account, limit=1):
        first = ENROLMENT.stream(*received.account, id)
        if enrolled(await work.state(ENROLMENT, first)).time_zone == command.time_zone:
            return
    streams = [
        ENROLMENT.stream(*received.account, id)
        for id in await work.listed(OPEN_ENROLMENTS, received.account)
    ]
    await work.preload(streams=streams)
    for stream in streams:
        await work.execute(ENROLMENT, stream, command, cause)
