"""How a request names a customer, a person or an invoice: with the ERP's id or with Recoup's."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from recoup_events.kernel.ids import (
    DEFAULT,
    ERP,
    CustomerId,
    InvoiceId,
    PersonId,
    TenantId,
    customer_id_of,
    invoice_id_of,
    person_id_of,
)
from recoup_service.api.fields import Name, RequestBody

SOURCE = r"^[a-z0-9][a-z0-9_-]{0,39}$"


class CustomerNamed(RequestBody):
    customer_external_id: Name | None = Field(
        default=None,
        description="Your id of the customer; send either `customer_external_id` or `customer_id`.",
        examples=["C-1001"],
    )
    customer_id: Name | None = Field(
        default=None, description="Recoup's id of the customer.", examples=["cus_9f0c"]
    )

    @model_validator(mode="after")
    def _customer_named_once(self) -> Self:
        if (self.customer_external_id is None) == (self.customer_id is None):
            raise ValueError("send either customer_external_id or customer_id")
        return self

    def customer_in(self, tenant: TenantId) -> CustomerId:
        if self.customer_external_id is not None:
            return customer_id_of(tenant, self.customer_external_id)
        return CustomerId(self.customer_id or "")

    @property
    def customer_pointer(self) -> str:
        """The member that was sent."""
        return "/customer_id" if self.customer_external_id is None else "/customer_external_id"


class PersonNamed(CustomerNamed):
    """One of a customer's persons."""

    person_external_id: Name | None = Field(
        default=None,
        description="Your id of the person at the customer; send either `person_external_id` or `person_id`.",
        examples=["P-1"],
    )
    person_id: Name | None = Field(
        default=None, description="Recoup's id of the person.", examples=["per_71c2"]
    )

    @model_validator(mode="after")
    def _person_named_once(self) -> Self:
        if (self.person_external_id is None) == (self.person_id is None):
            raise ValueError("send either person_external_id or person_id")
        return self

    def person_in(self, tenant: TenantId) -> PersonId:
        if self.person_external_id is not None:
            return person_id_of(self.customer_in(tenant), self.person_external_id)
        return PersonId(self.person_id or "")

    @property
    def person_pointer(self) -> str:
        """The member that was sent."""
        return "/person_id" if self.person_external_id is None else "/person_external_id"


class SourceNamed(RequestBody):
    source: Annotated[
        str,
        Field(
            pattern=SOURCE,
            description="The system whose id it is: what one calls so is not what another does.",
            examples=["shop"],
        ),
    ] = ERP


class CreditorNamed(RequestBody):
    creditor: Name = Field(
        default=DEFAULT, description="Your code of the creditor in whose name it is."
    )


class InvoiceOf(SourceNamed):
    """An invoice of a creditor that is named elsewhere."""

    invoice_external_id: Name | None = Field(
        default=None,
        description="Your id of the invoice; send either `invoice_external_id` or `invoice_id`.",
        examples=["SO-2026-0001"],
    )
    invoice_id: Name | None = Field(
        default=None, description="Recoup's id of the invoice.", examples=["inv_52d1"]
    )

    @model_validator(mode="after")
    def _invoice_named_once(self) -> Self:
        if (self.invoice_external_id is None) == (self.invoice_id is None):
            raise ValueError("send either invoice_external_id or invoice_id")
        return self

    def invoice_of(self, tenant: TenantId, creditor: str) -> InvoiceId:
        if self.invoice_external_id is not None:
            return invoice_id_of(tenant, self.invoice_external_id, creditor, self.source)
        return InvoiceId(self.invoice_id or "")

    @property
    def invoice_pointer(self) -> str:
        """The member that was sent."""
        return "/invoice_id" if self.invoice_external_id is None else "/invoice_external_id"


class InvoiceNamed(CreditorNamed, InvoiceOf):
    def invoice_in(self, tenant: TenantId) -> InvoiceId:
        return self.invoice_of(tenant, self.creditor)
