"""Finds what money or credit on account is to pay: what is named, or what is longest due.

What concerns all open invoices of a customer is here, too, as the view of them is.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from invoice.allocations.domain.allocation import (
    MOST,
    Wish,
    allocate,
    check_enough,
    wish_of,
)
from invoice.allocations.domain.errors import TooManyCustomers
from invoice.allocations.domain.funds import Funds, Share
from invoice.customers.domain.events import TimeZoneChanged
from invoice.customers.domain.groups import MOST as MOST_CUSTOMERS
from invoice.customers.handlers import (
    accounts_named,
    customer_stream,
    registered_customer,
)
from invoice.invoices.domain.commands import AmendInvoice, Unapply
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import Invoice, issued_invoice
from invoice.invoices.handlers import take_discount
from invoice.open_items.domain.open_receivables import OPEN_RECEIVABLES, OpenReceivable
from invoice.open_items.handlers import Unnamed, payable, whose_are_paid
from invoice.references.domain.invoice_numbers import INVOICE_NUMBERS, Reference
from invoice.references.handlers import Payer, ids_named, resolve
from recoup_events.invoice import Allocation, AmbiguousNumber, InvoiceReopened
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import AllocationId, CustomerId, InvoiceId, ReceivableId, TenantId
from recoup_events.kernel.money import Money
from recoup_eventstore.ports import DocumentKey
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.calendar import local_date


class Found(NamedTuple):
    shares: Sequence[Share]
    ambiguous: Sequence[AmbiguousNumber]


async def find_shares(
    work: UnitOfWork,
    account: Account,
    funds: Funds,
    references: Sequence[Reference],
    *,
    pays_for_others: bool = False,
) -> Found:
    """Pay what is named, in that order; when nothing is named, what is longest due and uncontested."""
    if not references:
        accounts = await whose_are_paid(work, account) if pays_for_others else [account]
        return Found(await _unnamed(work, accounts, funds), [])
    payer = Payer(account, funds.creditor_id, funds.unapplied, pays_for_others)
    meant = await resolve(work, payer, references)
    invoices = await load_invoices(work, [each for _, each in meant if isinstance(each, Stream)])
    by_id = {invoice.issued.invoice_id: invoice for invoice in invoices}
    wishes = [
        wish_of(nth, reference, by_id[InvoiceId(each.id)], funds)
        for nth, (reference, each) in enumerate(meant)
        if isinstance(each, Stream)
    ]
    check_enough(wishes, funds)
    ambiguous = [number for _, number in meant if isinstance(number, AmbiguousNumber)]
    available = funds.available(_meant(wishes, by_id))
    return Found(_shared(available, wishes, invoices), ambiguous)


def _meant(
    wishes: Sequence[Wish], invoices: Mapping[InvoiceId, Invoice]
) -> Collection[ReceivableId]:
    """The terms that are named, or all of an invoice of which none is."""
    return {
        term.receivable_id
        for wish in wishes
        for term in invoices[wish.invoice_id].terms
        if wish.receivable_id in (None, term.receivable_id)
    }


async def _unnamed(
    work: UnitOfWork, accounts: Collection[Account], funds: Funds
) -> Sequence[Share]:
    """Pay what is owed and set aside by nobody, and what plans wait for."""
    money = Unnamed(funds.creditor_id, funds.available(), funds.free_from)
    items = await payable(work, accounts, money, most=MOST)
    streams = dict.fromkeys(
        INVOICE.stream(item.account.tenant, item.account.key, item.invoice_id) for item in items
    )
    wishes = [Wish(item.invoice_id, item.amount, item.receivable_id) for item in items]
    shares = _shared(money.money, wishes, await load_invoices(work, list(streams)))
    agreed = {item.receivable_id for item in items if item.agreed}
    return [share._replace(automatic=share.receivable_id not in agreed) for share in shares]


def _shared(
    available: Money, wishes: Sequence[Wish], invoices: Sequence[Invoice]
) -> Sequence[Share]:
    by_id = {invoice.issued.invoice_id: invoice for invoice in invoices}
    return allocate(available, wishes, by_id)


def _stream_of(key: DocumentKey, known: OpenReceivable) -> Stream:
    return INVOICE.stream(key.account.tenant, key.account.key, known.invoice_id)


async def load_invoices(
    work: UnitOfWork, streams: Sequence[Stream], *more: Stream
) -> Sequence[Invoice]:
    """With what applying to them will change, and ``more`` streams, in one round trip each."""
    await work.preload([*streams, *more])
    states = {stream: await work.state(INVOICE, stream) for stream in streams}
    documents = [DocumentKey(each.account, INVOICE_NUMBERS.name, each.id) for each in streams]
    documents += [
        DocumentKey(stream.account, OPEN_RECEIVABLES.name, term.receivable_id)
        for stream, state in states.items()
        if isinstance(state, Invoice)
        for term in state.terms
    ]
    await work.preload(documents=documents)
    return [state for state in states.values() if isinstance(state, Invoice)]


async def preload_named(
    work: UnitOfWork, tenant: TenantId, named: Collection[tuple[str, Reference]]
) -> None:
    """Read at once what references to invoices of these creditors will look at.

    Those found by their numbers alone are read one by one, later.
    """
    ids = {
        id
        for creditor, each in named
        for id in ids_named(tenant, creditor, each.source, each.invoice)
    }
    located = await work.locate(INVOICE, tenant, ids)
    customers = {each.customer for _, each in named if each.customer is not None}
    accounts = [account for name in customers for account in accounts_named(tenant, name)]
    await load_invoices(work, list(located.values()), *map(customer_stream, accounts))


def paid_stream(account: Account, part: Allocation | Share) -> Stream:
    """The invoice a part is for; its account may be another customer's of the tenant."""
    return INVOICE.stream(account.tenant, part.customer_id, part.invoice_id)


