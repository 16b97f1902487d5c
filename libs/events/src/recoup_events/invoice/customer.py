"""Customers: who owes, and who speaks for them."""

from datetime import time
from enum import StrEnum

from recoup_events.invoice.base import InvoiceEvent
from recoup_events.kernel.channels import Channel, ContactRole, Medium
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CustomerId, PersonId
from recoup_events.kernel.metadata import Described, MetadataChanged
from recoup_events.kernel.personal import AboutPerson, Personal
from recoup_events.kernel.postal_address import PostalAddress


class CustomerKind(StrEnum):
    ENTITY = "entity"
    SOLE_TRADER = "sole_trader"
    NATURAL_PERSON = "natural_person"


class PersonSource(StrEnum):
    """Who entered a person, and so who may remove it."""

    ERP = "erp"
    RECOUP = "recoup"


class Weekday(StrEnum):
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class InconvenientTime(Value):
    """A time at which a person does not want to be contacted, on the person's own wall clock."""

    begins: time
    ends: time
    """The first moment that is convenient again; not after ``begins``, it is the next day's."""
    days: tuple[Weekday, ...] = ()
    """On which it begins; none is every day."""


class Person(AboutPerson):
    """Somebody at the customer, or speaking or liable for it; what is ``None`` is the customer's."""

    person_id: PersonId
    external_id: str
    """What its source calls the person, the only one of this name at the customer."""
    source: PersonSource
    name: Personal[str]
    roles: tuple[ContactRole, ...]
    language: str | None = None
    """BCP 47."""
    time_zone: str | None = None
    """IANA name; it decides when this person may be contacted."""
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    subdivision: str | None = None
    """ISO 3166-2, of the person's country."""
    emails: Personal[tuple[str, ...]] = ()
    """The preferred one first, as ``recoup_events.kernel.addresses`` reads them."""
    phones: Personal[tuple[str, ...]] = ()
    """E.164, e.g. +4930901820; the preferred one first."""
    address: Personal[PostalAddress | None] = None
    preferred_channel: Channel | None = None
    inconvenient_times: Personal[tuple[InconvenientTime, ...]] = ()
    """As the person has stated them."""
    inconvenient_channels: tuple[Medium, ...] = ()
    """By which the person has asked not to be contacted, at any address."""
    inconvenient_addresses: Personal[tuple[str, ...]] = ()
    """Of the person's emails and phones those not to be used, such as a telephone at work."""


class AddressUse(StrEnum):
    BILLING = "billing"
    LEGAL = "legal"


class CustomerAddress(Value):
    """Where the customer's post arrives."""

    use: AddressUse
    address: PostalAddress


class CustomerDetails(AboutPerson):
    """What may change of a customer."""

    subject = "customer_id"
    customer_id: CustomerId
    name: Personal[str]
    kind: CustomerKind
    country: str
    """ISO 3166-1 alpha-2."""
    subdivision: str | None = None
    """ISO 3166-2, of the customer's country; the law may differ in each."""
    time_zone: str
    """IANA name; the debtor's own, it decides when contact is lawful."""
    language: str
    """BCP 47."""
    addresses: Personal[tuple[CustomerAddress, ...]] = ()
    persons: tuple[Person, ...] = ()


class CustomerRegistered(CustomerDetails, Described, InvoiceEvent, type="customer.registered.v1"):
    external_id: str


class PaysFor(StrEnum):
    """What a customer's money pays where no invoice is named."""

    ITSELF = "itself"
    GROUP = "group"


class CustomerGroupChanged(InvoiceEvent, type="customer.group_changed.v1"):
    """Where the customer stands in its group, and what its money pays, as both are now."""

    customer_id: CustomerId
    parent_id: CustomerId | None
    """The customer above it; ``None`` where nobody is."""
    pays_for: PaysFor


class CustomerDetailsChanged(CustomerDetails, InvoiceEvent, type="customer.details_changed.v1"):
    """All details as they are now, the persons too."""


class CustomerMetadataChanged(MetadataChanged, InvoiceEvent, type="customer.metadata_changed.v1"):
    """Its metadata are these now."""

    customer_id: CustomerId
