"""The registered customer a request is about."""

from invoice.domain.customer import CUSTOMER, Customer
from invoice.domain.errors import UnknownCustomer
from recoup_events.envelope import Account
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.naming import CustomerNamed


async def debtor(work: UnitOfWork, account: Account, named: CustomerNamed) -> Customer:
    """The registered customer of an account; raises ``UnknownCustomer``."""
    stream = CUSTOMER.stream(account.tenant, account.key, account.key)
    customer = await work.state(CUSTOMER, stream)
    if isinstance(customer, Customer):
        return customer
    raise UnknownCustomer(
        "no such customer is registered; register it at /v1/customers first, or correct the id",
        pointer=named.customer_pointer,
    )
