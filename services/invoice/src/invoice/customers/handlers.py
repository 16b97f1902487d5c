"""Who an invoice, a credit note or a payment is about: a registered customer and creditor."""

from collections.abc import Sequence
from typing import NamedTuple

from invoice.creditors.handlers import creditor_stream, registered_creditor
from invoice.customers.domain.customer import CUSTOMER, Customer
from invoice.customers.domain.errors import UnknownCustomer
from recoup_events.kernel.envelope import Account, Stream
from recoup_events.kernel.ids import CreditorId
from recoup_eventstore.work import UnitOfWork


class Parties(NamedTuple):
    """Who owes, and whom."""

    customer: Customer
    creditor_id: CreditorId


def customer_stream(account: Account) -> Stream:
    """The history of the customer whose account it is."""
    return CUSTOMER.stream(account.tenant, account.key, account.key)


def party_streams(account: Account, creditor: str) -> Sequence[Stream]:
    """What ``registered_parties`` loads; read with the lock it costs no round trip."""
    return [customer_stream(account), creditor_stream(account.tenant, creditor)]


async def registered_parties(
    work: UnitOfWork, account: Account, creditor: str, *, customer_at: str
) -> Parties:
    """The customer of an account, and the creditor of this code."""
    customer = await registered_customer(work, account, customer_at=customer_at)
    return Parties(customer, await registered_creditor(work, account.tenant, creditor))


async def registered_customer(work: UnitOfWork, account: Account, *, customer_at: str) -> Customer:
    """The customer of an account; ``customer_at`` points at it in the request."""
    customer = await work.state(CUSTOMER, customer_stream(account))
    if isinstance(customer, Customer):
        return customer
    raise UnknownCustomer(
        "No such customer is registered; register it first, or correct the id.",
        pointer=customer_at,
    )
