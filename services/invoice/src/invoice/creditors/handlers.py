"""The registered creditor that a document or a payment is about."""

from invoice.creditors.domain.creditor import CREDITOR, NoCreditor, State
from invoice.creditors.domain.errors import UnknownCreditor
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import CreditorId, TenantId, creditor_id_of
from recoup_eventstore.work import UnitOfWork


def creditor_stream(tenant: TenantId, code: str) -> Stream:
    """The history of the creditor that a tenant calls by this code."""
    id = creditor_id_of(tenant, code)
    return CREDITOR.stream(tenant, id, id)


async def registered_creditor(
    work: UnitOfWork, tenant: TenantId, code: str, *, creditor_at: str = "/creditor"
) -> CreditorId:
    """Its id; read without its lock, as a creditor that was registered stays so."""
    stream = creditor_stream(tenant, code)
    creditor: State = await work.state(CREDITOR, stream)
    if isinstance(creditor, NoCreditor):
        raise UnknownCreditor(
            f"No creditor has the code {code!r}; register it first, or correct the code.",
            pointer=creditor_at,
        )
    return CreditorId(stream.id)
