"""What is placed with agencies, and whom they say that they contacted."""

from notification.contact_leases.domain.leases import (
    LEASES,
    End,
    Know,
    RecordContact,
)
from notification.contact_ledger.domain.events import AgencyContactMade, ContactsGivenBack
from notification.contact_ledger.handlers import enter
from recoup_compliance.contact_ledger.line import Entry, Kind
from recoup_events.kernel.channels import Medium, medium_of
from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.kernel.ids import debt_id_of
from recoup_events.workflow_scheduler import (
    PlacementAccepted,
    PlacementContactReported,
    PlacementEnding,
    PlacementEvent,
)
from recoup_eventstore.work import UnitOfWork


def leases_of(received: Envelope[PlacementEvent]) -> list[Stream]:
    return [LEASES.stream(*received.account, received.event.placement_id)]


async def know_placement(
    work: UnitOfWork, received: Envelope[PlacementAccepted], cause: Cause
) -> None:
    event = received.event
    command = Know(
        placement_id=event.placement_id,
        agency_id=event.agency_id,
        customer_id=event.customer_id,
        creditor_id=event.creditor_id,
    )
    [stream] = leases_of(received)
    await work.execute(LEASES, stream, command, cause)


async def end_leases(work: UnitOfWork, received: Envelope[PlacementEnding], cause: Cause) -> None:
    [stream] = leases_of(received)
    await work.execute(LEASES, stream, End(), cause)


async def record_contact(
    work: UnitOfWork, received: Envelope[PlacementContactReported], cause: Cause
) -> None:
    """It counts with the creditor's own; without a lease it counts, too, and is a breach."""
    event = received.event
    command = RecordContact(
        lease_id=event.lease_id,
        external_id=event.external_id,
        person_id=event.person_id,
        channel=Medium.CALL if event.channel is None else medium_of(event.channel),
        debts=(debt_id_of(event.customer_id, event.creditor_id),),
        at=event.contacted_at,
        reached=event.reached,
    )
    [stream] = leases_of(received)
    for recorded in await work.execute(LEASES, stream, command, cause):
        if isinstance(recorded.event, AgencyContactMade):
            entry = _made(recorded.event, event, cause)
            await enter(work, received.account, entry, None, cause)


def _made(made: AgencyContactMade, event: PlacementContactReported, cause: Cause) -> Entry:
    return Entry(
        kind=Kind.MADE,
        at=cause.at,
        contact_id=made.contact_id,
        channel=made.channel,
        creditor_id=event.creditor_id,
        person_id=made.person_id,
        debts=made.debts,
        rule=None if made.breach is None else f"breach:{made.breach.value}",
        called_at=made.at,
        counts=True,
        conversation=made.conversation,
    )


async def enter_given_back(
    work: UnitOfWork, recorded: Envelope[ContactsGivenBack], cause: Cause
) -> None:
    """Each that was leased and not made has a line that says so."""
    known = (await work.state(LEASES, recorded.stream)).leases[recorded.event.lease_id].leased
    placement = (await work.state(LEASES, recorded.stream)).known
    assert placement is not None, "what was leased was placed"
    for id in recorded.event.contacts:
        entry = Entry(
            kind=Kind.NOT_MADE,
            at=cause.at,
            contact_id=id,
            channel=known.channel,
            creditor_id=placement.creditor_id,
            person_id=known.person_id,
        )
        await enter(work, recorded.account, entry, None, cause)
