"""Adds lines to contact ledgers, in the unit of work that makes, refuses or ends a contact."""

from notification.contact_ledger.domain.chain import CHAIN, LEDGER, Enter, Judged, stream_of
from notification.contact_ledger.domain.entries import Outcome, outcome
from recoup_compliance.contact_ledger.line import Entry
from recoup_events.kernel.envelope import Account, Cause, Envelope
from recoup_events.kernel.ids import CustomerId
from recoup_eventstore.work import UnitOfWork


async def enter(
    work: UnitOfWork, account: Account, entry: Entry, judged: Judged | None, cause: Cause
) -> None:
    """The customer's account is locked, so no other line can come in between."""
    customer = CustomerId(account.key)
    command = Enter(
        tenant=account.tenant,
        customer_id=customer,
        chain=await work.document(CHAIN, account, customer),
        entry=entry,
        judged=judged,
    )
    await work.execute(LEDGER, stream_of(account, entry.contact_id), command, cause)


async def enter_outcome(work: UnitOfWork, recorded: Envelope[Outcome], cause: Cause) -> None:
    """Whoever records an outcome, it stands in the ledger: also that of a contact nobody permitted."""
    await enter(work, recorded.account, outcome(recorded), None, cause)
