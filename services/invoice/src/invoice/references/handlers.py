"""Finds the invoices a payer named: its own, its group's, or those of the customers it named."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple, cast

from invoice.creditors.domain.creditor import CREDITOR, Creditor
from invoice.customers.handlers import customer_named, group_of, those_in_group
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import issued_invoice
from invoice.references.domain.errors import UnknownInvoice
from invoice.references.domain.invoice_numbers import (
    INVOICE_NUMBERS,
    NumberedInvoice,
    Reference,
    bearing,
    unpaid_bearing,
)
from recoup_events.invoice import AmbiguousNumber, Candidate
from recoup_events.kernel.envelope import Account, Stream
from recoup_events.kernel.ids import CreditorId, CustomerId, InvoiceId, TenantId, invoice_id_of
from recoup_events.kernel.money import Money
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.terms import numbered_term

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
Meant = tuple[Reference, Named]
Known = Mapping[tuple[str, str], Sequence[Stream]]
"""By source and name."""


async def resolve(
    work: UnitOfWork, payer: Payer, references: Sequence[Reference]
) -> Sequence[Meant]:
    """What each reference names: by the ERP's id, else by Recoup's, else by its number.

    Who names an invoice that another one continues means that one.

    The accounts of others are read without their locks; who changes them owns them first.
    """
    known = await locate_named(work, payer.account, payer.creditor_id, references)
    owners = {stream.account for streams in known.values() for stream in streams}
    group = await those_in_group(work, payer.account, owners) if payer.pays_for_others else ()
    search = _Search(work, payer, known, {payer.account, *group})
    for nth, reference in enumerate(references):
        wanted = payer.unapplied if len(references) == 1 else None
        named = await search.find(reference, reference.amount or wanted, nth)
        if named is None:
            raise _unknown(payer, reference, nth)
        search.found.append(named)
    await work.preload([each for each in search.found if isinstance(each, Stream)])
    return [
        await _asked_for(work, nth, reference, named)
        for nth, (reference, named) in enumerate(zip(references, search.found, strict=True))
    ]


async def _asked_for(work: UnitOfWork, nth: int, reference: Reference, named: Named) -> Meant:
    """The invoice that is asked for by now, and the number that a term has there."""
    while isinstance(named, Stream):
        invoice = issued_invoice(await work.state(INVOICE, named))
        if invoice.continued_by is None:
            break
        named = INVOICE.stream(*named.account, invoice.continued_by)
        if reference.term is not None:
            pointer = f"/references/{nth}/term"
            term = numbered_term(invoice.terms, reference.term, invoice.number, pointer)
            by = invoice.continuations[term.receivable_id]
            terms = issued_invoice(await work.state(INVOICE, named)).terms
            place = next(place for place, each in enumerate(terms, 1) if each.receivable_id == by)
            reference = reference._replace(term=place)
    return reference, named


@dataclass(slots=True)
class _Search:
    """One reference after the other; by its number, none finds what one before it has found."""

    work: UnitOfWork
    payer: Payer
    known: Known
    close: Collection[Account]
    """The payer's account, and those of its group that are named by an id."""
    found: list[Named] = field(default_factory=list)
    others: Collection[Account] | None = None
    """The rest of the group, once it is looked through."""

    async def find(self, reference: Reference, amount: Money | None, nth: int) -> Named | None:
        if reference.customer is not None:
            tenant, pointer = self.payer.account.tenant, f"/references/{nth}/customer"
            its = [await customer_named(self.work, tenant, reference.customer, customer_at=pointer)]
            return self._by_id(reference, its) or await self._by_number(reference, its, amount)
        return (
            self._by_id(reference, self.close)
            or await self._by_number(reference, [self.payer.account], amount)
            or await self._by_number(reference, await self._others(), amount)
        )

    def _by_id(self, reference: Reference, accounts: Collection[Account]) -> Stream | None:
        streams = self.known[reference.source, reference.invoice]
        return next((stream for stream in streams if stream.account in accounts), None)

    async def _others(self) -> Collection[Account]:
        if self.others is None:
            mine = self.payer.account
            group = await group_of(self.work, mine) if self.payer.pays_for_others else ()
            self.others = [each for each in group if each != mine]
        return self.others

    async def _by_number(
        self, reference: Reference, accounts: Collection[Account], amount: Money | None
    ) -> Named | None:
        """The one over just this amount, the oldest due among equals; else the only one there is."""
        if not accounts:
            return None
        number, currency = reference.invoice, self.payer.unapplied.currency
        creditor_id, taken = (
            self.payer.creditor_id,
            [each for each in self.found if isinstance(each, Stream)],
        )
        limit = CANDIDATES + len(taken) + 1
        bears = await self._listed(accounts, bearing(creditor_id, number), limit)
        owed = bears
        if len(bears) == limit:  # too many to see all of them at once
            exact = (
                {}
                if amount is None
                else await self._listed(
                    accounts, unpaid_bearing(creditor_id, number, currency, amount), limit
                )
            )
            owed = exact | await self._listed(
                accounts, unpaid_bearing(creditor_id, number, currency), limit
            )
        unpaid = {
            stream: known
            for stream, known in owed.items()
            if stream not in taken and known.balance and known.balance.currency == currency
        }
        exactly = [stream for stream, known in unpaid.items() if known.balance == amount]
        if exactly or len(unpaid) == 1:
            return next(iter(exactly or unpaid))
        if unpaid:
            return AmbiguousNumber(number=number, candidates=tuple(_candidates(unpaid)))
        return next(iter(bears), None)

    async def _listed(
        self, accounts: Collection[Account], within: str, limit: int
    ) -> dict[Stream, NumberedInvoice]:
        listed = await self.work.listed_of(INVOICE_NUMBERS, accounts, within=within, limit=limit)
        return {
            INVOICE.stream(key.account.tenant, key.account.key, key.id): known
            for key, known in listed.items()
        }


