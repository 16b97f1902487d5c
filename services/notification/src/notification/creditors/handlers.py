"""The creditor that a request names by its code."""

from notification.creditors.domain.creditor import CREDITOR, account_of
from notification.creditors.domain.errors import UnknownCreditor
from recoup_events.kernel.ids import CreditorId, TenantId
from recoup_eventstore.work import UnitOfWork


async def known_creditor(
    work: UnitOfWork, tenant: TenantId, creditor_id: CreditorId | None
) -> None:
    """A "no" to nobody would silence nothing; ``None`` means all creditors."""
    if creditor_id is None:
        return
    found = await work.document(CREDITOR, account_of(tenant, creditor_id), creditor_id)
    if found.details is None:
        raise UnknownCreditor(
            "No creditor of this code has arrived here; check the code, and if it has just been "
            "registered, send this again in a few seconds.",
            pointer="/creditor",
        )
