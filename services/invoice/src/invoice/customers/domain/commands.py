"""What may be asked of a customer."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime

from recoup_events.invoice import Condition, CustomerAddress, CustomerKind, PaysFor, Person
from recoup_events.kernel.event import Command, Value
from recoup_events.kernel.ids import ConditionId, CreditorId, CustomerId, PersonId
from recoup_events.kernel.metadata import NO_METADATA, Metadata
from recoup_events.kernel.money import Money


def _more_than_zero(amount: Money) -> Money:
    if amount.minor_units <= 0:
        raise ValueError(f"{amount} is not more than zero")
    return amount


Positive = Annotated[Money, AfterValidator(_more_than_zero)]


class ChangeOfDetails(Command):
    """A request to change what is known of a registered customer."""


class Details(Command):
    name: str
    kind: CustomerKind
    country: str
    subdivision: str | None = None
    time_zone: str
    language: str
    addresses: tuple[CustomerAddress, ...] = ()
    persons: tuple[Person, ...] = ()


class RegisterCustomer(Details):
    customer_id: CustomerId
    external_id: str
    metadata: Metadata = NO_METADATA


class ReplaceCustomerDetails(Details, ChangeOfDetails):
    """Make the customer as sent; of the persons, those entered in Recoup stay."""


class PersonChanges(Value):
    """A person named by one of its ids; a field that is left out or ``None`` stays."""

    person_id: PersonId | None = None
    external_id: str | None = None
    fields: Mapping[str, Any]


class ChangeCustomerDetails(ChangeOfDetails):
    """Change what is named, and of the persons those that are sent; nobody is removed."""

    fields: Mapping[str, Any]
    persons: tuple[PersonChanges, ...] = ()


class AddPerson(ChangeOfDetails):
    person: Person


class ChangePerson(ChangeOfDetails):
    """Change what is named of one person."""

    person_id: PersonId
    fields: Mapping[str, Any]


class RemovePerson(ChangeOfDetails):
    person_id: PersonId


class ChangeGroup(Command):
    parent_id: CustomerId | None
    pays_for: PaysFor


class AddChild(Command):
    child_id: CustomerId


class RemoveChild(Command):
    child_id: CustomerId


class RecordCondition(Command):
    condition: Condition
    creditor_id: CreditorId | None
    source: str
    effective_from: date
    effective_until: date | None
    note: str | None


class LiftCondition(Command):
    condition_id: ConditionId
    reason: str
    effective_from: date | None
    """``None``: from today on."""
    at: AwareDatetime


CustomerCommand = (
    RegisterCustomer
    | ChangeOfDetails
    | ChangeGroup
    | AddChild
    | RemoveChild
    | RecordCondition
    | LiftCondition
)
