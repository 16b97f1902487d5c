"""Customers: who owes, and what forbids reaching them."""

from datetime import date
from enum import StrEnum

from recoup_events.invoice.base import InvoiceEvent
from recoup_events.kernel.channels import ContactRole
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CustomerId


class CustomerKind(StrEnum):
    ENTITY = "entity"
    SOLE_TRADER = "sole_trader"
    NATURAL_PERSON = "natural_person"


class Contact(Value):
    """A person at the customer, reachable by at least one of email and phone."""

    role: ContactRole
    name: str
    email: str | None = None
    """As ``recoup_events.kernel.addresses`` reads it; older events may hold what it refuses."""
    phone: str | None = None
    """E.164, e.g. +4930901820."""


class CustomerRegistered(InvoiceEvent, type="customer.registered.v1"):
    customer_id: CustomerId
    external_id: str
    name: str
    kind: CustomerKind
    country: str
    """ISO 3166-1 alpha-2."""
    time_zone: str
    """IANA name; the debtor's own, it decides when contact is lawful."""
    language: str
    """BCP 47."""
    contacts: tuple[Contact, ...]


class CustomerDetailsChanged(InvoiceEvent, type="customer.details_changed.v1"):
    customer_id: CustomerId
    name: str
    kind: CustomerKind
    country: str
    time_zone: str
    language: str
    contacts: tuple[Contact, ...]


class CustomerInsolvencyRecorded(InvoiceEvent, type="customer.insolvency_recorded.v1"):
    customer_id: CustomerId
    source: str
    effective_from: date


class CustomerCeasedContact(InvoiceEvent, type="customer.ceased_contact.v1"):
    """The customer asked in writing not to be contacted any more."""

    customer_id: CustomerId
    source: str
    effective_from: date
