"""What is offered to an agency, and what it does not have any more."""

from invoice.agency_packages.domain.package import PACKAGE, Close, Open
from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.workflow_scheduler import (
    PlacementApproved,
    PlacementDeclined,
    PlacementEnding,
    PlacementEvent,
    PlacementLapsed,
    PlacementRecalled,
    PlacementReturned,
)
from recoup_eventstore.work import UnitOfWork

ENDED = (PlacementDeclined, PlacementLapsed, PlacementRecalled, PlacementReturned)


def package_of(received: Envelope[PlacementEvent]) -> list[Stream]:
    """What the reactions load."""
    return [PACKAGE.stream(*received.account, received.event.placement_id)]


async def open_package(
    work: UnitOfWork, received: Envelope[PlacementApproved], cause: Cause
) -> None:
    event = received.event
    command = Open(
        placement_id=event.placement_id,
        agency_id=event.agency_id,
        customer_id=event.customer_id,
        creditor_id=event.creditor_id,
        invoice_ids=tuple(dict.fromkeys(item.invoice_id for item in event.items)),
    )
    [stream] = package_of(received)
    await work.execute(PACKAGE, stream, command, cause)


async def close_package(
    work: UnitOfWork, received: Envelope[PlacementEnding], cause: Cause
) -> None:
    [stream] = package_of(received)
    await work.execute(PACKAGE, stream, Close(placement_id=received.event.placement_id), cause)
