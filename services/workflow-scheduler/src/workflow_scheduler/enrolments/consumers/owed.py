"""What is owed, whoever changes it: what is contested or planned is not chased, the rest is."""

from collections.abc import Sequence

from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.workflow_scheduler import PauseCause
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.owed import invoices_of
from workflow_scheduler.enrolments.domain.commands import FollowOwed
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolment_of
from workflow_scheduler.enrolments.domain.owed import OWED


def reads(received: Envelope[Event]) -> Sequence[Stream]:
    """What the reaction loads."""
    return [enrolment_of(received.account, id) for id in invoices_of(received.event)]


async def follow_owed(work: UnitOfWork, received: Envelope[Event], cause: Cause) -> None:
    """Chase what is left; a dispute or a plan received before its invoice waits in the view."""
    for invoice_id in invoices_of(received.event):
        owed = await work.document(OWED, received.account, invoice_id)
        if owed.balance is None:
            continue
        aside = owed.set_aside(invoice_id).items()
        command = FollowOwed(
            now=cause.at,
            balance=owed.balance,
            set_aside={(PauseCause(owed.covers[id].by), id): amount for id, amount in aside},
        )
        await work.execute(ENROLMENT, enrolment_of(received.account, invoice_id), command, cause)
