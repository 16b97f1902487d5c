"""Gathers what the matcher looks at, from streams and views as they are now."""

from collections.abc import Sequence

from invoice.allocations.handlers import load_invoices
from invoice.customers.domain.customer import CUSTOMER, Customer
from invoice.customers.handlers import customer_stream, group_of
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import issued_invoice
from invoice.invoices.domain.payment_reference import compact
from invoice.open_items.domain.open_receivables import OPEN_RECEIVABLES, PRINCIPAL, owed_to
from invoice.payment_references.handlers import bearing_reference
from invoice.receipts.domain.entry import BankEntry
from invoice.receipts.domain.known_items import Item, KnownItems, KnownPayer
from invoice.receipts.domain.payer import PAYER, payer_stream
from invoice.receipts.domain.written_numbers import key_of
from invoice.receipts.handlers.looking import Seen
from recoup_events.kernel.envelope import Account, Stream
from recoup_events.kernel.ids import CustomerId, TenantId
from recoup_eventstore.work import UnitOfWork

LOOKED_AT = 200
"""Of what is longest due of a payer and its group; what it owes beyond them is found by its number."""
MOST_PAYERS = 3
"""Whose debts are looked at where an account or a name is shared."""


async def named_items(
    work: UnitOfWork, tenant: TenantId, entry: BankEntry, seen: Seen
) -> KnownItems:
    """What is named, and who may be the payer."""
    payers = await _payers(work, tenant, entry, seen)
    named = [INVOICE.stream(tenant, customer, invoice) for customer, invoice in seen.named]
    return KnownItems(
        referenced=await _items(work, tenant, await _referenced(work, tenant, entry)),
        named=await _items(work, tenant, named),
        payers=payers,
    )


async def with_due(
    work: UnitOfWork, tenant: TenantId, entry: BankEntry, known: KnownItems
) -> KnownItems:
    """And what is longest due of these payers; bounded, however much they owe."""
    due = {payer.customer_id: await _due(work, tenant, entry, payer) for payer in known.payers}
    return known._replace(due=due)


async def _referenced(work: UnitOfWork, tenant: TenantId, entry: BankEntry) -> Sequence[Stream]:
    """By the reference itself, or by the end-to-end id, where some payers put it."""
    for written in (entry.structured_reference, entry.end_to_end_id):
        reference = compact(written or "")
        if reference:
            found = await bearing_reference(work, tenant, entry.creditor_id, reference)
            if found is not None:
                return [found]
    return []


async def _items(work: UnitOfWork, tenant: TenantId, streams: Sequence[Stream]) -> Sequence[Item]:
    """What is owed on them, or on what continues them by now."""
    items: list[Item] = []
    for invoice in await load_invoices(work, streams):
        account, number = Account(tenant, invoice.issued.customer_id), invoice.number
        while invoice.continued_by is not None:
            by = INVOICE.stream(*account, invoice.continued_by)
            invoice = issued_invoice(await work.state(INVOICE, by))
        for term in invoice.terms:
            known = await work.document(OPEN_RECEIVABLES, account, term.receivable_id)
            items.append(
                Item(
                    customer_id=invoice.issued.customer_id,
                    creditor_id=invoice.issued.creditor_id,
                    invoice_id=invoice.issued.invoice_id,
                    receivable_id=term.receivable_id,
                    number=number,
                    balance=invoice.owed(term.receivable_id),
                    free=known.chased if known.balance else invoice.owed(term.receivable_id),
                    due_date=term.due_date,
                )
            )
    return items


async def _payers(
    work: UnitOfWork, tenant: TenantId, entry: BankEntry, seen: Seen
) -> Sequence[KnownPayer]:
    """By the account that was paid from; by the name where no such account was seen before."""
    by_account: Sequence[CustomerId] = ()
    if entry.payer_account is not None:
        stream = payer_stream(tenant, entry.payer_account)
        by_account = (await work.state(PAYER, stream)).customers
    names = by_account or seen.customers
    await work.preload([customer_stream(Account(tenant, id)) for id in names])
    found = []
    for id in names:
        account = Account(tenant, id)
        customer = await work.state(CUSTOMER, customer_stream(account))
        if not isinstance(customer, Customer):
            continue
        if by_account or key_of(customer.name) == key_of(entry.payer_name or ""):
            group = await group_of(work, account)
            ids = [CustomerId(each.key) for each in group]
            found.append(KnownPayer(id, ids, by_account=bool(by_account)))
    return found if len(found) <= MOST_PAYERS else []


async def _due(
    work: UnitOfWork, tenant: TenantId, entry: BankEntry, payer: KnownPayer
) -> Sequence[Item]:
    accounts = [Account(tenant, id) for id in payer.group]
    within = owed_to(entry.creditor_id, entry.settles.currency, PRINCIPAL)
    found = await work.listed_of(OPEN_RECEIVABLES, accounts, within=within, limit=LOOKED_AT)
    return [
        Item(
            customer_id=CustomerId(key.account.key),
            creditor_id=entry.creditor_id,
            invoice_id=known.invoice_id,
            receivable_id=known.receivable_id,
            number=known.external_id,
            balance=known.balance,
            free=known.chased,
            due_date=known.due_date,
        )
        for key, known in found.items()
        if known.balance is not None
    ]
