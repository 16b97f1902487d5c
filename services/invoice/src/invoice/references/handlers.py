"""Finds the invoices a payer named: its own, its group's, or those of the customers it named."""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, cast

from invoice.creditors.domain.creditor import CREDITOR, Creditor
from invoice.customers.handlers import customer_named, group_of
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import issued_invoice
from invoice.references.domain.errors import UnknownInvoice
from invoice.references.domain.invoice_numbers import (
    INVOICE_NUMBERS,
    NumberedInvoice,
    Reference,
    bearing,
    owing,
)
from recoup_events.invoice import AmbiguousNumber, Candidate
from recoup_events.kernel.envelope import Account, Stream
from recoup_events.kernel.ids import CreditorId, CustomerId, InvoiceId, TenantId, invoice_id_of
from recoup_events.kernel.money import Money
from recoup_eventstore.work import UnitOfWork

CANDIDATES = 20
"""Invoices that are named where a number is ambiguous."""


class Payer(NamedTuple):
    """Who named invoices, and what is there for them."""

    account: Account
    creditor_id: CreditorId
    unapplied: Money
    pays_for_others: bool
    """Money may be for another customer's invoices; credit is not."""


Named = Stream | AmbiguousNumber
Known = Mapping[str, Sequence[Stream]]


async def resolve(
    work: UnitOfWork, payer: Payer, references: Sequence[Reference]
) -> Sequence[Named]:
    """What each reference names: by the ERP's id, else by Recoup's, else by its number.

    The accounts of others are read without their locks; who changes them owns them first.
    """
    known = await locate_named(work, payer.account, payer.creditor_id, references)
    found: list[Named] = []
    for nth, reference in enumerate(references):
        amount = reference.amount or (payer.unapplied if len(references) == 1 else None)
        taken = {stream.id for stream in found if isinstance(stream, Stream)}
        async for accounts in _places(work, payer, reference, nth):
            named = _by_id(known, reference, accounts) or await _by_number(
                work, payer, accounts, reference.invoice, amount, taken
            )
            if named is not None:
                found.append(named)
                break
        else:
            raise _unknown(payer, reference, nth)
    return found


async def locate_named(
    work: UnitOfWork, payer: Account, creditor_id: CreditorId, references: Iterable[Reference]
) -> Known:
    """The creditor's invoices that bear these ids, whoever owes them, read at once."""
    tenant, names = payer.tenant, {reference.invoice for reference in references}
    creditor = cast(
        Creditor, await work.state(CREDITOR, CREDITOR.stream(tenant, creditor_id, creditor_id))
    )
    ids = {name: ids_named(tenant, creditor.code, name) for name in names}
    located = await work.locate(INVOICE, tenant, {id for both in ids.values() for id in both})
    issued_by = {
        id: issued_invoice(await work.state(INVOICE, stream)).issued.creditor_id
        for id, stream in located.items()
    }
    return {
        name: [located[id] for id in both if issued_by.get(id) == creditor_id]
        for name, both in ids.items()
    }


def ids_named(tenant: TenantId, creditor: str, name: str) -> Sequence[InvoiceId]:
    """The invoices that a name may mean: by the ERP's id first, then by Recoup's."""
    return [invoice_id_of(tenant, name, creditor), InvoiceId(name)]


async def _places(
    work: UnitOfWork, payer: Payer, reference: Reference, nth: int
) -> AsyncIterator[Collection[Account]]:
    """Where to look, one place after the other."""
    tenant = payer.account.tenant
    if reference.customer is not None:
        pointer = f"/references/{nth}/customer"
        yield [await customer_named(work, tenant, reference.customer, customer_at=pointer)]
        return
    yield [payer.account]
    if payer.pays_for_others:
        others = [each for each in await group_of(work, payer.account) if each != payer.account]
        if others:
            yield others


def _by_id(known: Known, reference: Reference, accounts: Collection[Account]) -> Stream | None:
    streams = known[reference.invoice]
    return next((stream for stream in streams if stream.account in accounts), None)


async def _by_number(
    work: UnitOfWork,
    payer: Payer,
    accounts: Collection[Account],
    number: str,
    amount: Money | None,
    taken: Collection[str],
) -> Named | None:
    """The one over just this amount, the oldest due among equals; else the only one there is."""
    creditor_id, currency = payer.creditor_id, payer.unapplied.currency
    if amount is not None and amount.currency == currency:
        exact = await _bearing(work, accounts, owing(creditor_id, number, currency, amount), taken)
        if exact:
            return next(iter(exact))
    unpaid = await _bearing(work, accounts, owing(creditor_id, number, currency), taken)
    if len(unpaid) > 1:
        return AmbiguousNumber(number=number, candidates=tuple(_candidates(unpaid)))
    found = unpaid or await _bearing(work, accounts, bearing(creditor_id, number), ())
    return next(iter(found), None)


async def _bearing(
    work: UnitOfWork, accounts: Collection[Account], within: str, taken: Collection[str]
) -> Mapping[Stream, NumberedInvoice]:
    listed = await work.listed_of(
        INVOICE_NUMBERS, accounts, within=within, limit=CANDIDATES + len(taken)
    )
    return {
        INVOICE.stream(key.account.tenant, key.account.key, key.id): known
        for key, known in listed.items()
        if key.id not in taken
    }


def _candidates(unpaid: Mapping[Stream, NumberedInvoice]) -> Iterable[Candidate]:
    for stream, known in unpaid.items():
        yield Candidate(
            invoice_id=InvoiceId(stream.id),
            customer_id=CustomerId(stream.account.key),
            external_id=known.external_id,
        )


def _unknown(payer: Payer, reference: Reference, nth: int) -> UnknownInvoice:
    if reference.customer is not None:
        missing, next_step = f"Customer {reference.customer!r} owes this creditor no", ""
    elif payer.pays_for_others:
        missing = "Neither the customer nor its group owes this creditor an"
        next_step = " name the customer whose it is,"
    else:
        missing, next_step = "The customer owes this creditor no", ""
    return UnknownInvoice(
        f"{missing} invoice {reference.invoice!r}; correct the reference,{next_step} or leave it out "
        "to keep the money on account.",
        pointer=f"/references/{nth}/invoice",
    )
