"""How a request names the customer it is about, and how that customer is found."""

from typing import Self

from pydantic import Field, model_validator

from invoice.api.fields import Name, RequestBody
from invoice.domain.customer import CUSTOMER, Customer
from invoice.domain.errors import UnknownCustomer
from invoice.domain.naming import customer_id_of
from recoup_events.envelope import Account
from recoup_events.ids import CustomerId, TenantId
from recoup_eventstore.work import UnitOfWork


class DebtorNamed(RequestBody):
    customer_external_id: Name | None = Field(
        default=None,
        description="Your id of the customer; send this or `customer_id`.",
        examples=["C-1001"],
    )
    customer_id: Name | None = Field(
        default=None, description="Recoup's id of the customer.", examples=["cus_9f0c"]
    )

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        if (self.customer_external_id is None) == (self.customer_id is None):
            raise ValueError("send either customer_external_id or customer_id")
        return self

    def customer_in(self, tenant: TenantId) -> CustomerId:
        if self.customer_external_id is not None:
            return customer_id_of(tenant, self.customer_external_id)
        return CustomerId(self.customer_id or "")


async def debtor(work: UnitOfWork, account: Account, named: DebtorNamed) -> Customer:
    """The registered customer of an account; raises ``UnknownCustomer``."""
    stream = CUSTOMER.stream(account.tenant, account.key, account.key)
    customer = await work.state(CUSTOMER, stream)
    if isinstance(customer, Customer):
        return customer
    field = "customer_id" if named.customer_external_id is None else "customer_external_id"
    raise UnknownCustomer(
        "no such customer is registered; register it at /v1/customers first, or correct the id",
        pointer=f"/{field}",
    )
