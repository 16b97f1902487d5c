"""The registered customer that an invoice or a payment is about."""

from invoice.customers.domain.customer import CUSTOMER, Customer
from invoice.customers.domain.errors import UnknownCustomer
from recoup_events.kernel.envelope import Account
from recoup_eventstore.work import UnitOfWork


async def registered_customer(work: UnitOfWork, account: Account, *, customer_at: str) -> Customer:
    """The customer of an account; ``customer_at`` points at it in the request."""
    stream = CUSTOMER.stream(account.tenant, account.key, account.key)
    customer = await work.state(CUSTOMER, stream)
    if isinstance(customer, Customer):
        return customer
    raise UnknownCustomer(
        "No such customer is registered; register it first, or correct the id.",
        pointer=customer_at,
    )
