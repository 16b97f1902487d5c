"""Finds what money or credit on account is to pay: what is named, or what is longest due.

What concerns all open invoices of a customer is here, too, as the view of them is.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from invoice.allocations.domain.allocation import (
    MOST,
    Reference,
    Wish,
    allocate,
    check_enough,
    oldest_first,
    wish_of,
)
from invoice.allocations.domain.errors import UnknownInvoice
from invoice.allocations.domain.funds import Funds, Share
from invoice.allocations.domain.invoice_names import (
    INVOICE_NAMES,
    INVOICE_NUMBERS,
    NumberedInvoice,
    bearing,
    document_named,
    owing,
)
from invoice.allocations.domain.open_invoices import OPEN_INVOICES, owed_to
from invoice.customers.domain.events import TimeZoneChanged
from invoice.customers.handlers import customer_stream, registered_customer
from invoice.invoices.domain.commands import AmendInvoice, Unapply
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import Invoice
from recoup_events.invoice import Allocation, AmbiguousNumber, Candidate
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import AllocationId, InvoiceId
from recoup_events.kernel.money import Money
from recoup_eventstore.ports import DocumentKey
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.calendar import local_date

FIRST_LOOK = 16
CANDIDATES = 20
"""Invoices that are named where a number is ambiguous."""


class Found(NamedTuple):
    shares: Sequence[Share]
    ambiguous: Sequence[AmbiguousNumber]


async def find_shares(
    work: UnitOfWork, account: Account, funds: Funds, references: Sequence[Reference]
) -> Found:
    """Pay what is named, in that order; when nothing is named, what is longest due."""
    if not references:
        invoices = await _longest_due(work, account, funds)
        return Found(_shared(funds, oldest_first(invoices), invoices), [])
    named = await _resolve(work, account, funds, references)
    ids = [id for id in named if isinstance(id, str)]
    invoices = await load_invoices(work, account, ids)
    by_id = {invoice.issued.invoice_id: invoice for invoice in invoices}
    wishes = [
        wish_of(nth, reference, by_id[id], funds)
        for nth, (reference, id) in enumerate(zip(references, named, strict=True))
        if isinstance(id, str)
    ]
    check_enough(wishes, funds)
    ambiguous = [number for number in named if isinstance(number, AmbiguousNumber)]
    return Found(_shared(funds, wishes, invoices), ambiguous)


def _shared(funds: Funds, wishes: Sequence[Wish], invoices: Sequence[Invoice]) -> Sequence[Share]:
    by_id = {invoice.issued.invoice_id: invoice for invoice in invoices}
    return allocate(funds.unapplied, wishes, by_id)


async def _resolve(
    work: UnitOfWork, account: Account, funds: Funds, references: Sequence[Reference]
) -> Sequence[InvoiceId | AmbiguousNumber]:
    """What each reference names: by the ERP's id, else by Recoup's, else by its number."""
    await work.preload(
        documents=[
            key
            for reference in references
            for key in (
                DocumentKey(
                    account,
                    INVOICE_NAMES.name,
                    document_named(funds.creditor_id, reference.invoice),
                ),
                DocumentKey(account, OPEN_INVOICES.name, reference.invoice),
            )
        ]
    )
    found: list[InvoiceId | AmbiguousNumber] = []
    for nth, (name, amount) in enumerate(references):
        id = await _by_id(work, account, name, funds)
        if id is None:
            wanted = amount or (funds.unapplied if len(references) == 1 else None)
            taken = {other for other in found if isinstance(other, str)}
            found.append(await _by_number(work, account, name, funds, wanted, taken, nth))
        else:
            found.append(id)
    return found


async def _by_id(work: UnitOfWork, account: Account, name: str, funds: Funds) -> InvoiceId | None:
    document = document_named(funds.creditor_id, name)
    named = await work.document(INVOICE_NAMES, account, document)
    if named.invoice_id is not None:
        return named.invoice_id
    known = await work.document(OPEN_INVOICES, account, name)
    return InvoiceId(name) if known.creditor_id == funds.creditor_id else None


async def _by_number(
    work: UnitOfWork,
    account: Account,
    number: str,
    funds: Funds,
    wanted: Money | None,
    taken: Collection[str],
    nth: int,
) -> InvoiceId | AmbiguousNumber:
    """The one over just this amount, the oldest due among equals; else the only one there is."""
    creditor_id = funds.creditor_id
    if wanted is not None and wanted.currency == funds.currency:
        exact = await _bearing(
            work, account, owing(creditor_id, number, funds.currency, wanted), taken
        )
        if exact:
            return next(iter(exact))
    unpaid = await _bearing(work, account, owing(creditor_id, number, funds.currency), taken)
    if len(unpaid) > 1:
        candidates = [
            Candidate(invoice_id=id, external_id=known.external_id) for id, known in unpaid.items()
        ]
        return AmbiguousNumber(number=number, candidates=tuple(candidates))
    for id in unpaid or await _bearing(work, account, bearing(creditor_id, number), ()):
        return id
    raise UnknownInvoice(
        f"The customer owes this creditor no invoice {number!r}; correct the reference, or leave it out to keep "
        "the money on account.",
        pointer=f"/references/{nth}/invoice",
    )


async def _bearing(
    work: UnitOfWork, account: Account, within: str, taken: Collection[str]
) -> dict[InvoiceId, NumberedInvoice]:
    listed = await work.listed(
        INVOICE_NUMBERS, account, within=within, limit=CANDIDATES + len(taken)
    )
    return {InvoiceId(id): known for id, known in listed.items() if id not in taken}


async def _longest_due(work: UnitOfWork, account: Account, funds: Funds) -> Sequence[Invoice]:
    """As many as the money reaches, and no more are read; at most ``MOST`` at once."""
    money = funds.unapplied
    within, looked_at = owed_to(funds.creditor_id, money.currency), FIRST_LOOK
    while True:
        found = await work.listed(OPEN_INVOICES, account, within=within, limit=looked_at)
        owed = [invoice.balance or Money.zero(money.currency) for invoice in found.values()]
        before = accumulate(owed, initial=Money.zero(money.currency))
        reached = [InvoiceId(id) for id, paid in zip(found, before, strict=False) if paid < money]
        if len(reached) < looked_at or looked_at == MOST:
            return await load_invoices(work, account, reached)
        looked_at = min(looked_at * FIRST_LOOK, MOST)


async def load_invoices(
    work: UnitOfWork, account: Account, ids: Sequence[InvoiceId], *more: Stream
) -> Sequence[Invoice]:
    """With what applying to them will change, and ``more`` streams, in one round trip each."""
    streams = [invoice_stream(account, id) for id in ids]
    views = (OPEN_INVOICES.name, INVOICE_NUMBERS.name)
    documents = [DocumentKey(account, view, id) for id in ids for view in views]
    await work.preload([*streams, *more], documents)
    states = [await work.state(INVOICE, stream) for stream in streams]
    return [state for state in states if isinstance(state, Invoice)]


def invoice_stream(account: Account, id: InvoiceId) -> Stream:
    return INVOICE.stream(account.tenant, account.key, id)


async def today_for(
    work: UnitOfWork, account: Account, allocations: Sequence[Allocation], cause: Cause
) -> date:
    """The customer's today, read with the invoices that are about to change."""
    ids = [part.invoice_id for part in allocations]
    await load_invoices(work, account, ids, customer_stream(account))
    known = await registered_customer(work, account, customer_at="/customer_id")
    return local_date(cause.at, known.time_zone)


async def unapply(
    work: UnitOfWork,
    account: Account,
    allocations: Mapping[AllocationId, Allocation],
    reason: str,
    today: date,
    cause: Cause,
) -> None:
    for id, part in allocations.items():
        command = Unapply(allocation_id=id, reason=reason, today=today)
        await work.execute(INVOICE, invoice_stream(account, part.invoice_id), command, cause)


async def follow_time_zone(
    work: UnitOfWork, recorded: Envelope[TimeZoneChanged], cause: Cause
) -> None:
    """The days of the customer's open invoices end when its own do, and their ages with them."""
    account, time_zone = recorded.account, recorded.event.time_zone
    open_invoices = await work.listed(OPEN_INVOICES, account)
    invoices = await load_invoices(work, account, [InvoiceId(id) for id in open_invoices])
    for each in invoices:
        command = AmendInvoice(
            number=each.number,
            purchase_order=each.purchase_order,
            lines=each.lines,
            due_date=each.due_date,
            time_zone=time_zone,
            reason="The customer's time zone changed.",
            at=cause.at,
        )
        await work.execute(INVOICE, invoice_stream(account, each.issued.invoice_id), command, cause)
