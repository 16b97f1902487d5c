"""Customers in JSON."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field
from pydantic_core import from_json

from invoice.customers.api.condition_schemas import ConditionShown
from invoice.customers.api.condition_schemas import listed as conditions_of
from invoice.customers.api.person_schemas import ChangedPerson, NewPerson, PersonShown
from invoice.customers.domain.commands import ChangeCustomerDetails
from invoice.customers.domain.customer import Customer
from invoice.fields import (
    Country,
    Language,
    PostalAddressBody,
    Subdivision,
    TimeZone,
)
from recoup_events.invoice import (
    AddressUse,
    CustomerAddress,
    CustomerKind,
    PaysFor,
    Person,
    PersonSource,
)
from recoup_events.kernel.ids import CustomerId
from recoup_service.api.fields import ExternalId, Name, RequestBody
from recoup_service.api.metadata import DescribedResource, SentPairs
from recoup_service.api.resource import Dates

Persons = Annotated[tuple[NewPerson, ...], Field(max_length=50)]
Addresses = Annotated[tuple["AddressBody", ...], Field(max_length=10)]


class AddressBody(RequestBody):
    use: AddressUse = Field(description="`legal`: where the customer can be served.")
    address: PostalAddressBody


class GroupBody(RequestBody):
    """Where a customer stands in its group, and what its money pays."""

    parent: Name | None = Field(
        default=None,
        description="The customer right above it, by your id or Recoup's; none if left out.",
        examples=["C-1000"],
    )
    pays_for: PaysFor = Field(
        default=PaysFor.ITSELF,
        description="What a payment pays that names no invoices: its own invoices, or those of the "
        "whole `group`, the longest due first.",
    )


class CustomerDetails(RequestBody):
    name: Name = Field(examples=["Bolts GmbH"])
    kind: CustomerKind = Field(description="Consumer law protects everything but an `entity`.")
    country: Country
    time_zone: TimeZone
    language: Language
    subdivision: Subdivision | None = None
    addresses: Addresses = ()
    persons: Persons = ()
    metadata: SentPairs = None
    group: GroupBody | None = Field(
        default=None, description="Its place in a group; left out, it stays where it is."
    )

    def details(self, customer_id: CustomerId) -> dict[str, Any]:
        """As commands want them; the persons are the ERP's."""
        sent = {name: value for name, value in self if name not in ("group", "metadata")}
        persons = [each.person(customer_id, PersonSource.ERP) for each in self.persons]
        return {**sent, "persons": persons}


class NewCustomer(CustomerDetails):
    external_id: ExternalId = Field(examples=["C-1001"])


class CustomerChanges(RequestBody):
    """What is left out, or null, stays as it is, within a person, too; no person is removed."""

    name: Name | None = None
    kind: CustomerKind | None = None
    country: Country | None = None
    time_zone: TimeZone | None = None
    language: Language | None = None
    subdivision: Subdivision | None = None
    addresses: Addresses | None = Field(default=None, description="Replaces them all.")
    persons: Annotated[tuple[ChangedPerson, ...], Field(max_length=50)] | None = None

    def command(self) -> ChangeCustomerDetails:
        sent = {name: value for name, value in self if value is not None and name != "persons"}
        if self.addresses is not None:
            sent["addresses"] = tuple(
                CustomerAddress.model_validate(each, from_attributes=True)
                for each in self.addresses
            )
        persons = tuple(person.changes() for person in self.persons or ())
        return ChangeCustomerDetails(fields=sent, persons=persons)


class CustomerShown(DescribedResource):
    id: str = Field(examples=["cus_9f0c"])
    external_id: str
    name: str
    kind: CustomerKind
    country: str
    time_zone: str
    language: str
    subdivision: str | None
    addresses: tuple[CustomerAddress, ...]
    persons: tuple[PersonShown, ...]
    parent_id: str | None = Field(description="The customer right above it in its group.")
    pays_for: PaysFor
    conditions: tuple[ConditionShown, ...] = Field(
        description="What restrains collecting, the ended and lifted ones too."
    )


def listed(row: Mapping[str, Any]) -> CustomerShown:
    """A row of the list."""
    persons = [Person.model_validate(each) for each in from_json(row["persons"])]
    return CustomerShown.model_validate(
        {
            **row,
            "addresses": from_json(row["addresses"]),
            "persons": [PersonShown.of(person) for person in persons],
            "conditions": from_json(row["conditions"]),
        }
    )


def shown(customer: Customer, dates: Dates) -> CustomerShown:
    shown_apart = {
        "parent_id": customer.place.parent_id,
        "pays_for": customer.place.pays_for,
        "persons": tuple(map(PersonShown.of, customer.persons)),
        "conditions": tuple(conditions_of(customer.conditions)),
    }
    return CustomerShown(**dates, id=customer.customer_id, **{**dict(customer), **shown_apart})