def own_the_paid(work: UnitOfWork, account: Account, customers: Iterable[CustomerId]) -> None:
    """Own the accounts of all whose invoices a payment is for."""
    accounts = {Account(account.tenant, customer) for customer in customers} | {account}
    if len(accounts) > MOST_CUSTOMERS:
        raise TooManyCustomers(
            f"The payment would be for {len(accounts)} customers, and {MOST_CUSTOMERS} are the most; "
            "record it as several payments.",
            pointer="/references",
        )
    work.own_also(accounts)


async def today_for(
    work: UnitOfWork, account: Account, allocations: Sequence[Allocation], cause: Cause
) -> date:
    """The customer's today, read with the invoices that are about to change, and owned for it."""
    own_the_paid(work, account, (part.customer_id for part in allocations))
    streams = dict.fromkeys(paid_stream(account, part) for part in allocations)
    await load_invoices(work, list(streams), customer_stream(account))
    known = await registered_customer(work, account, customer_at="/customer_id")
    return local_date(cause.at, known.time_zone)


async def charges_first(
    work: UnitOfWork, account: Account, parts: Sequence[Allocation]
) -> Sequence[Allocation]:
    """What is applied to an invoice may end its charges; so these come before it."""

    invoices = [await work.state(INVOICE, paid_stream(account, part)) for part in parts]
    is_charge = [issued_invoice(each).issued.charge is not None for each in invoices]
    return [part for _, part in sorted(zip(is_charge, parts, strict=True), key=lambda p: not p[0])]


async def take_discounts(
    work: UnitOfWork,
    account: Account,
    parts: Sequence[Allocation],
    cause: Cause,
    charges: Money | None = None,
) -> None:
    """Once all of it is applied, what is left of an invoice may be its discount."""
    for stream in dict.fromkeys(paid_stream(account, part) for part in parts):
        await take_discount(work, stream, cause, charges)


async def unapply(
    work: UnitOfWork,
    account: Account,
    allocations: Mapping[AllocationId, Allocation],
    reason: str,
    today: date,
    cause: Cause,
    *,
    undone: bool = False,
) -> None:
    for id, part in allocations.items():
        command = Unapply(allocation_id=id, reason=reason, today=today, undone=undone)
        await work.execute(INVOICE, paid_stream(account, part), command, cause)


async def follow_time_zone(
    work: UnitOfWork, recorded: Envelope[TimeZoneChanged], cause: Cause
) -> None:
    """The days of the customer's open invoices end when its own do, and their ages with them."""
    account, time_zone = recorded.account, recorded.event.time_zone
    open_receivables = await work.listed_of(OPEN_RECEIVABLES, [account])
    streams = dict.fromkeys(_stream_of(key, known) for key, known in open_receivables.items())
    invoices = await load_invoices(work, list(streams))
    for each in invoices:
        await _move(work, account, each, time_zone, cause)


async def catch_up_time_zone(
    work: UnitOfWork, recorded: Envelope[InvoiceReopened], cause: Cause
) -> None:
    """What was settled when its customer moved follows once it is owed again."""
    account = recorded.account
    customer = await registered_customer(work, account, customer_at="/customer_id")
    reopened = await work.state(INVOICE, recorded.stream)
    if isinstance(reopened, Invoice) and reopened.time_zone != customer.time_zone:
        await _move(work, account, reopened, customer.time_zone, cause)


async def _move(
    work: UnitOfWork, account: Account, invoice: Invoice, time_zone: str, cause: Cause
) -> None:
    command = AmendInvoice(
        number=invoice.number,
        purchase_order=invoice.purchase_order,
        lines=invoice.lines,
        due_dates=tuple(term.due_date for term in invoice.terms),
        time_zone=time_zone,
        reason="The customer's time zone changed.",
        at=cause.at,
    )
    stream = INVOICE.stream(account.tenant, account.key, invoice.issued.invoice_id)
    await work.execute(INVOICE, stream, command, cause)
