"""Who an invoice, a credit note or a payment is about, and whose group a customer belongs to."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from invoice.creditors.handlers import creditor_stream, registered_creditor
from invoice.customers.domain.commands import AddChild, ChangeGroup, RemoveChild
from invoice.customers.domain.customer import CUSTOMER, Customer, State, registered
from invoice.customers.domain.errors import UnknownCustomer
from invoice.customers.domain.groups import DEEPEST, check_parent
from recoup_events.invoice import PaysFor
from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_events.kernel.ids import CreditorId, CustomerId, TenantId, customer_id_of
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


def accounts_named(tenant: TenantId, name: str) -> Sequence[Account]:
    """Whose accounts a name may mean: the ERP's id first, then Recoup's."""
    return [Account(tenant, customer_id_of(tenant, name)), Account(tenant, name)]


async def customer_named(
    work: UnitOfWork, tenant: TenantId, name: str, *, customer_at: str
) -> Account:
    """The account of the customer that is called so."""
    by_erp, by_id = accounts_named(tenant, name)
    await work.preload(map(customer_stream, (by_erp, by_id)))
    known: State = await work.state(CUSTOMER, customer_stream(by_erp))
    if isinstance(known, Customer):
        return by_erp
    await registered_customer(work, by_id, customer_at=customer_at)
    return by_id


async def group_of(work: UnitOfWork, account: Account) -> Sequence[Account]:
    """The customer's group, its head first; who has neither parent nor children is all of it."""
    above = await _above(work, account)
    return await _members(work, above[-1] if above else account)


async def those_in_group(
    work: UnitOfWork, account: Account, others: Collection[Account]
) -> Collection[Account]:
    """Those of the others who belong to the customer's group, found without reading all of it."""
    heads = {each: each for each in (account, *others)}
    for _ in range(DEEPEST):
        streams = {each: customer_stream(each) for each in heads.values()}
        await work.preload(streams.values())
        above = {
            each: registered(await work.state(CUSTOMER, stream)).place.parent_id
            for each, stream in streams.items()
        }
        heads = {each: _parent(head, above[head]) or head for each, head in heads.items()}
    return [each for each in others if heads[each] == heads[account]]


def _parent(account: Account, parent_id: CustomerId | None) -> Account | None:
    return None if parent_id is None else Account(account.tenant, parent_id)


async def _members(work: UnitOfWork, head: Account) -> Sequence[Account]:
    return [member for level in await _levels(work, head) for member in level]


async def _above(work: UnitOfWork, account: Account) -> Sequence[Account]:
    """The accounts above this one, its parent's first."""
    found = [account]
    while len(found) <= DEEPEST:
        parent_id = registered(
            await work.state(CUSTOMER, customer_stream(found[-1]))
        ).place.parent_id
        if parent_id is None:
            break
        found.append(Account(account.tenant, parent_id))
    return found[1:]


async def _levels(work: UnitOfWork, head: Account) -> Sequence[Sequence[Account]]:
    """A branch of a group, level by level."""
    levels: list[Sequence[Account]] = []
    level: Sequence[Account] = [head]
    while level and len(levels) < DEEPEST:
        levels.append(level)
        streams = [customer_stream(account) for account in level]
        await work.preload(streams)
        customers = [registered(await work.state(CUSTOMER, stream)) for stream in streams]
        level = [Account(head.tenant, id) for each in customers for id in each.place.children]
    return levels


async def change_group(
    work: UnitOfWork,
    stream: Stream,
    parent: Account | None,
    pays_for: PaysFor,
    cause: Cause,
    *,
    parent_at: str,
) -> None:
    """Let a customer stand below a parent; parents know their children, so their streams say it, too.

    Whoever changes a group owns the accounts from there up to its head: no two of them, each right
    by itself, close a circle.
    """
    child_id = CustomerId(stream.id)
    before = registered(await work.state(CUSTOMER, stream)).place.parent_id
    parent_id = None if parent is None else CustomerId(parent.key)
    if parent_id != before:
        left = [] if before is None else [Account(stream.account.tenant, before)]
        above = [] if parent is None else [parent, *await _above(work, parent)]
        work.own_also([*left, *above])
        if above:
            await _check_parent(work, stream.account, above, parent_at=parent_at)
        for each in left:
            await work.execute(
                CUSTOMER, customer_stream(each), RemoveChild(child_id=child_id), cause
            )
        for each in above[:1]:
            await work.execute(CUSTOMER, customer_stream(each), AddChild(child_id=child_id), cause)
    change = ChangeGroup(parent_id=parent_id, pays_for=pays_for)
    await work.execute(CUSTOMER, stream, change, cause)


async def _check_parent(
    work: UnitOfWork, account: Account, above: Sequence[Account], *, parent_at: str
) -> None:
    joining = await _levels(work, account)
    joined = {*await _members(work, above[-1])}.difference(*joining)
    check_parent(
        CustomerId(account.key),
        [CustomerId(each.key) for each in above],
        [[CustomerId(each.key) for each in level] for level in joining],
        len(joined),
        parent_at=parent_at,
    )
