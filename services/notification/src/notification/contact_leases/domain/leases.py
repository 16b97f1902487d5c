"""What of a person's and a debt's contact budget an agency holds, by placement."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from notification.contact_ledger.domain.events import (
    AgencyContactMade,
    Breach,
    ContactsGivenBack,
    ContactsLeased,
    ContactsRefused,
    LeasedContact,
)
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.ids import (
    AgencyId,
    ContactLeaseId,
    CreditorId,
    CustomerId,
    DebtId,
    PersonId,
    PlacementId,
)
from recoup_events.kernel.refusals import Refused
from recoup_eventstore.decider import Decider

EXPIRY = "expiry"
"""The timer of the first lease whose time will be over."""


class LeaseRefused(Refused):
    """The lease does not allow this."""

    code = "lease_refused"


class PlacementKnown(Event, type="agency_contacts.placement_known.v1"):
    """An agency has accepted it, and may ask for leases."""

    placement_id: PlacementId
    agency_id: AgencyId
    customer_id: CustomerId
    creditor_id: CreditorId


class PlacementOver(Event, type="agency_contacts.placement_over.v1"):
    """The agency does not have it any more."""

    placement_id: PlacementId


class Lease(Value):
    leased: ContactsLeased
    unused: tuple[LeasedContact, ...]
    over: bool = False


class Leases(Value):
    known: PlacementKnown | None = None
    over: bool = False
    asked: int = 0
    """How often a lease was asked for."""
    leases: Mapping[ContactLeaseId, Lease] = {}
    refused: Mapping[ContactLeaseId, ContactsRefused] = {}
    """The last answer alone."""


class Know(Command):
    placement_id: PlacementId
    agency_id: AgencyId
    customer_id: CustomerId
    creditor_id: CreditorId


class End(Command):
    """The placement is over; what is leased is given back."""


class Answer(Command):
    """What the rules said of the wanted contacts, one after the other."""

    answer: ContactsLeased | ContactsRefused


class GiveBack(Command):
    lease_id: ContactLeaseId


class Expire(Command):
    now: datetime


class RecordContact(Command):
    lease_id: ContactLeaseId | None
    external_id: str
    person_id: PersonId
    channel: Medium
    debts: tuple[DebtId, ...]
    at: datetime
    reached: bool


LeaseCommand = Know | End | Answer | GiveBack | Expire | RecordContact
LeaseEvent = (
    PlacementKnown
    | PlacementOver
    | ContactsLeased
    | ContactsRefused
    | ContactsGivenBack
    | AgencyContactMade
)


def decide(command: LeaseCommand, state: Leases) -> Sequence[LeaseEvent]:
    match command:
        case Know():
            return [PlacementKnown(**dict(command))] if state.known is None else []
        case End():
            return _ended(state)
        case Answer(answer=answer):
            if state.over:
                raise LeaseRefused("The placement is over; contact nobody about it any more.")
            return [answer]
        case GiveBack(lease_id=id):
            return _given_back(state, id)
        case Expire(now=now):
            return [
                _back(each, expired=True)
                for each in state.leases.values()
                if not each.over and each.leased.until <= now
            ]
        case RecordContact():
            return [_contact(command, state)]


def _ended(state: Leases) -> Sequence[LeaseEvent]:
    if state.known is None or state.over:
        return []
    open = [each for each in state.leases.values() if not each.over]
    over = PlacementOver(placement_id=state.known.placement_id)
    return [*(_back(each, expired=False) for each in open), over]


def _given_back(state: Leases, id: ContactLeaseId) -> Sequence[LeaseEvent]:
    lease = state.leases.get(id)
    if lease is None:
        raise LeaseRefused("The placement has no such lease; check the ids.", pointer="/lease_id")
    return [] if lease.over else [_back(lease, expired=False)]


def _back(lease: Lease, *, expired: bool) -> ContactsGivenBack:
    leased = lease.leased
    return ContactsGivenBack(
        lease_id=leased.lease_id,
        person_id=leased.person_id,
        contacts=tuple(each.id for each in lease.unused),
        expired=expired,
    )


def _contact(command: RecordContact, state: Leases) -> AgencyContactMade:
    assert state.known is not None, "only what is placed is reported on"
    lease = None if command.lease_id is None else state.leases.get(command.lease_id)
    breach = _breach(command, lease)
    own = f"{state.known.placement_id}/{command.external_id}"
    return AgencyContactMade(
        contact_id=own if breach is not None or lease is None else lease.unused[0].id,
        lease_id=command.lease_id,
        person_id=command.person_id,
        channel=command.channel,
        debts=command.debts,
        at=command.at,
        conversation=command.reached and command.channel is Medium.CALL,
        breach=breach,
    )


def _breach(command: RecordContact, lease: Lease | None) -> Breach | None:
    if lease is None:
        return Breach.NO_LEASE
    leased = lease.leased
    if (leased.person_id, leased.channel) != (command.person_id, command.channel):
        return Breach.OTHER_PERSON
    if lease.over or not lease.unused or not leased.at <= command.at <= leased.until:
        return Breach.LEASE_OVER
    return Breach.TOO_EARLY if command.at < lease.unused[0].not_before else None


def evolve(state: Leases, event: LeaseEvent) -> Leases:
    match event:
        case PlacementKnown():
            return state.model_copy(update={"known": event})
        case PlacementOver():
            return state.model_copy(update={"over": True})
        case ContactsLeased(lease_id=id, contacts=contacts):
            lease = Lease(leased=event, unused=contacts)
            leases = {**state.leases, id: lease}
            return state.model_copy(update={"leases": leases, "asked": state.asked + 1})
        case ContactsRefused(lease_id=id):
            return state.model_copy(update={"refused": {id: event}, "asked": state.asked + 1})
        case ContactsGivenBack(lease_id=id):
            return _changed(state, id, {"over": True, "unused": ()})
        case AgencyContactMade(lease_id=id, contact_id=used):
            held = None if id is None else state.leases.get(id)
            if id is None or held is None:
                return state
            left = tuple(each for each in held.unused if each.id != used)
            return _changed(state, id, {"unused": left})


def _changed(state: Leases, id: ContactLeaseId, update: Mapping[str, object]) -> Leases:
    lease = state.leases[id].model_copy(update=update)
    return state.model_copy(update={"leases": {**state.leases, id: lease}})


def timers(state: Leases) -> Mapping[str, datetime]:
    ends = [each.leased.until for each in state.leases.values() if not each.over]
    return {EXPIRY: min(ends)} if ends else {}


LEASES: Decider[LeaseCommand, Leases, LeaseEvent] = Decider(
    "agency_contacts", Leases(), decide, evolve, timers
)
