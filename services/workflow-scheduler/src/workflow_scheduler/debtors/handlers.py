"""A customer's conditions, reviewed when they change, when its days do, and when a day has come."""

from recoup_events.kernel.envelope import Account, Cause
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.debtors.domain.debtor import DEBTOR
from workflow_scheduler.debtors.domain.restraint import RESTRAINT, ReviewRestraint, restraint_of


async def review_restraint(work: UnitOfWork, account: Account, cause: Cause) -> None:
    debtor = await work.document(DEBTOR, account, account.key)
    command = ReviewRestraint(conditions=debtor.conditions, time_zone=debtor.calendar, at=cause.at)
    await work.execute(RESTRAINT, restraint_of(account), command, cause)
