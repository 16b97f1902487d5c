"""What is received about debts that an agency has."""

from recoup_events.invoice import PaymentApplied, PaymentUnapplied
from recoup_events.kernel.envelope import Cause, Envelope
from recoup_events.kernel.event import Event
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.owed import receivables_of
from workflow_scheduler.enrolments.domain.owed import OWED
from workflow_scheduler.placements.domain.commands import FollowBalance
from workflow_scheduler.placements.domain.decider import PLACEMENT
from workflow_scheduler.placements.domain.placed import PLACED


async def tell_agency(work: UnitOfWork, received: Envelope[Event], cause: Cause) -> None:
    """Whoever was paid, and whatever is contested: the agency knows at once."""
    event, account = received.event, received.account
    paid = event.payment_id if isinstance(event, PaymentApplied | PaymentUnapplied) else None
    for id in receivables_of(event):
        held = (await work.document(PLACED, account, id)).placement_id
        if held is None:
            continue
        owed = await work.document(OWED, account, id)
        if owed.balance is not None:
            command = FollowBalance(
                receivable_id=id, balance=owed.balance, askable=owed.chased, payment_id=paid
            )
            await work.execute(PLACEMENT, PLACEMENT.stream(*account, held), command, cause)
