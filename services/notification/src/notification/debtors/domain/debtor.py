"""The customer as notification needs to know it, folded from what the invoice service says."""

from collections.abc import Collection, Sequence

from recoup_compliance import attempt as compliance
from recoup_compliance import conditions
from recoup_compliance.conditions import Conditions
from recoup_events import invoice as events
from recoup_events.invoice import (
    AddressUse,
    CustomerAddress,
    CustomerKind,
    InconvenientTime,
    Person,
)
from recoup_events.kernel.addresses import InvalidAddress, email_address, phone_number
from recoup_events.kernel.channels import Channel, ContactRole, Medium, medium_of
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import PersonId
from recoup_events.kernel.postal_address import PostalAddress, in_one_line
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
    postal_code: str | None = None
    """``None`` where the person's own address is not known, and not the customer's either."""
    time_zone: str
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    post: PostalAddress | None = None
    """Where letters arrive."""
    inconvenient_times: tuple[InconvenientTime, ...] = ()
    inconvenient_channels: tuple[Medium, ...] = ()
    inconvenient_addresses: tuple[str, ...] = ()

    def address(self, channel: Medium) -> str | None:
        """Where this channel reaches the person; where the person minds it, only for want of another."""
        every = _addresses(self, channel, self.post)
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
    addresses: tuple[CustomerAddress, ...] = ()
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
            if not set(roles).isdisjoint(person.roles)
            and _addresses(person, medium_of(channel), self.post_of(person))
        ]

    def post_of(self, person: Person) -> PostalAddress | None:
        """The person's own address, else where the customer wants its bills, else any of its own."""
        if person.address is not None:
            return person.address
        by_use = {each.use: each.address for each in self.addresses}
        return by_use.get(AddressUse.BILLING) or next(iter(by_use.values()), None)

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
            postal_code=self._postal_code(person, here=here),
            time_zone=person.time_zone or self.time_zone,
            emails=person.emails,
            phones=person.phones,
            post=self.post_of(person),
            inconvenient_times=person.inconvenient_times,
            inconvenient_channels=person.inconvenient_channels,
            inconvenient_addresses=person.inconvenient_addresses,
        )

    def _postal_code(self, person: Person, *, here: bool) -> str | None:
        if person.address is not None:
            return person.address.postal_code
        same_state = person.subdivision in (None, self.subdivision)
        codes = {each.address.postal_code for each in self.addresses}
        return codes.pop() if here and same_state and len(codes) == 1 else None


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
            case Medium.LETTER:
                return bool(address)
    except InvalidAddress:
        return False
    return True


def _addresses(
    person: Person | Recipient, channel: Medium, post: PostalAddress | None
) -> Sequence[str]:
    match channel:
        case Medium.EMAIL:
            return person.emails
        case Medium.SMS | Medium.CALL:
            return person.phones
        case Medium.LETTER:
            return () if post is None else (in_one_line(post),)


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
