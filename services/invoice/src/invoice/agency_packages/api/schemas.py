"""Packages in JSON."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, Field

from invoice.agency_packages.domain.package import AgencyPackageOpened
from invoice.customers.domain.customer import Customer
from invoice.invoices.domain.invoice import Invoice
from recoup_events.invoice import Person
from recoup_events.kernel.channels import ContactRole
from recoup_service.api.amounts import Amount


class PackagedPerson(BaseModel):
    """Somebody whom you may contact, once a contact is leased."""

    id: str = Field(examples=["per_71c2"])
    name: str
    roles: tuple[ContactRole, ...]
    language: str | None = Field(description="In which to speak; `null`: the customer's.")
    time_zone: str | None = Field(description="Of the hours of contact; `null`: the customer's.")
    emails: tuple[str, ...] = Field(description="Without those that the person asked not to use.")
    phones: tuple[str, ...]

    @classmethod
    def of(cls, person: Person) -> "PackagedPerson":
        unwanted = person.inconvenient_addresses
        same = ("name", "roles", "language", "time_zone")
        return cls(
            id=person.person_id,
            **{name: getattr(person, name) for name in same},
            emails=tuple(each for each in person.emails if each not in unwanted),
            phones=tuple(each for each in person.phones if each not in unwanted),
        )


class PackagedInvoice(BaseModel):
    """One of the documents that are collected."""

    invoice_id: str
    number: str = Field(description="As the debtor knows it.")
    issue_date: date
    due_date: date = Field(description="The first day on which something of it was due.")
    total: Amount
    balance: Amount = Field(description="What is owed on it now, all of its terms.")
    document: str = Field(description="Where a copy of it is read, as PDF.")

    @classmethod
    def of(cls, invoice: Invoice, placement_id: str) -> "PackagedInvoice":
        issued = invoice.issued
        return cls(
            invoice_id=issued.invoice_id,
            number=invoice.number,
            issue_date=issued.issue_date,
            due_date=min(term.due_date for term in invoice.terms),
            total=Amount.of(issued.total),
            balance=Amount.of(invoice.balance),
            document=f"/v1/agency/packages/{placement_id}/invoices/{issued.invoice_id}/document",
        )


class PackageShown(BaseModel):
    """Whom you may ask, for what, and by which documents."""

    placement_id: str
    creditor_id: str
    creditor: str = Field(description="In whose name you collect.")
    customer_id: str
    customer: str
    kind: str
    country: str
    subdivision: str | None
    language: str
    time_zone: str
    persons: list[PackagedPerson]
    invoices: list[PackagedInvoice]


def shown(
    opened: AgencyPackageOpened, creditor: str, customer: Customer, invoices: Sequence[Invoice]
) -> PackageShown:
    same = ("kind", "country", "subdivision", "language", "time_zone")
    return PackageShown(
        placement_id=opened.placement_id,
        creditor_id=opened.creditor_id,
        creditor=creditor,
        customer_id=opened.customer_id,
        customer=customer.name,
        **{name: getattr(customer, name) for name in same},
        persons=[PackagedPerson.of(person) for person in customer.persons],
        invoices=[PackagedInvoice.of(each, opened.placement_id) for each in invoices],
    )
