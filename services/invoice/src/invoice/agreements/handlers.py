"""Whose terms they are, and what holds for a customer on a day."""

from collections.abc import Mapping, Sequence
from datetime import date

from invoice.agreements.domain.agreement import AGREEMENT, Agreement
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import CreditorId, CustomerId, TenantId, agreement_id_of
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.clauses import Held, in_force


def agreement_stream(
    tenant: TenantId, creditor_id: CreditorId, customer_id: CustomerId | None
) -> Stream:
    """In the customer's account; a creditor's own terms are in the creditor's."""
    id = agreement_id_of(creditor_id, customer_id)
    return AGREEMENT.stream(tenant, customer_id or creditor_id, id)


def agreement_streams(
    tenant: TenantId, creditor_id: CreditorId, customer_id: CustomerId
) -> Sequence[Stream]:
    """What ``terms_on`` loads, the customer's terms first."""
    return [agreement_stream(tenant, creditor_id, of) for of in (customer_id, None)]


async def terms_on(
    work: UnitOfWork,
    tenant: TenantId,
    creditor_id: CreditorId,
    customer_id: CustomerId,
    day: date,
) -> Mapping[str, Held]:
    """The clauses that hold between a creditor and a customer on a day, read without a lock."""
    streams = agreement_streams(tenant, creditor_id, customer_id)
    await work.preload(streams)
    agreements = [await work.state(AGREEMENT, stream) for stream in streams]
    versions = [each.on(day) for each in agreements if isinstance(each, Agreement)]
    return in_force([version for version in versions if version is not None])
