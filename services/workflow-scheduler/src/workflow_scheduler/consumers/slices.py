"""Leaving a slice of an invoice out, and chasing it again, whatever the cause."""

from recoup_events.envelope import Account, Cause
from recoup_events.ids import CustomerId
from recoup_events.slices import Slice
from recoup_events.workflow_scheduler import PauseCause
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.domain.commands import PauseSlice, ResumeSlice
from workflow_scheduler.domain.enrolment import ENROLMENT, enrolment_of
from workflow_scheduler.domain.ids import enrolment_id


async def pass_on(
    command: type[PauseSlice] | type[ResumeSlice],
    work: UnitOfWork,
    account: Account,
    part: Slice,
    why: tuple[PauseCause, str],
    cause: Cause,
) -> None:
    """Give the command to the slice's enrolment; ``why`` names what was heard, once."""
    told = command(
        now=cause.at,
        enrolment_id=enrolment_id(account.tenant, part.invoice_id),
        customer_id=CustomerId(account.key),
        slice=part,
        cause=why[0],
        cause_id=why[1],
    )
    await work.execute(ENROLMENT, enrolment_of(account, part.invoice_id), told, cause)
