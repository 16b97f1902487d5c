"""The customer as notification needs to know it, folded from what the invoice service says."""

from collections.abc import Sequence

from recoup_compliance import attempt as compliance
from recoup_compliance import conditions
from recoup_compliance.attempt import Medium
from recoup_compliance.conditions import Conditions
from recoup_events import invoice as events
from recoup_events.invoice import CustomerKind, Person
from recoup_events.kernel.addresses import InvalidAddress, email_address, phone_number
from recoup_events.kernel.channels import Channel, ContactRole
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_eventstore.decider import View

_PURPOSES = {
    CustomerKind.ENTITY: compliance.Purpose.COMMERCIAL,
    CustomerKind.NATURAL_PERSON: compliance.Purpose.CONSUMER,
}


class Profile(Value):
    """Who the customer is and whom to write to."""

    name: str
    kind: CustomerKind
    country: str
    time_zone: str
    language: str
    persons: tuple[Person, ...]

    @property
    def purpose(self) -> compliance.Purpose | None:
        """A sole trader's debt may be either, and then the rules of both apply."""
        return _PURPOSES.get(self.kind)

    def address(self, role: ContactRole, channel: Channel) -> tuple[str, str] | None:
        """The name of a person of this role, and where this channel reaches it."""
        for person in self.persons:
            addresses = _addresses(person, channel)
            if role in person.roles and addresses:
                return person.name, addresses[0]
        return None


class Debtor(Value):
    """One customer; ``profile`` is ``None`` until it has arrived."""

    profile: Profile | None = None
    conditions: Conditions = Conditions()


def can_be_reached(address: str, channel: Channel) -> bool:
    """Whether this channel can send there; older events hold what is no address."""
    try:
        match channel:
            case Channel.EMAIL:
                email_address(address)
            case Channel.SMS:
                phone_number(address)
    except InvalidAddress:
        return False
    return True


def _addresses(person: Person, channel: Channel) -> Sequence[str]:
    match channel:
        case Channel.EMAIL:
            return person.emails
        case Channel.SMS:
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


def medium(channel: Channel) -> Medium:
    """The rules' word for a channel."""
    return Medium(channel.value)
