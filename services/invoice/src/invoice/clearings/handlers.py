"""Opens clearings, finds those that a bank's entry may be of, and clears them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from invoice.clearings.domain import clue
from invoice.clearings.domain.clearing import CLEARING, Clearing
from invoice.clearings.domain.clue import CLUE, Note, written_references
from invoice.clearings.domain.commands import Open, ReceiveTransfer
from invoice.clearings.domain.errors import AgencyTransfer, UnknownRemittance
from invoice.clearings.domain.recognition import Arrival, Part, Recognition, recognise
from invoice.invoices.domain.payment_reference import compact
from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_events.kernel.ids import CreditorId, TenantId
from recoup_events.kernel.money import Money
from recoup_eventstore.work import UnitOfWork


class Entry(NamedTuple):
    """A bank's entry, as far as it may be an agency's."""

    creditor_id: CreditorId
    amount: Money
    payer_name: str | None
    written: Sequence[str | None]
    """Where the payer may have named a remittance."""


class Transfer(NamedTuple):
    """The entry that clears."""

    source: str
    external_id: str
    receipt_id: str | None
    value_date: date


async def note(work: UnitOfWork, tenant: TenantId, id: str, points_to: str, cause: Cause) -> None:
    """A clue is an account of its own: agencies may share one."""
    await work.execute(CLUE, CLUE.stream(tenant, id, id), Note(points_to=points_to), cause)


async def open_clearing(work: UnitOfWork, tenant: TenantId, command: Open, cause: Cause) -> Stream:
    """What an entry of its transfer will show is noted, so that it is recognised."""
    stream = CLEARING.stream(tenant, command.agency_id, command.remittance_id)
    creditor, name = command.creditor_id, command.agency_name
    clues = [
        clue.by_reference(tenant, creditor, command.reference),
        clue.by_amount(tenant, creditor, name, command.net),
    ]
    work.own_also(Account(tenant, id) for id in clues)
    await work.execute(CLEARING, stream, command, cause)
    for id in clues:
        await note(work, tenant, id, command.remittance_id, cause)
    return stream


async def recognised(work: UnitOfWork, tenant: TenantId, entry: Entry) -> Recognition:
    """By what it names, or by its payer and the exact amount."""
    creditor = entry.creditor_id
    name, amount = None, None
    if entry.payer_name is not None:
        name = clue.by_name(tenant, entry.payer_name)
        amount = clue.by_amount(tenant, creditor, entry.payer_name, entry.amount)
    others = {id for id in (name, amount) if id is not None}
    await work.locate(CLUE, tenant, {*others, *_references(tenant, entry)})  # all in one
    found = await _pointed_to(work, tenant, others)
    return recognise(
        Arrival(entry.amount, entry.payer_name),
        named=await _named(work, tenant, entry),
        same_amount=await _clearings(work, tenant, found.get(amount or "", ())),
        from_agency=name in found,
    )


def _references(tenant: TenantId, entry: Entry) -> Sequence[str]:
    written = written_references(entry.written)
    return [clue.by_reference(tenant, entry.creditor_id, each) for each in written]


async def _named(work: UnitOfWork, tenant: TenantId, entry: Entry) -> Sequence[Clearing]:
    asked = _references(tenant, entry)
    found = await _pointed_to(work, tenant, asked)
    return await _clearings(work, tenant, [id for each in asked for id in found.get(each, ())])


async def _pointed_to(
    work: UnitOfWork, tenant: TenantId, ids: Collection[str]
) -> Mapping[str, Sequence[str]]:
    found = await work.locate(CLUE, tenant, ids)
    return {id: (await work.state(CLUE, stream)).points_to for id, stream in found.items()}


async def _clearings(
    work: UnitOfWork, tenant: TenantId, ids: Collection[str]
) -> Sequence[Clearing]:
    found = await work.locate(CLEARING, tenant, ids)
    return [await work.state(CLEARING, found[id]) for id in dict.fromkeys(ids) if id in found]


async def foresee_transfers(
    work: UnitOfWork, tenant: TenantId, sent: Sequence[tuple[CreditorId, str | None]]
) -> None:
    """Read at once what many payments may name."""
    asked = {
        clue.by_reference(tenant, creditor, each)
        for creditor, reference in sent
        for each in written_references([reference])
    }
    if asked:
        await work.locate(CLUE, tenant, asked)


async def refuse_transfer(work: UnitOfWork, tenant: TenantId, entry: Entry) -> None:
    """What an agency transfers is no payment of a customer's: it would count twice."""
    whole = {compact(each or "") for each in entry.written}
    for clearing in await _named(work, tenant, entry):
        opened, left = clearing.known, clearing.in_transit
        meant = left == entry.amount or compact(opened.reference) in whole
        if meant and left.minor_units > 0:
            raise AgencyTransfer(
                f"{opened.reference} is a remittance of {opened.agency_name}, whose payments are booked "
                f"already: send its transfer to POST /v1/remittances/{opened.remittance_id}/transfers, or "
                "as a receipt, so that it does not count twice. A customer's own payment needs another "
                "reference.",
                pointer="/reference",
            )


async def receive_transfers(
    work: UnitOfWork,
    tenant: TenantId,
    parts: Sequence[Part],
    transfer: Transfer,
    cause: Cause,
    *,
    at: str = "/remittances",
) -> None:
    """Each clears so much of its remittance."""
    found = await work.locate(CLEARING, tenant, {part.remittance_id for part in parts})
    for nth, part in enumerate(parts):
        stream = found.get(part.remittance_id)
        if stream is None:
            raise UnknownRemittance(
                f"There is no remittance {part.remittance_id}; GET /v1/remittances lists them.",
                pointer=f"{at}/{nth}/remittance_id",
            )
        command = ReceiveTransfer(**transfer._asdict(), amount=part.amount)
        await work.execute(CLEARING, stream, command, cause)