async def locate_named(
    work: UnitOfWork, payer: Account, creditor_id: CreditorId, references: Iterable[Reference]
) -> Known:
    """The creditor's invoices that bear these ids, whoever owes them, read at once."""
    tenant, names = payer.tenant, {(each.source, each.invoice) for each in references}
    creditor = cast(
        Creditor, await work.state(CREDITOR, CREDITOR.stream(tenant, creditor_id, creditor_id))
    )
    ids = {(source, name): ids_named(tenant, creditor.code, source, name) for source, name in names}
    located = await work.locate(INVOICE, tenant, {id for both in ids.values() for id in both})
    issued_by = {
        id: issued_invoice(await work.state(INVOICE, stream)).issued.creditor_id
        for id, stream in located.items()
    }
    return {
        name: [located[id] for id in both if issued_by.get(id) == creditor_id]
        for name, both in ids.items()
    }


def ids_named(tenant: TenantId, creditor: str, source: str, name: str) -> Sequence[InvoiceId]:
    """The invoices that a name may mean: by the source's id first, then by Recoup's."""
    return [invoice_id_of(tenant, name, creditor, source), InvoiceId(name)]


def _candidates(unpaid: Mapping[Stream, NumberedInvoice]) -> Iterable[Candidate]:
    for stream, known in islice(unpaid.items(), CANDIDATES):
        yield Candidate(
            invoice_id=InvoiceId(stream.id),
            customer_id=CustomerId(stream.account.key),
            external_id=known.external_id,
        )


def _unknown(payer: Payer, reference: Reference, nth: int) -> UnknownInvoice:
    """Without references the longest due would be paid, so nobody is told to leave this one out."""
    if reference.customer is not None:
        missing, whose = f"Customer {reference.customer!r} owes this creditor no", ""
    elif payer.pays_for_others:
        missing = "Neither the customer nor its group owes this creditor an"
        whose = " or name the customer whose it is;"
    else:
        missing, whose = "The customer owes this creditor no", ""
    kept = (
        "to keep the money on account, send the payment without references and with auto_allocate false."
        if payer.pays_for_others
        else "to keep it on account, allocate nothing."
    )
    return UnknownInvoice(
        f"{missing} invoice {reference.invoice!r}; correct the reference,{whose} {kept}",
        pointer=f"/references/{nth}/invoice",
    )
