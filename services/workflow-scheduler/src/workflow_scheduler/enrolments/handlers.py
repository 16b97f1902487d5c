"""What a customer's conditions do to its enrolments: all of them, or one that starts."""

from recoup_events.kernel.envelope import Cause, Envelope
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.debtors.domain.restraint import RestraintChanged
from workflow_scheduler.enrolments.domain.commands import FollowConditions
from workflow_scheduler.enrolments.domain.decider import ENROLMENT
from workflow_scheduler.enrolments.domain.open_enrolments import OPEN_ENROLMENTS


async def follow_restraint(
    work: UnitOfWork, recorded: Envelope[RestraintChanged], cause: Cause
) -> None:
    """Stop what is chased and go on with what was stopped, on the day on which it counts."""
    enrolments = await work.listed(OPEN_ENROLMENTS, recorded.account)
    streams = [ENROLMENT.stream(*recorded.account, id) for id in enrolments]
    await work.preload(streams=streams)
    command = FollowConditions(now=cause.at, in_force=recorded.event.in_force)
    for stream in streams:
        await work.execute(ENROLMENT, stream, command, cause)
