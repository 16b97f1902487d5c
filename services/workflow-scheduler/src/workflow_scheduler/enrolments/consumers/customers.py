"""Customers: what is planned follows them to another place."""

from recoup_events.invoice import CustomerDetailsChanged
from recoup_events.kernel.envelope import Cause, Envelope
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.enrolments.domain.commands import FollowTerms
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolled
from workflow_scheduler.enrolments.domain.open_enrolments import OPEN_ENROLMENTS


async def follow_place(
    work: UnitOfWork, received: Envelope[CustomerDetailsChanged], cause: Cause
) -> None:
    """The open enrolments of a customer share its place, so one of them shows whether they moved."""
    details = received.event
    place = (details.time_zone, details.country, details.subdivision)
    command = FollowTerms(
        now=cause.at,
        time_zone=details.time_zone,
        country=details.country,
        subdivision=details.subdivision,
    )
    for id in await work.listed(OPEN_ENROLMENTS, received.account, limit=1):
        first = ENROLMENT.stream(*received.account, id)
        known = enrolled(await work.state(ENROLMENT, first))
        if (known.time_zone, known.country, known.subdivision) == place:
            return
    streams = [
        ENROLMENT.stream(*received.account, id)
        for id in await work.listed(OPEN_ENROLMENTS, received.account)
    ]
    await work.preload(streams=streams)
    for stream in streams:
        await work.execute(ENROLMENT, stream, command, cause)
