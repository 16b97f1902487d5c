"""Customers: what concerns all their enrolments at once."""

from collections.abc import Sequence

from recoup_events.invoice import CustomerCeasedContact, CustomerInsolvencyRecorded
from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.workflow_scheduler import Outcome
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.enrolments.domain.commands import CeaseContact, EndEnrolment
from workflow_scheduler.enrolments.domain.decider import ENROLMENT
from workflow_scheduler.enrolments.domain.open_enrolments import OPEN_ENROLMENTS

OnCustomer = CustomerInsolvencyRecorded | CustomerCeasedContact


async def end_all_as_insolvent(
    work: UnitOfWork, received: Envelope[CustomerInsolvencyRecorded], cause: Cause
) -> None:
    """The stay covers every debt: nothing of this customer is chased any more."""
    command = EndEnrolment(now=cause.at, outcome=Outcome.INSOLVENT)
    for stream in await _open(work, received):
        await work.execute(ENROLMENT, stream, command, cause)


async def pause_all_as_ceased(
    work: UnitOfWork, received: Envelope[CustomerCeasedContact], cause: Cause
) -> None:
    """Everything stays owed, but nothing is asked for by message or call."""
    command = CeaseContact(now=cause.at)
    for stream in await _open(work, received):
        await work.execute(ENROLMENT, stream, command, cause)


async def _open(work: UnitOfWork, received: Envelope[OnCustomer]) -> Sequence[Stream]:
    enrolments = await work.listed(OPEN_ENROLMENTS, received.account)
    streams = [ENROLMENT.stream(*received.account, id) for id in enrolments]
    await work.preload(streams=streams)
    return streams
