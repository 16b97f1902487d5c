"""What agencies report of customers."""

from invoice.customers.domain.commands import RecordCondition
from invoice.customers.domain.customer import CUSTOMER
from invoice.customers.domain.errors import ConditionRefused
from recoup_events.invoice import Condition
from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.workflow_scheduler import PlacementHardshipReported
from recoup_eventstore.work import UnitOfWork


def customer_of(received: Envelope[PlacementHardshipReported]) -> list[Stream]:
    return [CUSTOMER.stream(*received.account, received.event.customer_id)]


async def record_hardship(
    work: UnitOfWork, received: Envelope[PlacementHardshipReported], cause: Cause
) -> None:
    """One that is recorded already stays as it is."""
    event = received.event
    [stream] = customer_of(received)
    command = RecordCondition(
        condition=Condition.HARDSHIP,
        creditor_id=event.creditor_id,
        source=f"The agency {event.agency_id}, by the placement {event.placement_id}.",
        effective_from=event.since,
        effective_until=None,
        note=event.note,
    )
    try:
        await work.execute(CUSTOMER, stream, command, cause)
    except ConditionRefused:
        return  # two reports of one hardship say nothing new
