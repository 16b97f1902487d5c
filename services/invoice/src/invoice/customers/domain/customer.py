"""A customer: who owes, how to reach them, and what forbids reaching them."""

from collections.abc import Mapping, Sequence
from typing import Any

from invoice.customers.domain import commands, conditions, groups, persons, places
from invoice.customers.domain.conditions import RecordedCondition
from invoice.customers.domain.errors import CustomerRefused, DuplicateExternalId
from invoice.customers.domain.events import ChildAdded, ChildRemoved, TimeZoneChanged
from invoice.customers.domain.groups import Place
from recoup_events import invoice as events
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import ConditionId, CustomerId
from recoup_events.kernel.metadata import NO_METADATA, Metadata
from recoup_eventstore.decider import Decider
from recoup_eventstore.metadata import described


class NoCustomer(Value):
    """Nobody was registered under this id."""


class Customer(Value):
    customer_id: CustomerId
    external_id: str
    name: str
    kind: events.CustomerKind
    country: str
    subdivision: str | None
    time_zone: str
    language: str
    addresses: tuple[events.CustomerAddress, ...]
    persons: tuple[events.Person, ...]
    conditions: Mapping[ConditionId, RecordedCondition] = {}
    metadata: Metadata = NO_METADATA
    place: Place = Place()
    """In its group."""


State = NoCustomer | Customer
NOBODY: State = NoCustomer()
UNREGISTERED = "There is no such customer; register it first."


CustomerEvent = events.InvoiceEvent | TimeZoneChanged | ChildAdded | ChildRemoved


def decide(command: commands.CustomerCommand, state: State) -> Sequence[CustomerEvent]:
    """List every move a customer allows; what is not listed is refused."""
    match state, command:
        case NoCustomer(), commands.RegisterCustomer():
            persons.distinct(command.persons)
            places.check(command.country, command.subdivision, command.persons)
            return [events.CustomerRegistered.model_validate(command, from_attributes=True)]
        case Customer(), commands.RegisterCustomer():
            raise DuplicateExternalId.of(command.external_id, state.customer_id)
        case Customer(), commands.ChangeOfDetails():
            return _changed(state, state.model_copy(update=_changes(state, command)))
        case Customer(), commands.ChangeGroup() | commands.AddChild() | commands.RemoveChild():
            return groups.change(command, state.customer_id, state.place)
        case Customer(), commands.RecordCondition():
            return conditions.record(command, state.customer_id, state.conditions)
        case Customer(), commands.LiftCondition():
            return conditions.lift(command, state.customer_id, state.conditions, state.time_zone)
        case _:
            raise CustomerRefused(UNREGISTERED)


def _changes(customer: Customer, command: commands.ChangeOfDetails) -> Mapping[str, Any]:
    """What becomes of the fields that change."""
    known = customer.persons
    match command:
        case commands.ReplaceCustomerDetails():
            return {**dict(command), "persons": persons.replaced(known, command.persons)}
        case commands.ChangeCustomerDetails(fields=fields, persons=sent):
            people = persons.merged(customer.customer_id, known, sent)
            return {**persons.moved(customer.country, fields), "persons": people}
        case commands.AddPerson(person=person):
            return {"persons": persons.added(known, person)}
        case commands.ChangePerson(person_id=person_id, fields=fields):
            return {"persons": persons.changed(known, person_id, fields)}
        case commands.RemovePerson(person_id=person_id):
            return {"persons": persons.removed(known, person_id)}
        case _:
            raise AssertionError(f"{command} changes no details")


def _changed(before: Customer, now: Customer) -> Sequence[CustomerEvent]:
    """All details as they are now; what stays the same says nothing."""
    if now == before:
        return []
    places.check(now.country, now.subdivision, now.persons)
    changed = events.CustomerDetailsChanged.model_validate(now, from_attributes=True)
    if now.time_zone == before.time_zone:
        return [changed]
    return [changed, TimeZoneChanged(customer_id=now.customer_id, time_zone=now.time_zone)]


def registered(state: State) -> Customer:
    """The customer of a state that has one."""
    if isinstance(state, NoCustomer):
        raise CustomerRefused(UNREGISTERED)
    return state


def evolve(state: State, event: CustomerEvent) -> State:
    match state, event:
        case _, events.CustomerRegistered():
            return Customer.model_validate(event, from_attributes=True)
        case Customer(), events.CustomerDetailsChanged():
            return state.model_copy(update=dict(event))
        case Customer(), events.CustomerGroupChanged() | ChildAdded() | ChildRemoved():
            return state.model_copy(update={"place": groups.evolve(state.place, event)})
        case Customer(), events.CustomerConditionRecorded() | events.CustomerConditionLifted():
            followed = conditions.evolve(state.conditions, event)
            return state.model_copy(update={"conditions": followed})
        case _:
            return state


CUSTOMER = described(
    Decider("customer", NOBODY, decide, evolve),
    lambda customer, metadata: events.CustomerMetadataChanged(
        customer_id=customer.customer_id, metadata=metadata
    ),
)
