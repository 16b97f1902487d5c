"""The persons of a customer in JSON."""

from datetime import time
from typing import Annotated, Any, Self

from pydantic import BaseModel, Field, WithJsonSchema, field_validator, model_validator

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
from recoup_events.invoice import InconvenientTime, Person, PersonSource, Weekday
from recoup_events.kernel.channels import Channel, ContactRole, Medium
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


OnTheWall = Annotated[
    time,
    WithJsonSchema(
        {"type": "string", "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?$"}
    ),
]
"""As a clock at the wall shows it: the format `time` of JSON schemas has an offset."""


class InconvenientTimeBody(RequestBody):
    """In the person's own time zone; the rules let nothing through then. Times have no offset."""

    begins: OnTheWall = Field(examples=["12:00"])
    ends: OnTheWall = Field(
        description="The first moment that is convenient again; not after `begins`, it is the next "
        "day's.",
        examples=["13:30"],
    )
    days: tuple[Weekday, ...] = Field(
        default=(), max_length=len(Weekday), description="On which it begins; none is every day."
    )

    @field_validator("begins", "ends")
    @classmethod
    def _on_the_wall(cls, at: time) -> time:
        if at.tzinfo is not None:
            raise ValueError("send a time without an offset; it is the person's own")
        return at


InconvenientTimes = Annotated[
    tuple[InconvenientTimeBody, ...],
    Field(max_length=20, description="When the person has asked not to be contacted."),
]
InconvenientChannels = Annotated[
    tuple[Medium, ...],
    Field(max_length=len(Medium), description="By which the person has asked not to be contacted."),
]
InconvenientAddresses = Annotated[
    tuple[Name, ...],
    Field(
        max_length=20,
        description="Of the person's emails and phones those not to be used, as they are sent there: "
        "for example the telephone at work.",
        examples=[["+4930901820"]],
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
    """Somebody at the customer. Send an email, a phone or an address; a person must be reachable.

    What the person has stated to be inconvenient stays where it is left out; it is taken back by a
    change of the person.
    """

    external_id: PersonExternalId
    name: Name = Field(examples=["Accounts payable"])
    roles: Roles
    emails: Emails = ()
    phones: Phones = ()
    inconvenient_times: InconvenientTimes = ()
    inconvenient_channels: InconvenientChannels = ()
    inconvenient_addresses: InconvenientAddresses = ()

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
    inconvenient_times: InconvenientTimes | None = None
    inconvenient_channels: InconvenientChannels | None = None
    inconvenient_addresses: InconvenientAddresses | None = None

    def fields(self) -> dict[str, Any]:
        address = None if self.address is None else self.address.address()
        times = self.inconvenient_times
        stated = None if times is None else tuple(InconvenientTime(**dict(each)) for each in times)
        ids = {"id", "external_id"}
        sent = {name: value for name, value in self if name not in ids}
        return {**sent, "address": address, "inconvenient_times": stated}


class ChangedPerson(PersonChangesBody):
    """A person of whom you send either `id` or `external_id`; one that is not known yet is added."""

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
    inconvenient_times: tuple[InconvenientTime, ...]
    inconvenient_channels: tuple[Medium, ...]
    inconvenient_addresses: tuple[str, ...]

    @classmethod
    def of(cls, person: Person) -> Self:
        return cls(id=person.person_id, **{k: v for k, v in person if k != "person_id"})
