"""The persons of a customer in JSON."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, Field, model_validator

from invoice.customers.domain.commands import PersonChanges
from invoice.fields import (
    Country,
    Email,
    Language,
    Phone,
    PostalAddressBody,
    Subdivision,
    TimeZone,
)
from recoup_events.invoice import Person, PersonSource
from recoup_events.kernel.channels import Channel, ContactRole
from recoup_events.kernel.ids import CustomerId, PersonId, person_id_of
from recoup_events.kernel.postal_address import PostalAddress
from recoup_service.api.fields import Name, RequestBody

Roles = Annotated[
    tuple[ContactRole, ...],
    Field(
        min_length=1,
        max_length=len(ContactRole),
        description="What the person is for the customer; steps of a workflow name such roles.",
        examples=[["billing"]],
    ),
]
Emails = Annotated[
    tuple[Email, ...], Field(max_length=10, description="The one to write to comes first.")
]
Phones = Annotated[
    tuple[Phone, ...], Field(max_length=10, description="The one to text to comes first.")
]
PersonExternalId = Annotated[
    Name,
    Field(
        description="The id your system knows the person by; of each customer's persons, one has it.",
        examples=["P-1"],
    ),
]


class PersonFields(RequestBody):
    """What is left out, or null, is as the customer's."""

    language: Language | None = None
    time_zone: TimeZone | None = Field(
        default=None, description="The person's own; it decides when the person may be contacted."
    )
    country: Country | None = None
    subdivision: Subdivision | None = None
    address: PostalAddressBody | None = None
    preferred_channel: Channel | None = Field(
        default=None, description="Shown to people; workflows name the channel of each step."
    )


class NewPerson(PersonFields):
    """Somebody at the customer, reachable by at least one of email, phone and post."""

    external_id: PersonExternalId
    name: Name = Field(examples=["Accounts payable"])
    roles: Roles
    emails: Emails = ()
    phones: Phones = ()

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if not (self.emails or self.phones or self.address):
            raise ValueError("send an email, a phone or an address; a person must be reachable")
        return self

    def person(self, customer_id: CustomerId, source: PersonSource) -> Person:
        id = person_id_of(customer_id, self.external_id)
        return Person.model_validate(
            {"person_id": id, "source": source, **dict(self)}, from_attributes=True
        )


class PersonChangesBody(PersonFields):
    """What is left out, or null, stays as it is."""

    name: Name | None = None
    roles: Roles | None = None
    emails: Emails | None = None
    phones: Phones | None = None

    def fields(self) -> dict[str, Any]:
        address = None if self.address is None else self.address.address()
        ids = {"id", "external_id"}
        return {**{name: value for name, value in self if name not in ids}, "address": address}


class ChangedPerson(PersonChangesBody):
    """A person named by `id` or `external_id`; one that is not known yet is added."""

    id: Name | None = Field(default=None, description="Recoup's id.", examples=["per_71c2"])
    external_id: PersonExternalId | None = None

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        if (self.id is None) == (self.external_id is None):
            raise ValueError("send either id or external_id")
        return self

    def changes(self) -> PersonChanges:
        id = None if self.id is None else PersonId(self.id)
        return PersonChanges(person_id=id, external_id=self.external_id, fields=self.fields())


class PersonShown(BaseModel):
    """What is null is as the customer's."""

    id: str = Field(examples=["per_71c2"])
    external_id: str
    source: PersonSource = Field(
        description="`recoup`: entered here; a `PUT` of the customer does not remove the person."
    )
    name: str
    roles: tuple[ContactRole, ...]
    language: str | None
    time_zone: str | None
    country: str | None
    subdivision: str | None
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    address: PostalAddress | None
    preferred_channel: Channel | None

    @classmethod
    def of(cls, person: Person) -> Self:
        return cls(id=person.person_id, **{k: v for k, v in person if k != "person_id"})
