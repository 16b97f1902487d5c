"""Customers in JSON."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator
from pydantic_core import from_json

from invoice.customers.api import known
from invoice.customers.domain.customer import Customer
from recoup_events.invoice import Contact, CustomerKind
from recoup_events.kernel.addresses import E164, LONGEST_EMAIL, email_address, phone_number
from recoup_events.kernel.channels import ContactRole
from recoup_service.api.fields import Day, ExternalId, Name, RequestBody, Words

Country = Annotated[
    str,
    AfterValidator(known.country),
    Field(
        description="ISO 3166-1 alpha-2 code.",
        examples=["DE"],
        json_schema_extra={"pattern": "^[A-Z]{2}$"},
    ),
]
TimeZone = Annotated[
    str,
    AfterValidator(known.time_zone),
    Field(
        description="IANA name. The customer's own: it decides when an invoice is overdue and when "
        "contact is lawful.",
        examples=["Europe/Berlin"],
        json_schema_extra={"pattern": "^[A-Za-z0-9_+/-]+$"},
    ),
]
Language = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35),
    Field(description="BCP 47 tag.", examples=["de"]),
]
Email = Annotated[
    str,
    AfterValidator(lambda text: email_address(text).text),
    Field(
        description="One address, `name@domain`, of at most 254 characters. The domain may be "
        "international; the name before the @ is of ASCII letters, digits and !#$%&'*+-/=?^_`{|}~, "
        "with single dots between them. No display name, quotes, comments, spaces or IP address. "
        "Kept with its domain in lower case and in its own letters.",
        examples=["ap@customer.example"],
        json_schema_extra={"format": "idn-email", "maxLength": LONGEST_EMAIL},
    ),
]
Phone = Annotated[
    str,
    AfterValidator(phone_number),
    Field(
        description="E.164: + and the country code, then digits only.",
        examples=["+4930901820"],
        json_schema_extra={"pattern": E164},
    ),
]


class ContactBody(RequestBody):
    """A person at the customer, reachable by at least one of email and phone."""

    role: ContactRole
    name: Name = Field(examples=["Accounts payable"])
    email: Email | None = None
    phone: Phone | None = None

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.email is None and self.phone is None:
            raise ValueError("send an email or a phone number; a contact must be reachable")
        return self


Contacts = Annotated[tuple[ContactBody, ...], Field(max_length=50)]


class CustomerDetails(RequestBody):
    name: Name = Field(examples=["Bolts GmbH"])
    kind: CustomerKind = Field(description="Consumer law protects everything but an `entity`.")
    country: Country
    time_zone: TimeZone
    language: Language
    contacts: Contacts = ()


class NewCustomer(CustomerDetails):
    external_id: ExternalId = Field(examples=["C-1001"])


class CustomerChanges(RequestBody):
    """What is left out, or null, stays as it is, within a contact, too; no contact is removed."""

    name: Name | None = None
    kind: CustomerKind | None = None
    country: Country | None = None
    time_zone: TimeZone | None = None
    language: Language | None = None
    contacts: Contacts | None = None


class Notice(RequestBody):
    """What was learned about a customer, and from where."""

    source: Words = Field(examples=["Amtsgericht Charlottenburg, 36a IN 4321/25"])
    effective_from: Day = Field(examples=["2026-01-05"])


class CustomerShown(BaseModel):
    id: str = Field(examples=["cus_9f0c"])
    external_id: str
    name: str
    kind: CustomerKind
    country: str
    time_zone: str
    language: str
    contacts: tuple[Contact, ...]
    insolvent_from: Day | None = Field(description="No collection from this day on.")
    contact_ceased_from: Day | None = Field(description="No reminders from this day on.")


def listed(row: Mapping[str, Any]) -> CustomerShown:
    """A row of the list."""
    return CustomerShown.model_validate({**row, "contacts": from_json(row["contacts"])})


def shown(customer: Customer) -> CustomerShown:
    return CustomerShown(id=customer.customer_id, **dict(customer))
