"""The customer as notification needs to know it, folded from what the invoice service says."""

from collections.abc import Collection, Sequence

from recoup_compliance import attempt as compliance
from recoup_compliance import conditions
from recoup_compliance.conditions import Conditions
from recoup_events import invoice as events
from recoup_events.invoice import CustomerKind, InconvenientTime, Person
from recoup_events.kernel.addresses import InvalidAddress, email_address, phone_number
from recoup_events.kernel.channels import Channel, ContactRole, Medium, medium_of
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import PersonId
from recoup_eventstore.decider import View

_PURPOSES = {
    CustomerKind.ENTITY: compliance.Purpose.COMMERCIAL,
    CustomerKind.NATURAL_PERSON: compliance.Purpose.CONSUMER,
}


class Recipient(Value):
    """A person as a message sees it: what is not said of the person is the customer's."""

    person_id: PersonId
    name: str
    roles: tuple[ContactRole, ...]
    language: str
    country: str
    subdivision: str | None
    time_zone: str
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    inconvenient_times: tuple[InconvenientTime, ...] = ()
    inconvenient_channels: tuple[Medium, ...] = ()
    inconvenient_addresses: tuple[str, ...] = ()

    def address(self, channel: Medium) -> str | None:
        """Where this channel reaches the person; where the person minds it, only for want of another."""
        every = _addresses(self, channel)
        convenient = (each for each in every if each not in self.inconvenient_addresses)
        return next(convenient, next(iter(every), None))

    def minds(self, channel: Medium, address: str) -> bool:
        """Whether the person has asked not to be contacted by this channel, or there."""
        return channel in self.inconvenient_channels or address in self.inconvenient_addresses


class Profile(Value):
    """Who the customer is, and who is there to be written to."""

    name: str
    kind: CustomerKind
    country: str
    subdivision: str | None = None
    time_zone: str
    language: str
    persons: tuple[Person, ...]

    @property
    def purpose(self) -> compliance.Purpose | None:
        """A sole trader's debt may be either, and then the rules of both apply."""
        return _PURPOSES.get(self.kind)

    def person(self, person_id: PersonId | None) -> Person | None:
        return next((each for each in self.persons if each.person_id == person_id), None)

    def wanted(self, roles: Collection[ContactRole], channel: Channel) -> Sequence[PersonId]:
        """Everybody who has one of these roles and can be reached by this channel."""
        return [
            person.person_id
            for person in self.persons
            if not set(roles).isdisjoint(person.roles) and _addresses(person, medium_of(channel))
        ]

    def recipient(self, person_id: PersonId | None) -> Recipient | None:
        person = self.person(person_id)
        if person is None:
            return None
        here = person.country in (None, self.country)
        return Recipient(
            person_id=person.person_id,
            name=person.name,
            roles=person.roles,
            language=person.language or self.language,
            country=person.country or self.country,
            subdivision=person.subdivision or (self.subdivision if here else None),
            time_zone=person.time_zone or self.time_zone,
            emails=person.emails,
            phones=person.phones,
            inconvenient_times=person.inconvenient_times,
            inconvenient_channels=person.inconvenient_channels,
            inconvenient_addresses=person.inconvenient_addresses,
        )


class Debtor(Value):
    """One customer; ``profile`` is ``None`` until it has arrived."""

    profile: Profile | None = None
    conditions: Conditions = Conditions()


def can_be_reached(address: str, channel: Medium) -> bool:
    """Whether this channel can send there; older events hold what is no address."""
    try:
        match channel:
            case Medium.EMAIL:
                email_address(address)
            case Medium.SMS | Medium.CALL:
                phone_number(address)
    except InvalidAddress:
        return False
    return True


def _addresses(person: Person | Recipient, channel: Medium) -> Sequence[str]:
    match channel:
        case Medium.EMAIL:
            return person.emails
        case Medium.SMS | Medium.CALL:
            return person.phones


_HEARS = (
    events.CustomerRegistered,
    events.CustomerDetailsChanged,
    *conditions.CHANGES,
)


def _documents(event: Event) -> Sequence[str]:
    return [event.customer_id] if isinstance(event, _HEARS) else []


def _evolve(debtor: Debtor, received: Envelope[Event]) -> Debtor:
    match received.event:
        case events.CustomerRegistered() | events.CustomerDetailsChanged() as event:
            profile = Profile.model_validate(event.model_dump())
            return debtor.model_copy(update={"profile": profile})
        case events.CustomerConditionRecorded() | events.CustomerConditionLifted() as event:
            followed = conditions.follow(debtor.conditions, event)
            return debtor.model_copy(update={"conditions": followed})
        case _:
            return debtor


DEBTOR = View("debtor", Debtor(), _documents, _evolve, subscribes=_HEARS)
